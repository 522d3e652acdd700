import { resolve } from 'node:path';
import type { Figure } from './figure.ts';

export const CHECKOUT = resolve(import.meta.dirname, '..', '..');

/** One part of the bench: makes what it needs, measures, removes what it made. `say` tells how it goes. */
export type Measure = (say: (line: string) => void, options: MeasureOptions) => Promise<Figure[]>;

export interface MeasureOptions {
  /** Of the generated fleet; undefined: as many as the bounds are for. */
  readonly organizations: number | undefined;
  /** Pairs of a first `up`, and repetitions of the other long runs. */
  readonly pairs: number;
  /** For which the meter is watched; undefined: as long as the measure takes by itself. */
  readonly minutes: number | undefined;
  /** Stacks at a time; undefined: as `chatiere up` runs. */
  readonly parallel: number | undefined;
}
