/** What one measurement gave, and what it is held to. */
export interface Figure {
  /** In French, as the README has it; the row of the table goes by it. */
  readonly what: string;
  readonly unit: 's' | 'ms' | 'MiB' | 'MB' | '×' | 'kB' | 'J' | '%' | '';
  readonly samples: readonly number[];
  /** Absent where the figure only informs. `atLeast` or `atMost`, in the same unit. */
  readonly bound?: Bound;
}

export type Bound = { readonly atMost: number } | { readonly atLeast: number };

export function median(samples: readonly number[]): number {
  if (samples.length === 0) throw new RangeError('no sample');
  const sorted = samples.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  const upper = sorted[middle] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[middle - 1] as number) + upper) / 2;
}

/** Whether the median keeps the bound; undefined without one. */
export function kept({ samples, bound }: Figure): boolean | undefined {
  if (bound === undefined) return undefined;
  return 'atMost' in bound ? median(samples) <= bound.atMost : median(samples) >= bound.atLeast;
}

export const signOf = (figure: Figure): string => ({ true: '✓', false: '✗', undefined: '–' })[`${kept(figure)}`];

/** `2,4 s (2,1–3,0)`; a single sample stands alone. */
export function measured({ samples, unit }: Figure): string {
  const spread = samples.length > 1 ? ` (${number(Math.min(...samples))}–${number(Math.max(...samples))})` : '';
  return `${withUnit(median(samples), unit)}${spread}`;
}

export const boundText = ({ bound, unit }: Figure): string => (bound === undefined ? '–' : 'atMost' in bound ? `≤ ${withUnit(bound.atMost, unit)}` : `≥ ${withUnit(bound.atLeast, unit)}`);

const withUnit = (value: number, unit: Figure['unit']): string => (unit === '' ? number(value) : unit === '×' ? `${number(value)}\u00a0×` : `${number(value)}\u00a0${unit}`);

/** Three figures that mean something, with a decimal comma. */
const number = (value: number): string =>
  new Intl.NumberFormat('fr-CA', { useGrouping: false, maximumFractionDigits: Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2 }).format(value);
