import type { Hour } from './proposals.ts';
import { type Energy, NO_ENERGY, shareOf, sumEnergy } from './provenance.ts';

/** What an instance did in an hour. Requests are not known: processor and network stand for them. */
export interface HourOfUse {
  /** Epoch seconds. */
  readonly from: number;
  readonly cpuSeconds: number;
  /** Received and sent, by all its containers. */
  readonly bytes: number;
  readonly memoryBytes: number;
  readonly memoryRequest: number;
  readonly cpuRequest: number;
  readonly dynamic: Energy;
}

const MONTH_SECONDS = 30 * 86_400;

/** Hours in which it ran, in their order. */
export function useOf(hours: readonly Hour[], instance: string): HourOfUse[] {
  return hours.flatMap(({ window, shares }): HourOfUse[] => {
    const own = window.containers.filter(({ owner }) => owner.kind === 'instance' && owner.instance === instance);
    const part = shares.parts.find(({ owner }) => owner.kind === 'instance' && owner.instance === instance);
    if (own.length === 0) return [];
    const sum = (pick: (use: (typeof own)[number]) => number): number => own.reduce((total, use) => total + pick(use), 0);
    return [{
      from: window.from,
      cpuSeconds: sum(({ cpuSeconds }) => cpuSeconds),
      bytes: sum(({ receivedBytes, sentBytes }) => receivedBytes + sentBytes),
      memoryBytes: sum(({ memoryBytes }) => memoryBytes),
      memoryRequest: sum(({ memoryRequest }) => memoryRequest),
      cpuRequest: sum(({ cpuRequest }) => cpuRequest),
      dynamic: part ? sumEnergy([part.cpu, part.memory]) : NO_ENERGY,
    }];
  }).toSorted((a, b) => a.from - b.from);
}

/** What 30 days like `seconds` of observation would give. */
export const perMonth = (energy: Energy, seconds: number): Energy => (seconds > 0 ? shareOf(energy, MONTH_SECONDS / seconds) : NO_ENERGY);

/** The value below which a share of the values lies. */
export function quantile(values: readonly number[], share: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? 0;
}

export const maximum = (values: readonly number[]): number => values.reduce((most, value) => Math.max(most, value), 0);
export const mean = (values: readonly number[]): number => (values.length === 0 ? 0 : values.reduce((sum, value) => sum + value, 0) / values.length);
