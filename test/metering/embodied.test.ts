import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HardwareSheet } from '../../modules/federation/index.ts';
import { ageInHours, allocateBetween, embodiedOf, embodiedTotal, exactly, grams, shareEmbodied, type Window } from '../../modules/metering/index.ts';
import { codesOf, container, DAY, factors, hardware, instance, must, windowOf, withFactors } from './sample.ts';

const record = (more: Partial<HardwareSheet> = {}): HardwareSheet => hardware({ year: 2024, lifeYears: 8, disks: [{ kind: 'ssd', count: 2, gigabytes: 960 }, { kind: 'hdd', count: 1, gigabytes: 4000 }], powerSupplies: { count: 2, kilograms: 1.1 }, enclosure: 'rack', ...more, cpu: { dieSquareMillimetres: 325, ...more.cpu } });
const made = (one = record(), table = factors) => must(embodiedOf('serveur-1', one, table, DAY));
const kilograms = (one: { readonly value: number }): number => one.value / 1000;

describe('embodiedOf', () => {
  it('adds components up, by what they are charged for', () => {
    const { memory, storage, rest, lifeHours } = made();
    expect(kilograms(memory)).toBeCloseTo(4 * (2.2 * 16 / 1.79 + 5.22), 6);
    expect(kilograms(storage)).toBeCloseTo(2 * (2.2 * 960 / 50.6 + 6.34) + 31.11, 6);
    expect(kilograms(rest)).toBeCloseTo(0.0197 * 325 + 9.14 + 66.1 + 6.68 + 2 * 1.1 * 24.3 + 150, 6);
    expect(lifeHours).toBe(8 * 8760);
  });

  it('is as sure as its densities: a wide interval where the record gives none, the publisher’s own error where it does', () => {
    const known = made(record({ memory: [{ modules: 4, gigabytes: 16, density: 1.79 }] })).memory;
    const usual = made().memory;
    expect([known.low / known.value, known.high / known.value]).toEqual([expect.closeTo(0.6, 9), expect.closeTo(1.4, 9)]);
    expect(usual.value).toBeCloseTo(known.value, 6);
    expect(usual.high).toBeGreaterThan(known.high);
    expect(usual.low).toBeLessThan(known.low);
  });

  it('takes the usual life where the record gives none', () => {
    const { lifeYears: _, ...none } = record();
    expect(made(none).lifeHours).toBe(35_040);
  });

  it('names what the record lacks, and a host that has none', () => {
    const { enclosure: _, powerSupplies: __, ...bare } = record();
    expect(embodiedOf('serveur-1', { ...bare, cpu: hardware().cpu }, factors, DAY)).toMatchObject({ ok: false, problems: ['cpu.dieSquareMillimetres', 'powerSupplies', 'enclosure'].map((field) => ({ code: 'hardware-incomplete', where: { file: 'hosts/serveur-1.yaml', field: `hardware.${field}` } })) });
    expect(embodiedOf('serveur-1', undefined, factors, DAY)).toMatchObject({ ok: false, problems: [{ code: 'no-hardware', where: { field: 'hardware' } }] });
    expect(codesOf(embodiedOf('serveur-1', record(), withFactors({ 'embodied.enclosure.rack': undefined }), DAY))).toEqual(['factor-missing']);
  });
});

describe('allocateBetween', () => {
  const whole = exactly(grams(1000));

  it('gives all of it over a whole life, however it is cut, and nothing after', () => {
    fc.assert(fc.property(fc.array(fc.double({ min: 1, max: 5000, noNaN: true }), { minLength: 1, maxLength: 30 }), fc.double({ min: 100, max: 20_000, noNaN: true }), (spans, life) => {
      let age = 0;
      const total = spans.reduce((sum, hours) => { const part = allocateBetween(whole, age, hours, life); age += hours; return sum + part.value; }, 0);
      expect(total).toBeCloseTo(1000 * Math.min(1, age / life), 6);
    }));
  });

  it('leaves a second owner the years that are left', () => {
    expect(allocateBetween(whole, 6 * 8760, 2 * 8760, 8 * 8760).value).toBe(250);
    expect(allocateBetween(whole, 9 * 8760, 8760, 8 * 8760).value).toBe(0);
  });

  it('counts age from the middle of the year of making', () => {
    expect(ageInHours(2024, Date.UTC(2025, 6, 1) / 1000)).toBe(8760);
    expect(ageInHours(2026, Date.UTC(2026, 0, 1) / 1000)).toBe(0);
  });
});

describe('shareEmbodied', () => {
  const hour = (containers: Window['containers'], more: Partial<Window> = {}): Window => windowOf({ cores: 4, memoryBytes: 8e9 }, containers, { seconds: 3600, ...more });

  it('gives memory by bytes, disks by what is stored, the rest by cores, and shows what nobody has', () => {
    const embodied = made();
    const shares = shareEmbodied(hour([container('a', instance('a.a'), { cpuRequest: 1, memoryRequest: 2e9 })]), embodied, record(), new Map([['instance:a.a', 0.1]]));
    const perHour = 1 / embodied.lifeHours;
    const own = perHour * (embodied.memory.value / 4 + embodied.storage.value / 10 + embodied.rest.value / 4);
    expect(shares.parts.get('instance:a.a')?.grams.value).toBeCloseTo(own, 9);
    expect(shares.unallocated.value).toBeCloseTo(perHour * embodiedTotal(embodied).value - own, 9);
    expect(shares.amortised).toBe(false);
  });

  it('shares of a virtual machine only its own part of the machine below it', () => {
    const below = record({ cpu: { ...record().cpu, threads: 16 } });
    const embodied = made(below);
    const window = hour([]);
    const { total, unallocated } = shareEmbodied(window, embodied, below);
    // 4 of 16 threads; 8 GB of 4 × 16 GiB.
    expect(total.value).toBeCloseTo((embodied.memory.value * (8e9 / (64 * 1024 ** 3)) + (embodied.storage.value + embodied.rest.value) / 4) / embodied.lifeHours, 9);
    expect(unallocated.value).toBeCloseTo(total.value, 9);
  });

  it('conserves, whatever is reserved', () => {
    const amounts = (max: number) => fc.double({ min: 0, max, noNaN: true });
    fc.assert(fc.property(fc.array(fc.tuple(amounts(4), amounts(8e9), amounts(1)), { maxLength: 20 }), (all) => {
      const containers = all.map(([cpuRequest, memoryRequest], index) => container(`c${index}`, instance(`a.x${index}`), { cpuRequest, memoryRequest }));
      const { total, parts, unallocated } = shareEmbodied(hour(containers), made(), record(), new Map(all.map(([, , stored], index) => [`instance:a.x${index}`, stored])));
      for (const bound of ['value', 'low', 'high'] as const) {
        const sum = [...parts.values()].reduce((so_far, { grams: one }) => so_far + one[bound], unallocated[bound] as number);
        expect(Math.abs(sum - total[bound])).toBeLessThanOrEqual(1e-9 * total[bound]);
      }
    }));
  });

  it('has nothing left to give of a machine that outlived its expected life, and says so', () => {
    const { total, amortised } = shareEmbodied(hour([container('a', instance('a.a'), { cpuRequest: 4 })]), made(record({ year: 2010 })), record({ year: 2010 }));
    expect([total.value, amortised]).toEqual([0, true]);
  });
});
