import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { BANDS, bandsOf, contradiction, NESTED, type Nested } from '../../modules/metering/index.ts';

describe('bands', () => {
  it.each<[Nested, object]>([
    [{ day: 3, week: 10, month: 25 }, { day: 3, week: 7, month: 15 }],
    [{ day: 0, week: 0, month: 0 }, { day: 0, week: 0, month: 0 }],
    [{ day: 3, month: 25 }, { day: 3 }],
    [{ week: 10, month: 25 }, { month: 15 }],
    [{ month: 25, members: 30 }, {}],
    [{ members: 30 }, {}],
    [{}, {}],
  ])('of %j are %j', (counts, bands) => {
    expect(bandsOf(counts)).toEqual(bands);
  });

  it('hold each person once: together they are the month', () => {
    const people = fc.array(fc.integer({ min: 0, max: 40 }), { maxLength: 60 });
    fc.assert(fc.property(people, (days) => {
      const within = (limit: number) => days.filter((day) => day < limit).length;
      const bands = bandsOf({ day: within(1), week: within(7), month: within(30) });
      expect(BANDS.reduce((sum, band) => sum + (bands[band] ?? NaN), 0)).toBe(within(30));
      expect(bands.week).toBe(days.filter((day) => day >= 1 && day < 7).length);
    }));
  });
});

describe('counts that contradict', () => {
  it.each<[Nested, RegExp]>([
    [{ day: 4, week: 3, month: 9 }, /moins de monde en 7 jours qu’en 24 heures/],
    [{ day: 4, month: 3 }, /moins de monde en 30 jours qu’en 24 heures/],
    [{ month: 31, members: 30 }, /moins de monde en tout qu’en 30 jours/],
  ])('%j are refused', (counts, words) => {
    const problem = contradiction(counts, 'mrc-demo.forum');
    expect(problem).toMatchObject({ code: 'counts-contradict' });
    expect(problem?.what.fr).toMatch(words);
    expect(problem?.what.fr).toMatch(/^mrc-demo\.forum : /);
  });

  it('are refused exactly where one is larger than a wider one', () => {
    const counts = fc.record({ day: fc.nat(9), week: fc.nat(9), month: fc.nat(9), members: fc.nat(9) }, { requiredKeys: [] }) as fc.Arbitrary<Nested>;
    fc.assert(fc.property(counts, (given) => {
      const values = NESTED.flatMap((key) => given[key] ?? []);
      expect(contradiction(given, 'x') === undefined).toBe(values.every((value, index) => index === 0 || value >= (values[index - 1] as number)));
    }));
  });
});
