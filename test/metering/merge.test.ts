import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { merge, type Recorded, runsOf } from '../../modules/metering/index.ts';
import type { ContainerUse } from '../../modules/metering/index.ts';

const HOUR = 1_795_651_200;
const owner = { kind: 'instance', instance: 'mrc-demo.miniflux', organization: 'mrc-demo', app: 'miniflux' } as const;
const amount = fc.double({ min: 0, max: 1e9, noNaN: true });
const use = fc.record({ id: fc.constantFrom('a', 'b', 'c'), owner: fc.constantFrom(owner, { kind: 'foreign' } as const), cpuSeconds: amount, cpuRequest: amount, memoryBytes: amount, memoryRequest: amount, readBytes: amount, writtenBytes: amount, receivedBytes: amount, sentBytes: amount });
const once = (uses: readonly ContainerUse[]): ContainerUse[] => [...new Map(uses.map((one) => [one.id, one])).values()];
/** Windows of one hour, one after the other. */
const run = fc.array(fc.record({ seconds: fc.integer({ min: 1, max: 300 }), cpuSeconds: amount, joules: amount, containers: fc.array(use, { maxLength: 3 }) }), { minLength: 1, maxLength: 12 }).map((parts) => {
  let from = HOUR;
  return parts.map(({ seconds, cpuSeconds, joules, containers }): Recorded => {
    const window = { host: 'serveur-1', from, seconds, node: { cpuSeconds, cores: 2, memoryBytes: 8e9, raplJoules: { package: joules }, receivedBytes: cpuSeconds, sentBytes: joules }, containers: once(containers), missing: [] };
    from += seconds;
    return window;
  });
});
const sums = (windows: readonly Recorded[]) => {
  const total = (value: (window: Recorded) => number): number => windows.reduce((sum, window) => sum + value(window), 0);
  const of = (value: (one: ContainerUse, seconds: number) => number) => (id: string): number => total(({ containers, seconds }) => containers.filter((one) => one.id === id).reduce((sum, one) => sum + value(one, seconds), 0));
  return [
    total(({ seconds }) => seconds), total(({ node }) => node.cpuSeconds), total(({ node }) => node.raplJoules?.package ?? 0), total(({ node }) => node.receivedBytes), total(({ node }) => node.sentBytes),
    ...['a', 'b', 'c'].flatMap((id) => [
      of((one) => one.cpuSeconds)(id), of((one) => one.readBytes)(id), of((one) => one.sentBytes)(id),
      of((one, seconds) => one.memoryBytes * seconds)(id), of((one, seconds) => one.memoryRequest * seconds)(id), of((one, seconds) => one.cpuRequest * seconds)(id),
    ]),
  ];
};
const close = (found: readonly number[], expected: readonly number[]): void => found.forEach((value, index) => expect(Math.abs(value - (expected[index] as number))).toBeLessThanOrEqual(1e-9 * Math.max(1, Math.abs(value))));

describe('merging', () => {
  it('keeps every sum, and what is held times the time it is held', () => {
    fc.assert(fc.property(run, (windows) => close(sums([merge(windows as [Recorded, ...Recorded[]])]), sums(windows))));
  });

  it('does not depend on where it is split', () => {
    fc.assert(fc.property(run, fc.nat(), (windows, at) => {
      const cut = 1 + (at % windows.length);
      const parts = [windows.slice(0, cut), windows.slice(cut)].filter((part) => part.length > 0).map((part) => merge(part as [Recorded, ...Recorded[]]));
      close(sums([merge(parts as [Recorded, ...Recorded[]])]), sums([merge(windows as [Recorded, ...Recorded[]])]));
    }));
  });

  it('holds nothing for a container while it is absent', () => {
    const window = (from: number, containers: ContainerUse[]): Recorded => ({ host: 'h', from, seconds: 60, node: { cpuSeconds: 1, cores: 1, memoryBytes: 1, receivedBytes: 0, sentBytes: 0 }, containers, missing: [] });
    const one: ContainerUse = { id: 'a', owner, cpuSeconds: 1, cpuRequest: 1, memoryBytes: 100, memoryRequest: 200, readBytes: 0, writtenBytes: 0, receivedBytes: 0, sentBytes: 0 };
    expect(merge([window(HOUR, [one]), window(HOUR + 60, [])]).containers).toEqual([{ ...one, cpuRequest: 0.5, memoryBytes: 50, memoryRequest: 100 }]);
  });
});

describe('what may be merged', () => {
  const window = (from: number, more: Partial<Recorded> = {}): Recorded => ({ host: 'h', from, seconds: 60, node: { cpuSeconds: 1, cores: 1, memoryBytes: 1, receivedBytes: 0, sentBytes: 0 }, containers: [], missing: [], ...more });
  const lengths = (...windows: Recorded[]): number[] => [...runsOf(windows)].map(({ length }) => length);

  it('is one after the other, in one hour', () => {
    expect(lengths(window(HOUR), window(HOUR + 60), window(HOUR + 120.5))).toEqual([3]);
    expect(lengths(window(HOUR + 3480), window(HOUR + 3540), window(HOUR + 3600))).toEqual([2, 1]);
  });

  it('has no gap in it, and no step of the clock', () => {
    expect(lengths(window(HOUR), window(HOUR + 180))).toEqual([1, 1]);
    expect(lengths(window(HOUR + 600), window(HOUR + 30))).toEqual([1, 1]);
  });

  it('was measured alike', () => {
    const { node } = window(0);
    expect(lengths(window(HOUR), window(HOUR + 60, { node: { ...node, raplJoules: { package: 1 } } }))).toEqual([1, 1]);
    expect(lengths(window(HOUR), window(HOUR + 60, { missing: ['disk'] }))).toEqual([1, 1]);
    expect(lengths(window(HOUR), window(HOUR + 60, { node: { ...node, cores: 2 } }))).toEqual([1, 1]);
  });
});
