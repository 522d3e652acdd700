/** Fewer people than this are never told: to the organization itself, and in public. A choice of ours, within what is common (5 to 10). */
export const THRESHOLDS = { organization: 5, public: 10 } as const;
export type Audience = keyof typeof THRESHOLDS;

/** A count as it is shown: itself; `below` the threshold; `withheld` because another one could be worked out from it; or not known. */
export type Shown =
  | { readonly shown: 'count'; readonly count: number }
  | { readonly shown: 'below'; readonly threshold: number }
  | { readonly shown: 'withheld' }
  | { readonly shown: 'missing' };

export const withheld: Shown = { shown: 'withheld' };
export const missing: Shown = { shown: 'missing' };
const count = (value: number): Shown => ({ shown: 'count', count: value });
const below = (threshold: number): Shown => ({ shown: 'below', threshold });

/** A count that stands by itself. */
export const single = (value: number, audience: Audience): Shown => (value < THRESHOLDS[audience] ? below(THRESHOLDS[audience]) : count(value));

/** Counts that hold one another, and what lies between neighbours, as they are shown. */
export interface ShownChain {
  readonly totals: readonly Shown[];
  /** The first is the first total; each other one is what its total holds and the one before does not. */
  readonly differences: readonly Shown[];
}

/**
 * Shows counts that hold one another, the widest last, so that no group of fewer people than the threshold can be told, nor worked out
 * from totals and differences, by somebody who also knows this very rule. Zero is such a group: it tells of everybody else.
 *
 * From the widest inwards, a total is told when it and what is left up to the next one told are both large enough. One that is not told
 * is called `below` only where that leaves every small value possible; the others are `withheld`. What the public sees follows from what
 * the organization sees alone, so that both together tell no more than the latter. To whomever it is hidden, a count keeps at least five
 * possible values: the tests list them all.
 *
 * @param chain Ascending whole numbers.
 */
export function showChain(chain: readonly number[], audience: Audience): ShownChain {
  const own = levelOf(chain.map((value) => [value, value] as const), THRESHOLDS.organization);
  const places = audience === 'organization' ? own : coarser(levelOf(own.map(rangeOf), THRESHOLDS.public));
  const threshold = THRESHOLDS[audience];
  const totals = places.map(({ place, value }) => (place === 'told' ? count(value) : place === 'low' ? below(threshold) : withheld));
  const differences = places.map(({ place, value }, index): Shown => {
    const before = places[index - 1];
    if (place === 'told' && (before?.place ?? 'told') === 'told') return count(value - (before?.value ?? 0));
    // All of it lies within the few people below, or within the few above.
    const small = place === 'low' || (before?.place === 'high' && place !== 'either');
    return small ? below(threshold) : withheld;
  });
  return { totals, differences };
}

/** The least and the most that a total can be, for whom it is shown to. */
type Range = readonly [least: number, most: number];

/** What is made of a total: `told`; or it lies less than the threshold above nothing, less than it below the next total told, or one may not say which. */
interface Placed {
  readonly place: 'told' | 'low' | 'high' | 'either';
  /** The total, where it is told. */
  readonly value: number;
  /** The next one told. */
  readonly next: number;
  readonly threshold: number;
}

function levelOf(ranges: readonly Range[], threshold: number): Placed[] {
  const placed: Placed[] = [];
  let next = Infinity;
  for (const range of ranges.toReversed()) {
    const place = placeOf(range, next, threshold);
    placed.unshift({ place, value: range[0], next, threshold });
    if (place === 'told') next = range[0];
  }
  return placed;
}

/** Of several totals between two that are told, only whether all are small is said: more would tell the organization's own thresholds apart. */
const coarser = (placed: readonly Placed[]): Placed[] => placed.map((one) => {
  const small = placed.every(({ place, next }) => next !== one.next || place === 'told' || place === 'low');
  return one.place === 'told' || small ? one : { ...one, place: 'either' };
});

function placeOf([least, most]: Range, next: number, threshold: number): Placed['place'] {
  if (least === most && least >= threshold && next - most >= threshold) return 'told';
  // Up to here both sides may be small, and to say which one is would narrow it.
  if (next < 2 * threshold - 1) return 'either';
  if (most < threshold) return 'low';
  return next - least < threshold ? 'high' : 'either';
}

function rangeOf({ place, value, next, threshold }: Placed): Range {
  switch (place) {
    case 'told':
      return [value, value];
    case 'low':
      return [0, threshold - 1];
    case 'high':
      return [next - threshold + 1, next];
    case 'either':
      return [0, next];
  }
}
