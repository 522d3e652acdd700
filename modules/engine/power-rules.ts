import { join } from 'node:path';
import { ChatiereError, type Problem, text } from '../kernel/index.ts';
import { loadFactors, powerRules, type RecordingRule } from '../metering/index.ts';
import { CHECKOUT } from './layout.ts';
import type { MeterExec } from './meter-exec.ts';
import { minutesOf } from './meter-read.ts';
import type { Session } from './session.ts';

/** Rules of every host that could be asked, and of the others why there are none. */
export interface HostRules {
  readonly rules: ReadonlyMap<string, readonly RecordingRule[]>;
  readonly problems: readonly Problem[];
}

/** Seconds in which a meter that runs has written a window. */
const LATELY = 900;

/** The power of each host as Prometheus can work it out, by its record and by what its meter saw last. @param now epoch seconds. */
export async function hostRules({ federation }: Pick<Session, 'federation'>, exec: MeterExec, now: number): Promise<HostRules> {
  const factors = loadFactors(join(CHECKOUT, 'catalog'));
  const found = await Promise.all([...federation.hosts].map(async ([host, { hardware }]): Promise<readonly [string, readonly RecordingRule[]] | readonly Problem[]> => {
    try {
      const window = (await minutesOf(federation, exec, host, { from: now - LATELY, to: now })).at(-1);
      if (!window) return [noWindow(host)];
      const made = powerRules({ window, hardware, factors });
      return made.ok ? [host, made.value] : made.problems;
    } catch (error) {
      if (error instanceof ChatiereError) return error.problems;
      throw error;
    }
  }));
  const isMade = (one: (typeof found)[number]): one is readonly [string, readonly RecordingRule[]] => typeof one[0] === 'string';
  return { rules: new Map(found.filter(isMade)), problems: found.flatMap((one) => (isMade(one) ? [] : one)) };
}

const noWindow = (given: string): Problem => ({
  code: 'no-window',
  what: text('le compteur n’a encore rien écrit : ce qu’il voit de la machine n’est pas connu', 'the meter has not written anything yet: what it sees of the machine is not known'),
  given,
  next: text('recommencer dans deux minutes', 'try again in two minutes'),
});
