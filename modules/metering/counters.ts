/**
 * Growth of a counter that begins at zero and may begin again (a container that was restarted, an id that was given out again).
 * A value below the former one is all growth: the counter began anew between the two readings. `undefined` where the growth is more
 * than `most`: what happened between is then not known, and nothing is invented.
 * @param previous undefined for what did not exist at the former reading.
 */
export function growth(previous: number | undefined, current: number, most = Number.POSITIVE_INFINITY): number | undefined {
  const grown = previous === undefined || current < previous ? current : current - previous;
  return Number.isFinite(grown) && grown >= 0 && grown <= most ? grown : undefined;
}

/**
 * Growth of a counter that starts over at `range`, as those of RAPL do: `(range - previous) + current` once it has wrapped.
 * Two readings tell at most one wrap, so they must be close: see `LONGEST_WINDOW`. `undefined` where a reading cannot be of such a counter.
 */
export function wrapped(previous: number, current: number, range: number | undefined): number | undefined {
  if (![previous, current].every((value) => Number.isFinite(value) && value >= 0)) return undefined;
  if (current >= previous) return current - previous;
  return range !== undefined && range >= previous ? range - previous + current : undefined;
}

/** CPU seconds that all cores together can spend in a time; a little more, because the readings are not of one moment. */
export const mostCpu = (cores: number, seconds: number): number => cores * seconds * 1.05 + 1;

/** The sum, or `undefined` when a part is. */
export function sumKnown(parts: readonly (number | undefined)[]): number | undefined {
  return parts.reduce((total, part) => (total === undefined || part === undefined ? undefined : total + part), 0 as number | undefined);
}
