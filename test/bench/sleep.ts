import { type Energy, NO_ENERGY, ownerKey, provenanceWords, type Provenance, type Recorded, sumEnergy } from '../../modules/metering/index.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';
import type { Measure } from './measure.ts';
import { attributed, minutesIn } from './metered.ts';

const INSTANCE = 'mrc-demo.miniflux';
/** Beyond a minute that was asked for: its window, and when it is written. */
const LATE = 90;

/** The demonstration's instance awake for some whole minutes of its meter, and asleep for as many: what it takes of the host's energy. */
export const sleep: Measure = async (say, { minutes = 5 }) => {
  const federation = await createFederation();
  try {
    say('platform, meter and one instance');
    await federation.chatiere('up', INSTANCE);
    const awake = await wholeMinutes(federation, minutes, say);
    say((await federation.chatiere('sleep', INSTANCE)).trim());
    const asleep = await wholeMinutes(federation, minutes, say);
    say((await federation.chatiere('wake', INSTANCE)).trim());
    const [own, none] = [ownOf(federation, awake), ownOf(federation, asleep)];
    const rows = [['', 'minutes', 'travail', 'au repos', 'en tout', 'provenance'], rowOf('éveillée', awake, own), rowOf('endormie', asleep, none)];
    for (const row of rows) say(row.map((cell, index) => cell.padEnd([10, 8, 22, 22, 22, 0][index] ?? 0)).join('').trimEnd());
    const host = (windows: readonly Recorded[]): number => sumEnergy(windows.map((window) => attributed(federation, window).node)).joules.value;
    return [
      { what: `l’instance éveillée pendant ${awake.length} min`, unit: 'J', samples: [own.dynamic.joules.value + own.idle.joules.value] },
      { what: 'la même endormie, autant de minutes', unit: 'J', samples: [none.dynamic.joules.value + none.idle.joules.value], bound: { atMost: 0 } },
      { what: 'le serveur entier, instance endormie sur éveillée', unit: '%', samples: [(100 * host(asleep)) / host(awake)] },
    ];
  } finally {
    await federation.dispose();
  }
};

/** So many windows of the meter that begin from now on, when it has written them. */
async function wholeMinutes(federation: TestFederation, count: number, say: (line: string) => void): Promise<Recorded[]> {
  const from = Math.ceil(Date.now() / 1000);
  const until = from + count * 60 + 2 * LATE;
  for (;;) {
    const windows = await minutesIn(federation, { from, to: until });
    if (windows.length >= count) return windows.slice(0, count);
    if (Date.now() / 1000 > until) throw new Error(`the meter wrote ${windows.length} of ${count} windows`);
    say(`${windows.length} of ${count} windows`);
    await new Promise((resolve) => setTimeout(resolve, 15_000));
  }
}

interface Own {
  readonly dynamic: Energy;
  readonly idle: Energy;
}

function ownOf(federation: TestFederation, windows: readonly Recorded[]): Own {
  const parts = windows.flatMap((window) => attributed(federation, window).parts.filter(({ owner }) => ownerKey(owner) === `instance:${INSTANCE}`));
  return { dynamic: sumEnergy([NO_ENERGY, ...parts.flatMap(({ cpu, memory }) => [cpu, memory])]), idle: sumEnergy([NO_ENERGY, ...parts.map(({ idle }) => idle)]) };
}

function rowOf(what: string, windows: readonly Recorded[], { dynamic, idle }: Own): string[] {
  const whole = sumEnergy([dynamic, idle]);
  const told = ({ joules: { value, low, high } }: Energy): string => `${value.toFixed(1)} J [${low.toFixed(1)}–${high.toFixed(1)}]`;
  const from = Object.keys(whole.sources).map((key) => provenanceWords[key as Provenance].fr).join(', ');
  return [what, String(windows.length), told(dynamic), told(idle), told(whole), from || '–'];
}
