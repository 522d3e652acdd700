import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Audience, type Shown, type ShownChain, showChain, single, THRESHOLDS } from '../../modules/metering/index.ts';

/** `12`, `<5`, `?` */
const word = (shown: Shown): string => (shown.shown === 'count' ? String(shown.count) : shown.shown === 'below' ? `<${shown.threshold}` : '?');
const words = (chain: readonly number[], audience: Audience): string => {
  const { totals, differences } = showChain(chain, audience);
  return `${totals.map(word).join(' ')} | ${differences.map(word).join(' ')}`;
};

describe('a count by itself', () => {
  it.each([[0, '<5'], [4, '<5'], [5, '5'], [9, '9']])('%d is %s to the organization', (value, expected) => {
    expect(word(single(value, 'organization'))).toBe(expected);
  });
  it.each([[9, '<10'], [10, '10']])('%d is %s in public', (value, expected) => {
    expect(word(single(value, 'public'))).toBe(expected);
  });
});

describe('counts within 24 hours, 7 and 30 days, and members', () => {
  it.each([
    [[12, 25, 40, 60], '12 25 40 60 | 12 13 15 20'],
    [[3, 25, 40, 60], '<5 25 40 60 | <5 ? 15 20'],
    [[3, 4, 4, 60], '<5 <5 <5 60 | <5 <5 <5 ?'],
    [[12, 14, 40, 60], '? 14 40 60 | ? <5 26 20'],
    [[12, 25, 40, 42], '12 25 ? 42 | 12 13 ? <5'],
    [[12, 39, 40, 42], '12 ? ? 42 | 12 ? <5 <5'],
    [[0, 0, 0, 3], '<5 <5 <5 <5 | <5 <5 <5 <5'],
    [[0, 3, 3, 7], '? ? ? 7 | ? ? ? ?'],
    [[3, 5, 5, 9], '<5 ? ? 9 | <5 ? <5 <5'],
    [[5, 10, 15, 20], '5 10 15 20 | 5 5 5 5'],
  ])('%j to the organization: %s', (chain, expected) => {
    expect(words(chain, 'organization')).toBe(expected);
  });

  it.each([
    [[12, 25, 40, 60], '12 25 40 60 | 12 13 15 20'],
    [[12, 25, 40, 49], '12 25 ? 49 | 12 13 ? ?'],
    [[7, 25, 40, 60], '<10 25 40 60 | <10 ? 15 20'],
    [[3, 4, 6, 9], '<10 <10 <10 <10 | <10 <10 <10 <10'],
    // Ten people came today: told, it would show to the organization the three of the week, which are hidden from it.
    [[10, 13, 20], '? ? 20 | ? ? ?'],
  ])('%j in public: %s', (chain, expected) => {
    expect(words(chain, 'public')).toBe(expected);
  });
});

/** Every way to make a total of so many whole numbers. */
function* compositions(total: number, parts: number): Generator<number[]> {
  if (parts === 1) return yield [total];
  for (let first = 0; first <= total; first++) for (const rest of compositions(total - first, parts - 1)) yield [first, ...rest];
}
const sums = (parts: readonly number[]): number[] => parts.map((_, index) => parts.slice(0, index + 1).reduce((sum, part) => sum + part, 0));

/** All that somebody can know who sees what is shown and knows the rule: for each answer, the tables that give it. */
function tablesByAnswer(parts: number, largest: number, answer: (chain: number[]) => string): Map<string, number[][]> {
  const tables = new Map<string, number[][]>();
  for (let total = 0; total <= largest; total++) {
    for (const table of compositions(total, parts)) {
      const seen = answer(sums(table));
      tables.set(seen, [...(tables.get(seen) ?? []), table]);
    }
  }
  return tables;
}

describe.each<[number, Audience, number]>([[1, 'organization', 24], [2, 'organization', 40], [3, 'organization', 40], [4, 'organization', 28], [1, 'public', 40], [2, 'public', 60], [3, 'public', 44], [4, 'public', 30]])('of %d counts shown to the %s, whoever knows the rule', (parts, audience, largest) => {
  const threshold = THRESHOLDS[audience];
  let tables: { shown: ShownChain; possible: number[][] }[];
  beforeAll(() => void (tables = [...tablesByAnswer(parts, largest, (chain) => JSON.stringify(showChain(chain, audience)))].map(([answer, possible]) => ({ shown: JSON.parse(answer) as ShownChain, possible }))));
  const cells = (table: readonly number[]) => ({ totals: sums(table), differences: table });
  const each = (check: (shown: Shown, values: number[], answer: string) => void) => {
    for (const { shown, possible } of tables) {
      for (const kind of ['totals', 'differences'] as const) shown[kind].forEach((cell, index) => check(cell, [...new Set(possible.map((table) => cells(table)[kind][index] as number))], `${kind} ${index} of ${JSON.stringify(shown)}`));
    }
  };

  it('takes what is shown as a number for true, and it is never small', () => {
    each((cell, values) => {
      if (cell.shown !== 'count') return;
      expect(values).toEqual([cell.count]);
      expect(cell.count).toBeGreaterThanOrEqual(threshold);
    });
  });

  it('cannot tell a small count from any other small one', () => {
    let seen = 0;
    each((cell, values, answer) => {
      if (cell.shown !== 'below') return;
      seen++;
      expect(Math.max(...values), answer).toBeLessThan(threshold);
      expect(values.length, answer).toBeGreaterThanOrEqual(THRESHOLDS.organization);
      if (audience === 'organization') expect(values.toSorted((a, b) => a - b), answer).toEqual([0, 1, 2, 3, 4]);
    });
    expect(seen).toBeGreaterThan(0);
  });

  it('cannot work out what is withheld', () => {
    each((cell, values, answer) => {
      if (cell.shown === 'withheld') expect(values.length, answer).toBeGreaterThanOrEqual(THRESHOLDS.organization);
    });
  });

  it('sees the widest count unless it is small', () => {
    for (const { shown, possible } of tables) expect(shown.totals.at(-1)?.shown).toBe(sums(possible[0] as number[]).at(-1) as number < threshold ? 'below' : 'count');
  });
});

it('the public learns nothing that the organization does not see', () => {
  const both = tablesByAnswer(4, 28, (chain) => JSON.stringify([showChain(chain, 'organization'), showChain(chain, 'public')]));
  const own = tablesByAnswer(4, 28, (chain) => JSON.stringify(showChain(chain, 'organization')));
  expect(own.size).toBeGreaterThan(100);
  expect(both.size).toBe(own.size);
});

it('whatever the figures, two neighbours that are told are far enough apart', () => {
  const chain = fc.array(fc.nat(400), { minLength: 1, maxLength: 4 }).map(sums);
  fc.assert(fc.property(chain, fc.constantFrom<Audience>('organization', 'public'), (values, audience) => {
    const told = [0, ...values.filter((_, index) => showChain(values, audience).totals[index]?.shown === 'count')];
    for (let index = 1; index < told.length; index++) expect((told[index] as number) - (told[index - 1] as number)).toBeGreaterThanOrEqual(THRESHOLDS[audience]);
  }));
});
