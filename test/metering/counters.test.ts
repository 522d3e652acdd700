import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { growth, mostCpu, sumKnown, wrapped } from '../../modules/metering/counters.ts';

const RANGE = 262_143_328_850;

describe('an energy counter', () => {
  it('gives what was added, wrapped or not, whatever its phase', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: RANGE - 1 }), fc.integer({ min: 0, max: RANGE - 1 }), (start, added) => {
      expect(wrapped(start, (start + added) % RANGE, RANGE)).toBe(added);
    }));
  });

  it('gives the sum of the parts when it is read in between', () => {
    fc.assert(fc.property(fc.integer({ min: 0, max: RANGE - 1 }), fc.array(fc.integer({ min: 0, max: RANGE - 1 }), { minLength: 1, maxLength: 20 }), (start, parts) => {
      let at = start;
      let total = 0;
      for (const part of parts) {
        const next = (at + part) % RANGE;
        total += wrapped(at, next, RANGE) ?? Number.NaN;
        at = next;
      }
      expect(total).toBe(parts.reduce((sum, part) => sum + part, 0));
    }));
  });

  it.each([
    ['the worked example', 262_143_328_000, 1000, RANGE, 1850],
    ['no range to wrap at', 10, 5, undefined, undefined],
    ['a range below what was read', 10, 5, 9, undefined],
    ['not a number', Number.NaN, 5, RANGE, undefined],
    ['a negative', -1, 5, RANGE, undefined],
    ['nothing used', 7, 7, undefined, 0],
  ])('%s', (_, previous, current, range, expected) => {
    expect(wrapped(previous, current, range)).toBe(expected);
  });
});

describe('a counter that may begin again', () => {
  it('is never negative, never more than what it shows, and never more than can be', () => {
    fc.assert(fc.property(fc.option(fc.double({ min: 0, max: 1e12, noNaN: true }), { nil: undefined }), fc.double({ min: 0, max: 1e12, noNaN: true }), fc.double({ min: 0, max: 1e12, noNaN: true }), (previous, current, most) => {
      const grown = growth(previous, current, most);
      if (grown === undefined) return;
      expect(grown).toBeGreaterThanOrEqual(0);
      expect(grown).toBeLessThanOrEqual(Math.min(current, most));
    }));
  });

  it.each([
    ['grew', 10, 14, 100, 4],
    ['went backwards: begun anew', 10, 3, 100, 3],
    ['is new', undefined, 3, 100, 3],
    ['is new to us, and has used more than it could since: it was there before', undefined, 300, 100, undefined],
    ['went backwards to more than can be', 500, 300, 100, undefined],
    ['jumped', 1, 300, 100, undefined],
    ['is no number', 1, Number.NaN, 100, undefined],
    ['was negative', undefined, -1, 100, undefined],
  ])('%s', (_, previous, current, most, expected) => {
    expect(growth(previous, current, most)).toBe(expected);
  });
});

it('cores bound what can be used in a time', () => {
  expect(mostCpu(2, 60)).toBeGreaterThan(120);
  expect(mostCpu(2, 60)).toBeLessThan(130);
});

it('a sum with an unknown part is unknown', () => {
  expect(sumKnown([1, 2, 3])).toBe(6);
  expect(sumKnown([1, undefined, 3])).toBeUndefined();
  expect(sumKnown([])).toBe(0);
});
