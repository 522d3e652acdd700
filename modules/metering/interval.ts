/** A figure and between what it lies: `low <= value <= high`, all 0 or more, all in one unit. */
export interface Interval<T extends number = number> {
  readonly value: T;
  readonly low: T;
  readonly high: T;
}

/** Throws `RangeError` where the value is outside its own interval. */
export function interval<T extends number>(value: T, low: T, high: T): Interval<T> {
  if (!(low >= 0 && low <= value && value <= high && Number.isFinite(high))) throw new RangeError(`not an interval: ${value} [${low}–${high}]`);
  return { value, low, high };
}

export const exactly = <T extends number>(value: T): Interval<T> => interval(value, value, value);

/** Sums: what is low is low together. Errors of one factor show in all its uses alike, so they do not average out. */
export function sumOf<T extends number>(parts: readonly Interval<T>[]): Interval<T> {
  const add = (pick: (part: Interval<T>) => number): T => parts.reduce<number>((sum, part) => sum + pick(part), 0) as T;
  return { value: add(({ value }) => value), low: add(({ low }) => low), high: add(({ high }) => high) };
}

/** Times a number that is known exactly, 0 or more: the unit stays. */
export function times<T extends number>({ value, low, high }: Interval<T>, factor: number): Interval<T> {
  return interval((value * factor) as T, (low * factor) as T, (high * factor) as T);
}

/**
 * Products of independent figures: the logarithms of the ratios `high/value` and `value/low` add up in quadrature.
 * Two factors of 2 either way give one of 2.67, not of 4.
 */
export function productOf(...factors: readonly Interval[]): Interval {
  const value = factors.reduce((product, factor) => product * factor.value, 1);
  if (value === 0) return { value: 0, low: 0, high: factors.reduce((product, { high }) => product * high, 1) };
  const spread = (ratio: (factor: Interval) => number): number => Math.exp(Math.hypot(...factors.map((factor) => Math.log(ratio(factor)))));
  return { value, low: value / spread((factor) => factor.value / factor.low), high: value * spread((factor) => factor.high / factor.value) };
}

/** The same, in the unit that the product has. */
export const productIn = <T extends number>(...factors: readonly Interval[]): Interval<T> => productOf(...factors) as Interval<T>;

/** 1 plus a ratio. */
export const onePlus = ({ value, low, high }: Interval): Interval => ({ value: 1 + value, low: 1 + low, high: 1 + high });
