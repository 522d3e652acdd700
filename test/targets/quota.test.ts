import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { Size } from '../../modules/kernel/index.ts';
import { labelValue } from '../../modules/targets/kubernetes/labels.ts';
import { bytes, milliProcessors, processors } from '../../modules/targets/kubernetes/quantities.ts';
import { roomOf } from '../../modules/targets/kubernetes/quota.ts';
import { loadOf, sum } from '../../modules/targets/kubernetes/resources.ts';
import type { Service, Workload } from '../../modules/workload/index.ts';
import { job, service, workload } from './workloads.ts';

/** A quantity as the API server reads it. */
const read = (quantity: string): number => {
  const [, digits = '', unit = ''] = /^(\d+)(\D*)$/.exec(quantity) ?? [];
  return Number(digits) * ({ '': 1, m: 1 / 1000, Ki: 1024, Mi: 1024 ** 2, Gi: 1024 ** 3, Ti: 1024 ** 4, Pi: 1024 ** 5 }[unit] ?? NaN);
};

describe('quantities', () => {
  it('say the same amount, in the one spelling that the API server gives back', () => {
    expect([64, 1024, 1536, 2048].map((mebibytes) => bytes(Size.mebibytes(mebibytes)))).toEqual(['64Mi', '1Gi', '1536Mi', '2Gi']);
    expect([1000, 1500, 250].map(processors)).toEqual(['1', '1500m', '250m']);
    fc.assert(fc.property(fc.integer({ min: 0, max: 2 ** 50 }), (amount) => read(bytes(Size.bytes(amount))) === amount));
    fc.assert(fc.property(fc.integer({ min: 1, max: 1_000_000 }), (milli) => Math.round(read(processors(milli)) * 1000) === milli));
    fc.assert(fc.property(fc.integer({ min: 1, max: 6400 }), (hundredths) => milliProcessors(hundredths / 100) === hundredths * 10));
  });
});

describe('label values', () => {
  it('fit, and differ where what they say differs', () => {
    const valid = /^([A-Za-z0-9]([A-Za-z0-9._-]{0,61}[A-Za-z0-9])?)?$/;
    fc.assert(fc.property(fc.string({ maxLength: 90, unit: fc.constantFrom(...'aZ09.-_+/ é') }), (value) => valid.test(labelValue(value))));
    fc.assert(fc.property(fc.string({ maxLength: 90 }), fc.string({ maxLength: 90 }), (a, b) => a === b || labelValue(a) !== labelValue(b)));
    expect(labelValue('2.2.15-1')).toBe('2.2.15-1');
  });
});

/** Services and jobs of any size, each waiting for some that stand before it. */
const parts = fc
  .array(fc.record({ kind: fc.constantFrom('service', 'job'), mebibytes: fc.integer({ min: 16, max: 4096 }), cpus: fc.integer({ min: 1, max: 40 }), mounts: fc.boolean(), waits: fc.array(fc.nat(), { maxLength: 3 }) }), { minLength: 1, maxLength: 9 })
  .chain((list) => fc.boolean().map((rolling) => workload(
    list.map(({ kind, mebibytes, cpus, mounts, waits }, index) => (kind === 'job' ? job : service)(`part-${index}`, {
      memory: Size.mebibytes(mebibytes),
      cpus: cpus / 10,
      mounts: mounts ? [{ volume: 'data', target: '/data', readOnly: false }] : [],
      dependsOn: index === 0 ? [] : waits.map((wait) => ({ service: `part-${wait % index}`, condition: 'started' as const })),
    })),
    { volumes: ['data'], rolling },
  )));

/** Every set of jobs of which none waits for another, by trying all. */
function atOnce({ services }: Workload): Service[][] {
  const waitsFor = (one: Service, other: Service): boolean => one.dependsOn.some(({ service: name }) => name === other.name || services.some((between) => between.name === name && waitsFor(between, other)));
  return services.filter(({ kind }) => kind === 'job').reduce<Service[][]>((sets, each) => [...sets, ...sets.filter((set) => set.every((other) => !waitsFor(each, other) && !waitsFor(other, each))).map((set) => [...set, each])], [[]]);
}

describe('room of a workload', () => {
  it('holds all services, their second copies and every set of jobs that may run at once', () => {
    fc.assert(fc.property(parts, (of) => {
      const room = roomOf(of);
      const steady = of.services.filter(({ kind }) => kind === 'service');
      const second = steady.filter(({ mounts }) => of.rolling && mounts.length === 0);
      return atOnce(of).every((jobs) => {
        const need = sum([...steady, ...second, ...jobs].map(loadOf));
        return need.pods <= room.pods && need.bytes <= room.bytes && need.limit <= room.limit && need.request <= room.request;
      });
    }));
  });

  it('is no more than that where jobs wait for each other in a row', () => {
    const [first, second] = [job('a', { memory: Size.mebibytes(100) }), job('b', { memory: Size.mebibytes(300), dependsOn: [{ service: 'a', condition: 'completed' }] })];
    expect(roomOf(workload([service('app'), first, second]))).toEqual({ pods: 2, bytes: (64 + 300) * 1024 ** 2, limit: 1000, request: 100 });
  });
});
