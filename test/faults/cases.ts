import { type Call, type Fault, FAULTS, keyOf } from './call.ts';
import { PROXIES, type ProxyName, type Ran } from './rig.ts';
import type { ScenarioName } from './scenarios.ts';

/** One call of a clean run, as it was recorded. */
export interface Recorded extends Call {
  readonly proxy: ProxyName;
}

/** A place in a clean run and what happens there. */
export interface FaultCase {
  readonly scenario: ScenarioName;
  readonly call: Recorded;
  readonly fault: Fault;
}

/** A moment of a run and how much of it dies; the moment comes from the seed. */
export interface MomentCase {
  readonly scenario: 'anytime';
  readonly moment: number;
  readonly dies: 'all' | 'own';
}

export type Case = FaultCase | MomentCase;
export const isMoment = (given: Case): given is MomentCase => 'moment' in given;

/** `first-up/engine/17/kill-after`, `anytime/any/3/all`. */
export const idOf = (given: Case): string =>
  isMoment(given) ? `${given.scenario}/any/${given.moment}/${given.dies}` : `${given.scenario}/${given.call.proxy}/${given.call.n}/${given.fault}`;

/** In words, for people. */
export const describeCase = (given: Case): string => (isMoment(given) ? `moment ${given.moment}, ${given.dies === 'all' ? 'everything dies' : 'Pulumi is left an orphan'}` : keyOf(given.call));

export const MOMENTS = 50;
/** Beyond them: `chatiere` alone dies. */
export const ORPHANS = 10;

export const momentCases = (): MomentCase[] =>
  Array.from({ length: MOMENTS + ORPHANS }, (_, index) => ({ scenario: 'anytime', moment: index + 1, dies: index < MOMENTS ? 'all' : 'own' }));

export const recordedOf = ({ calls }: Pick<Ran, 'calls'>): Recorded[] => PROXIES.flatMap((proxy) => calls[proxy].map((call) => ({ proxy, ...call })));

export const faultCases = (scenario: ScenarioName, calls: readonly Recorded[]): FaultCase[] => calls.flatMap((call) => FAULTS.map((fault) => ({ scenario, call, fault })));

/** mulberry32: small, and the same everywhere. Numbers from 0 to below 1. */
export function random(seed: number): () => number {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
}

/** When a moment is: so many calls into the run, then so many milliseconds; or milliseconds from its start. */
export interface Moment {
  readonly calls: number;
  readonly milliseconds: number;
}

export function momentOf(seed: number, moment: number, usual: { readonly calls: number; readonly seconds: number }): Moment {
  const next = random(seed * 1000 + moment);
  if (next() < 0.5) return { calls: 0, milliseconds: Math.floor(next() * usual.seconds * 1000) };
  return { calls: 1 + Math.floor(next() * usual.calls), milliseconds: Math.floor(next() * 300) };
}
