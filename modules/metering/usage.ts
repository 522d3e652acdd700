import type { Usage } from '../catalog/index.ts';
import type { Problem } from '../kernel/index.ts';
import { type Audience, missing, type Shown, showChain, single, withheld } from './suppression.ts';
import { type Band, BANDS, bandsOf, contradiction, NESTED, type Nested } from './usage-bands.ts';
import type { Counted } from './usage-count.ts';

/** A query of the catalog, and what came of it. */
export interface UsageReading {
  readonly query: Usage;
  readonly result: Counted;
}

/** The counts of an instance as an audience sees them: the raw ones are not in it. */
export interface ShownUsage {
  readonly counts: readonly { readonly query: Usage; readonly value: Shown }[];
  /** Exclusive bands, those of the windows that the app can count. */
  readonly bands: readonly { readonly band: Band; readonly value: Shown }[];
  /** Why counts are missing. */
  readonly problems: readonly Problem[];
}

/** The order in which to count: narrow windows first, so that whoever comes meanwhile is in the wider ones too. */
export const countingOrder = (queries: readonly Usage[]): Usage[] => queries.toSorted((a, b) => rank(a) - rank(b));

const rank = (query: Usage): number => (ofPeople(query) ? NESTED.indexOf(nestedKey(query)) : NESTED.length);
const nestedKey = ({ window }: Usage): (typeof NESTED)[number] => window ?? 'members';
const ofPeople = ({ counts }: Usage): boolean => counts === 'active' || counts === 'members';

/**
 * What may be shown of an instance's counts. `named`: the instance, for messages.
 * What people made is shown only where there are enough of them; how much room it takes, which a plan limits, always to the organization.
 */
export function showUsage(readings: readonly UsageReading[], audience: Audience, named: string): ShownUsage {
  const people = readings.flatMap(({ query, result }) => (ofPeople(query) && 'count' in result ? [[nestedKey(query), result.count] as const] : []));
  const contradictory = contradiction(Object.fromEntries(people), named);
  const nested: Nested = contradictory ? {} : Object.fromEntries(people);
  const keys = NESTED.filter((key) => nested[key] !== undefined);
  const chain = showChain(keys.map((key) => nested[key] as number), audience);
  const enough = chain.totals.at(-1)?.shown === 'count';

  const valueOf = ({ query, result }: UsageReading): Shown => {
    if (ofPeople(query)) return chain.totals[keys.indexOf(nestedKey(query))] ?? missing;
    if (!('count' in result)) return missing;
    if (query.counts === 'storage' && audience === 'organization') return { shown: 'count', count: result.count };
    return enough ? (query.counts === 'storage' ? { shown: 'count', count: result.count } : single(result.count, audience)) : withheld;
  };
  const counted = bandsOf(nested);
  const asked = BANDS.filter((band) => readings.some(({ query }) => query.window === band));
  return {
    counts: readings.map((reading) => ({ query: reading.query, value: valueOf(reading) })),
    bands: asked.map((band) => ({ band, value: counted[band] === undefined ? missing : (chain.differences[keys.indexOf(band)] as Shown) })),
    problems: [...readings.flatMap(({ result }) => ('problem' in result ? [result.problem] : [])), ...(contradictory ? [contradictory] : [])],
  };
}
