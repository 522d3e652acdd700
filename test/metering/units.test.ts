import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { classShares, during, emissions, type Energy, energyFrom, exactly, fromKilowattHours, grams, type In, inKilowattHours, interval, joules, kilowattHours, measuredRatio, productOf, provenanceWords, PROVENANCES, type Provenance, shareOf, sumEnergy, sumOf, times, watts } from '../../modules/metering/index.ts';
import { amount } from '../../modules/metering/units.ts';

const intervals = fc.tuple(fc.double({ min: 1e-3, max: 1e6, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 1, max: 10, noNaN: true })).map(([value, below, above]) => interval(value, value * below, value * above));
const relative = (got: number, whole: number): number => Math.abs(got - whole) / whole;

describe('units', () => {
  it('convert at the edge and back', () => {
    expect(inKilowattHours(joules(3.6e6))).toBe(1);
    expect(fromKilowattHours(kilowattHours(0.5))).toBe(1.8e6);
    expect(during(watts(100), 60)).toBe(6000);
    expect(emissions(joules(7.2e6), amount(1.9, 'g/kWh'))).toBe(3.8);
  });

  it.each([-1, Number.NaN, Number.POSITIVE_INFINITY])('do not take %s', (value) => {
    for (const make of [joules, watts, kilowattHours, grams]) expect(() => make(value)).toThrow(RangeError);
  });

  /** Read by the type checker: a line below that came to be right would be an error. */
  it('do not pass for each other', () => {
    const perGigabyte = (_: In<'g/GB'>): void => undefined;
    // @ts-expect-error Kilograms are not grams: the constant of a published program is in one and read as the other.
    perGigabyte(amount(1.172, 'kg/GB'));
    // @ts-expect-error Neither is a bare number.
    perGigabyte(1172);
    // @ts-expect-error A kilowatt-hour is not a joule.
    inKilowattHours(kilowattHours(1));
    // @ts-expect-error An intensity per kWh is not one per GB.
    emissions(joules(1), amount(1, 'g/GB'));
    // @ts-expect-error A power is not an energy.
    energyFrom('measured_wall', exactly(watts(1)));
    perGigabyte(amount(1172, 'g/GB'));
  });
});

describe('intervals', () => {
  it('hold their value, whatever is done with them', () => {
    fc.assert(fc.property(fc.array(intervals, { minLength: 1, maxLength: 6 }), fc.double({ min: 0, max: 100, noNaN: true }), (parts, factor) => {
      for (const { value, low, high } of [sumOf(parts), productOf(...parts), ...parts.map((part) => times(part, factor))]) {
        expect(low).toBeLessThanOrEqual(value);
        expect(value).toBeLessThanOrEqual(high);
      }
    }));
  });

  it('add up bound by bound, and multiply in quadrature of their logarithms', () => {
    const [a, b] = [interval(10, 5, 20), interval(100, 50, 200)];
    expect(sumOf([a, b])).toEqual({ value: 110, low: 55, high: 220 });
    const { value, low, high } = productOf(a, b);
    expect([value, high / value, value / low]).toEqual([1000, expect.closeTo(2 ** Math.SQRT2, 12), expect.closeTo(2 ** Math.SQRT2, 12)]);
    expect(productOf(a, exactly(3))).toEqual({ value: 30, low: expect.closeTo(15, 9), high: expect.closeTo(60, 9) });
  });

  it('are no narrower of a product than of its least sure factor, and no wider than all of them at their worst', () => {
    fc.assert(fc.property(intervals, intervals, (a, b) => {
      const { value, high } = productOf(a, b);
      expect(high / value).toBeGreaterThanOrEqual(Math.max(a.high / a.value, b.high / b.value) * (1 - 1e-9));
      expect(high).toBeLessThanOrEqual(a.high * b.high * (1 + 1e-9));
    }));
  });

  it('take 0 as it is', () => {
    expect(productOf(interval(0, 0, 2), interval(3, 1, 4))).toEqual({ value: 0, low: 0, high: 8 });
    expect(productOf(interval(2, 0, 4), exactly(3))).toEqual({ value: 6, low: 0, high: expect.closeTo(12, 9) });
  });

  it.each([[2, 3, 4], [5, 3, 4], [1, -1, 2], [1, 0, Number.POSITIVE_INFINITY], [Number.NaN, 0, 1]])('refuse %s [%s–%s]', (value, low, high) => {
    expect(() => interval(value, low, high)).toThrow(RangeError);
  });
});

describe('energy', () => {
  const provenances = Object.keys(PROVENANCES) as Provenance[];
  const energies: fc.Arbitrary<Energy> = fc.tuple(fc.constantFrom(...provenances), intervals).map(([provenance, { value, low, high }]) => energyFrom(provenance, interval(joules(value), joules(low), joules(high))));

  it('says its share by class, which adds up to 1, and never loses a joule of a source', () => {
    fc.assert(fc.property(fc.array(energies, { minLength: 1, maxLength: 8 }), fc.double({ min: 0.01, max: 3, noNaN: true }), (parts, share) => {
      const sum = shareOf(sumEnergy(parts), share);
      expect(relative(Object.values(classShares(sum)).reduce((all, one) => all + one, 0), 1)).toBeLessThanOrEqual(1e-9);
      expect(relative(Object.values(sum.sources).reduce<number>((all, one) => all + one, 0), sum.joules.value)).toBeLessThanOrEqual(1e-9);
    }));
  });

  it('says how much of it was measured', () => {
    const one = (provenance: Provenance, value: number) => energyFrom(provenance, exactly(joules(value)));
    const sum = sumEnergy([one('measured_wall', 2), one('measured_rapl', 1), one('modelled_calibrated', 1), one('declared', 4)]);
    expect(measuredRatio(sum)).toBe(3 / 8);
    expect(classShares(sum)).toEqual({ A: 0.25, C: 0.25, E: 0.5 });
    expect([measuredRatio(sumEnergy([])), classShares(sumEnergy([]))]).toEqual([undefined, {}]);
  });

  it('has words for every source', () => {
    expect(Object.keys(provenanceWords)).toEqual(provenances);
  });
});
