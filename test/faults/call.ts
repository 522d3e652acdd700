/** What can be done to one call. */
export const FAULTS = ['kill-before', 'kill-after', 'error-500', 'conflict-409', 'hang', 'reset'] as const;
export type Fault = (typeof FAULTS)[number];

/** What a mutating call does, and to what: the same in every run of one scenario. */
export interface Subject {
  /** `container-create`, `network-delete`, `client-create`, … */
  readonly kind: string;
  /** Name of the object, without the federation's id; empty where it is not known. */
  readonly name: string;
}

/** One mutating call of a run. */
export interface Call extends Subject {
  /** Place in the run, from 1; calls made at the same time may change places from run to run. */
  readonly n: number;
  readonly method: string;
  /** Which one it is of those with the same kind and name, from 1. */
  readonly occurrence: number;
}

/** What a call is known by: steadier than its number. */
export const keyOf = ({ kind, name, occurrence }: Pick<Call, 'kind' | 'name' | 'occurrence'>): string => `${kind} ${name} ${occurrence}`;
