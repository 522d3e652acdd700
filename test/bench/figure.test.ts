import { describe, expect, it } from 'vitest';
import { boundText, type Figure, kept, measured, median, signOf } from './figure.ts';
import { withTable } from './table.ts';

const figure: Figure = { what: '`chatiere --help`', unit: 'ms', samples: [190, 210.4, 180.26], bound: { atMost: 200 } };

it('takes the middle sample, or the mean of the two in the middle', () => {
  expect([median([3, 1, 2]), median([4, 1, 2, 3]), median([7])]).toEqual([2, 2.5, 7]);
  expect(() => median([])).toThrow('no sample');
});

it('holds the median to the bound, from above or from below', () => {
  const fold: Figure = { ...figure, unit: '×', bound: { atLeast: 200 } };
  expect([kept(figure), signOf(figure), kept(fold), signOf(fold)]).toEqual([true, '✓', false, '✗']);
  const { bound: _, ...free } = figure;
  expect([kept(free), signOf(free)]).toEqual([undefined, '–']);
});

it('writes figures for people', () => {
  expect(measured(figure)).toBe('190\u00a0ms (180–210)');
  expect(measured({ ...figure, unit: 's', samples: [1.5, 12.34, 100.4] })).toBe('12,3\u00a0s (1,5–100)');
  expect([boundText(figure), boundText({ ...figure, unit: '×', bound: { atLeast: 40 } })]).toEqual(['≤ 200\u00a0ms', '≥ 40\u00a0×']);
});

describe('the table of the README', () => {
  const readme = (rows: string) => `avant\n<!-- npm run bench -- --write-readme -->\n${rows}<!-- /bench -->\naprès\n`;

  it('gets a row per figure between its markers', () => {
    expect(withTable(readme(''), [figure], '2026-11-25', '2 cœurs')).toBe(readme([
      '| mesure | borne | médiane (min–max) | | date |',
      '|---|---|---|---|---|',
      '| `chatiere --help` | ≤ 200\u00a0ms | 190\u00a0ms (180–210) | ✓ | 2026-11-25 |',
      '',
      'Dernière mesure : 2 cœurs.',
      '',
    ].join('\n')));
  });

  it('keeps the rows that were not measured this time', () => {
    const first = withTable(readme(''), [figure, { ...figure, what: 'autre' }], '2026-11-25', '2 cœurs');
    const second = withTable(first, [{ ...figure, samples: [150] }], '2026-11-26', '4 cœurs');
    expect(second).toContain('| `chatiere --help` | ≤ 200\u00a0ms | 150\u00a0ms | ✓ | 2026-11-26 |');
    expect(second).toContain('| autre | ≤ 200\u00a0ms | 190\u00a0ms (180–210) | ✓ | 2026-11-25 |');
    expect(second).not.toContain('2 cœurs.');
  });

  it('is not put where there are no markers', () => {
    expect(() => withTable('rien', [figure], '2026-11-25', '2 cœurs')).toThrow('README.md has no table');
  });
});
