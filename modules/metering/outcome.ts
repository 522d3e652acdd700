import type { Problem } from '../kernel/index.ts';
import type { FactorRecord } from './factors.ts';

/** A figure, or why there is none. A missing factor gives no figure and is named: never a default, never an exception. */
export type Outcome<T> = Figure<T> | NoFigure;

export interface Figure<T> {
  readonly ok: true;
  readonly value: T;
  /** Factors that went into it. */
  readonly factors: readonly FactorRecord[];
}

export interface NoFigure {
  readonly ok: false;
  /** Everything that is missing, in the words of the person who can supply it. */
  readonly problems: readonly Problem[];
}

export const figure = <T>(value: T, ...factors: readonly (readonly FactorRecord[])[]): Figure<T> => ({ ok: true, value, factors: [...new Set(factors.flat())] });

export const noFigure = (...problems: readonly Problem[]): NoFigure => ({ ok: false, problems });

/** Goes on from a figure; what was missing stays missing. */
export function andThen<A, B>(outcome: Outcome<A>, next: (value: A) => Outcome<B>): Outcome<B> {
  if (!outcome.ok) return outcome;
  const after = next(outcome.value);
  return after.ok ? figure(after.value, outcome.factors, after.factors) : after;
}
