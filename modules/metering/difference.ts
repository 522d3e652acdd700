import type { Energy } from './provenance.ts';

/** Joules by which one energy is more than another: below 0 where it is less. `low <= value <= high`. */
export interface Difference {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/**
 * Of two energies that one source gave, what errs in one errs in the other alike, and the difference errs in proportion to itself; of two
 * sources, each may err its own way.
 */
export function differenceOf(more: Energy, less: Energy): Difference {
  const [a, b] = [more.joules, less.joules];
  const value = a.value - b.value;
  const sources = new Set([...Object.keys(more.sources), ...Object.keys(less.sources)]);
  if (sources.size > 1) return { value, low: a.low - b.high, high: a.high - b.low };
  const known = [a, b].filter((one) => one.value > 0);
  const least = Math.min(1, ...known.map((one) => one.low / one.value));
  const most = Math.max(1, ...known.map((one) => one.high / one.value));
  return value >= 0 ? { value, low: value * least, high: value * most } : { value, low: value * most, high: value * least };
}
