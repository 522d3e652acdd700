import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HostSheet } from '../../modules/federation/index.ts';
import { energyFrom, exactly, facilityEnergy, facilityFigure, grams, gridEmissions, interval, joules, networkEnergy, sciOf, type Served, type SharedKey, spreadShared, sumEnergy } from '../../modules/metering/index.ts';
import { codesOf, DAY, factors, must, withFactors } from './sample.ts';

type Site = HostSheet['site'];
const site = (pue?: Site['pue']): Site => ({ name: 'Salle', region: 'qc', ...(pue ? { pue } : {}) });
const measured = { value: 1.25, category: 'pue3', year: 2025, evidence: 'https://a.test' } as const;
const oneKilowattHour = energyFrom('measured_wall', exactly(joules(3.6e6)));

describe('facilityEnergy', () => {
  it('is the energy of the machines times the PUE of their room, between what both leave open', () => {
    const { joules: whole, sources } = must(facilityEnergy(oneKilowattHour, site(measured), factors, DAY));
    expect(whole).toEqual({ value: 4.5e6, low: expect.closeTo(4.5e6 * 0.97, 3), high: expect.closeTo(4.5e6 * 1.03, 3) });
    expect(sources).toEqual({ measured_wall: 4.5e6 });
  });

  it('is never less than that of the machines', () => {
    fc.assert(fc.property(fc.double({ min: 1, max: 5, noNaN: true }), fc.constantFrom('pue1', 'pue2', 'pue3', 'design', 'assumed'), (value, category) => {
      const { low, value: mean, high } = must(facilityEnergy(oneKilowattHour, site({ ...measured, value, category }), factors, DAY)).joules;
      expect(3.6e6).toBeLessThanOrEqual(low + 1e-6);
      expect(low).toBeLessThanOrEqual(mean);
      expect(mean).toBeLessThanOrEqual(high);
    }));
  });

  it('is less sure of what was announced than of what was measured, and less of what is assumed', () => {
    const high = (category: 'pue3' | 'design' | 'assumed') => must(facilityEnergy(oneKilowattHour, site({ ...measured, category }), factors, DAY)).joules.high;
    expect([high('pue3'), high('design'), high('assumed')]).toEqual([high('pue3'), high('design'), high('assumed')].toSorted((a, b) => a - b));
  });

  it('gives no figure of a site without a PUE: no mean of the world stands in', () => {
    expect(facilityEnergy(oneKilowattHour, site(), factors, DAY)).toMatchObject({ ok: false, problems: [{ code: 'no-pue', where: { field: 'site.pue' }, given: 'Salle', what: { fr: expect.stringContaining('sans PUE'), en: expect.stringContaining('without a PUE') } }] });
  });
});

describe('gridEmissions', () => {
  it('are told on both bases, each with its interval', () => {
    expect(must(gridEmissions(oneKilowattHour, 'qc', factors, DAY))).toEqual({ direct: { value: 1.9, low: expect.closeTo(1.5, 9), high: expect.closeTo(2.06, 9) }, lifecycle: { value: 41, low: expect.closeTo(30.5, 9), high: expect.closeTo(41, 9) } });
  });

  it('are of the year of the reading', () => {
    expect(must(gridEmissions(oneKilowattHour, 'qc', factors, '2023-03-01')).lifecycle.value).toBe(31);
  });

  it('give no figure on one basis alone', () => {
    expect(codesOf(gridEmissions(oneKilowattHour, 'qc', withFactors({ 'grid.qc.lifecycle': undefined }), DAY))).toEqual(['factor-missing']);
    expect(codesOf(gridEmissions(oneKilowattHour, 'on', factors, DAY))).toEqual(['factor-missing', 'factor-missing']);
  });
});

describe('facilityFigure', () => {
  it('says whether the PUE is only assumed', () => {
    expect(must(facilityFigure(oneKilowattHour, site(measured), factors, DAY))).toMatchObject({ assumed: false, direct: { value: expect.closeTo(1.9 * 1.25, 9) } });
    expect(must(facilityFigure(oneKilowattHour, site({ value: 1.25, category: 'assumed', year: 2026 }), factors, DAY)).assumed).toBe(true);
  });

  it('says every factor that it took', () => {
    const outcome = facilityFigure(oneKilowattHour, site(measured), factors, DAY);
    expect(outcome.ok && outcome.factors.map(({ id }) => id)).toEqual(['error.pue-measured', 'grid.qc.direct', 'grid.qc.lifecycle']);
  });
});

