import { parseArgs } from 'node:util';
import { idOf, type Case } from './cases.ts';
import { SCENARIOS, type ScenarioName } from './scenarios.ts';

export const HELP = `npm run test:faults -- [OPTION...]

Runs every mutating call of each scenario against six faults: one run that is hurt, one more that is not, then a look at what is there.
Goes on where it was ended; results stand in the cache folder that it names.

  --scenario NAME   only this one (may be repeated): ${SCENARIOS.join(', ')}
  --only PATTERN    only cases whose name and object match, such as kill-after or 'reset.*volume-create' (may be repeated; all must)
  --case ID         this one, even if it has a result, such as first-up/engine/17/kill-after (may be repeated)
  --failed          again those that failed
  --limit N         at most N cases
  --shard I/N       the I-th of N shares, so that several can run side by side
  --seed N          of the moments of "anytime" (4)
  --list            names the cases and runs none; a scenario that was never recorded is recorded first
`;

export interface Options {
  readonly scenarios: readonly ScenarioName[];
  readonly only: readonly RegExp[];
  readonly cases: readonly string[];
  readonly failed: boolean;
  readonly limit: number;
  readonly shard: readonly [index: number, of: number];
  readonly seed: number;
  readonly list: boolean;
  readonly help: boolean;
}

/** @throws Error with what is wrong */
export function parseOptions(argv: readonly string[]): Options {
  const { values } = parseArgs({
    args: [...argv],
    options: {
      scenario: { type: 'string', multiple: true },
      only: { type: 'string', multiple: true },
      case: { type: 'string', multiple: true },
      failed: { type: 'boolean' },
      limit: { type: 'string' },
      shard: { type: 'string' },
      seed: { type: 'string' },
      list: { type: 'boolean' },
      help: { type: 'boolean', short: 'h' },
    },
  });
  const [index = 1, of = 1] = (values.shard ?? '1/1').split('/').map((part) => whole('--shard', part));
  if (index > of) throw new Error(`--shard ${values.shard}: the first number is at most the second`);
  const cases = values.case ?? [];
  const asked = values.scenario ?? (cases.length > 0 ? [...new Set(cases.map((id) => id.split('/')[0] ?? ''))] : SCENARIOS);
  return {
    scenarios: asked.map(scenario),
    only: (values.only ?? []).map((pattern) => new RegExp(pattern)),
    cases,
    failed: values.failed ?? false,
    limit: values.limit === undefined ? Infinity : whole('--limit', values.limit),
    shard: [index, of],
    seed: values.seed === undefined ? 4 : whole('--seed', values.seed),
    list: values.list ?? false,
    help: values.help ?? false,
  };
}

function scenario(name: string): ScenarioName {
  if ((SCENARIOS as readonly string[]).includes(name)) return name as ScenarioName;
  throw new Error(`no scenario "${name}"; there are: ${SCENARIOS.join(', ')}`);
}

function whole(option: string, given: string): number {
  if (/^[1-9]\d{0,8}$/.test(given)) return Number(given);
  throw new Error(`${option} ${given}: a whole number from 1 on`);
}

/** The cases that are asked for and, unless named, have no result yet. */
export function choose(all: readonly Case[], describe: (given: Case) => string, verdicts: ReadonlyMap<string, boolean>, options: Options): Case[] {
  const { cases, only, failed, shard: [index, of], limit } = options;
  const unknown = cases.filter((id) => !all.some((given) => idOf(given) === id));
  if (unknown.length > 0) throw new Error(`no such case: ${unknown.join(', ')}; see --list`);
  if (cases.length > 0) return all.filter((given) => cases.includes(idOf(given)));
  const wanted = (given: Case): boolean => {
    const verdict = verdicts.get(idOf(given));
    return verdict === undefined || (failed && !verdict);
  };
  return all
    .filter((_, position) => position % of === index - 1)
    .filter((given) => only.every((pattern) => pattern.test(`${idOf(given)} ${describe(given)}`)))
    .filter(wanted)
    .slice(0, limit);
}