it('networks are told apart, with the sixtyfold interval that sources leave', () => {
  const { joules: energy, sources } = must(networkEnergy(1e9, factors, DAY));
  expect([energy.value, energy.low, energy.high].map((one) => one / 3.6e6)).toEqual([expect.closeTo(0.011, 9), expect.closeTo(0.001, 9), expect.closeTo(0.059, 9)]);
  expect(Object.keys(sources)).toEqual(['modelled_archetype']);
});

describe('sciOf', () => {
  const operation = { direct: interval(grams(10), grams(8), grams(12)), lifecycle: exactly(grams(100)) };
  const making = interval(grams(20), grams(10), grams(30));

  it('is grams of running and making for each active member, on both bases', () => {
    expect(must(sciOf(operation, making, 5))).toEqual({
      members: 5,
      total: { direct: { value: 30, low: 18, high: 42 }, lifecycle: { value: 120, low: 110, high: 130 } },
      perMember: { direct: { value: 6, low: expect.closeTo(3.6, 9), high: expect.closeTo(8.4, 9) }, lifecycle: { value: 24, low: 22, high: 26 } },
    });
  });

  it('is not defined of nobody: the whole is told, and that there was nobody', () => {
    const sci = must(sciOf(operation, making, 0));
    expect(sci).toEqual({ members: 0, total: { direct: { value: 30, low: 18, high: 42 }, lifecycle: { value: 120, low: 110, high: 130 } }, flag: 'no-members' });
    expect(sci).not.toHaveProperty('perMember');
  });

  it('gives no figure where members are not counted', () => {
    expect(codesOf(sciOf(operation, making, undefined))).toEqual(['members-unknown']);
  });

  it('takes no negative number of members for a count', () => {
    expect(() => sciOf(operation, making, -1)).toThrow(RangeError);
  });
});

describe('spreadShared', () => {
  const energy = (value: number) => energyFrom('modelled_tdp', interval(joules(value), joules(value / 2), joules(value * 2)));
  const served = (direct: number, activeMembers?: number, name = 'a.a'): Served => ({ instance: name, direct: energy(direct), ...(activeMembers === undefined ? {} : { activeMembers }) });
  const values = (key: SharedKey, all: readonly Served[]): number[] => [...must(spreadShared(energy(100), all, key)).parts.values()].map(({ joules: { value } }) => value);
  const two = [served(300, 1, 'a.a'), served(100, 4, 'b.b')];

  it('goes by the instances’ own energy, by their members, or evenly', () => {
    expect([values('direct', two), values('active-members', two), values('equal', two)]).toEqual([[75, 25], [20, 80], [50, 50]]);
    expect(must(spreadShared(energy(100), two, 'equal')).key).toBe('equal');
  });

  it('conserves energy by every key', () => {
    fc.assert(fc.property(fc.array(fc.tuple(fc.double({ min: 0, max: 1e6, noNaN: true }), fc.integer({ min: 1, max: 1000 })), { minLength: 1, maxLength: 90 }), fc.constantFrom<SharedKey>('direct', 'active-members', 'equal'), fc.double({ min: 1, max: 1e6, noNaN: true }), (all, key, amount) => {
      const { parts, unspread } = must(spreadShared(energy(amount), all.map(([direct, members], index) => served(direct, members, `a.x${index}`)), key));
      const whole = sumEnergy([...parts.values(), unspread]).joules;
      for (const bound of ['value', 'low', 'high'] as const) expect(Math.abs(whole[bound] - energy(amount).joules[bound])).toBeLessThanOrEqual(1e-9 * energy(amount).joules[bound]);
    }));
  });

  it('goes evenly by energies of which there is none, and stays where nobody is served', () => {
    expect(values('direct', [served(0), served(0, undefined, 'b.b')])).toEqual([50, 50]);
    expect(must(spreadShared(energy(100), [], 'direct')).unspread.joules.value).toBe(100);
  });

  it('does not go by members whom one instance does not count, nor by nobody', () => {
    expect(spreadShared(energy(100), [served(1, 3), served(1, undefined, 'b.b')], 'active-members')).toMatchObject({ ok: false, problems: [{ code: 'members-unknown', given: 'b.b' }] });
    expect(codesOf(spreadShared(energy(100), [served(1, 0)], 'active-members'))).toEqual(['no-members']);
  });
});
