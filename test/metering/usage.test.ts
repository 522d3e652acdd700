import { describe, expect, it } from 'vitest';
import type { Usage } from '../../modules/catalog/index.ts';
import { type Counted, countingOrder, showUsage, type Shown } from '../../modules/metering/index.ts';

const query = (counts: string): Usage => {
  const common = { definition: { fr: 'fr', en: 'en' }, service: 'database', argv: ['psql'] };
  return counts === 'day' || counts === 'week' || counts === 'month'
    ? { id: `active-${counts}`, counts: 'active', window: counts, ...common }
    : { id: counts, counts: counts as 'members' | 'storage' | 'content', ...common };
};
const failed: Counted = { problem: { code: 'count-text', what: { fr: 'texte', en: 'text' } } };
const readings = (counts: Readonly<Record<string, number | Counted>>) => Object.entries(counts).map(([name, value]) => ({ query: query(name), result: typeof value === 'number' ? { count: value } : value }));
const word = (shown: Shown) => (shown.shown === 'count' ? shown.count : shown.shown === 'below' ? `<${shown.threshold}` : shown.shown);
function shown(counts: Readonly<Record<string, number | Counted>>, audience: 'organization' | 'public' = 'organization') {
  const { counts: cells, bands, problems } = showUsage(readings(counts), audience, 'mrc-demo.forum');
  return { counts: Object.fromEntries(cells.map(({ query: { id }, value }) => [id.replace('active-', ''), word(value)])), bands: Object.fromEntries(bands.map(({ band, value }) => [band, word(value)])), codes: problems.map(({ code }) => code) };
}

describe('the use of an instance', () => {
  const full = { members: 60, day: 12, week: 25, month: 40, content: 300, storage: 4096 };

  it('of many is told whole', () => {
    expect(shown(full)).toEqual({ counts: full, bands: { day: 12, week: 13, month: 15 }, codes: [] });
    expect(shown(full, 'public')).toEqual({ counts: full, bands: { day: 12, week: 13, month: 15 }, codes: [] });
  });

  it('of three people is told to nobody, but for the room it takes to the organization', () => {
    const three = { members: 3, month: 3, content: 12, storage: 4096 };
    expect(shown(three)).toEqual({ counts: { members: '<5', month: '<5', content: 'withheld', storage: 4096 }, bands: { month: 'missing' }, codes: [] });
    expect(shown(three, 'public').counts).toEqual({ members: '<10', month: '<10', content: 'withheld', storage: 'withheld' });
  });

  it('between the two thresholds is told to the organization and not in public', () => {
    expect(shown({ members: 8, content: 40 }).counts).toEqual({ members: 8, content: 40 });
    expect(shown({ members: 8, content: 40 }, 'public').counts).toEqual({ members: '<10', content: 'withheld' });
  });

  it('keeps a small number of things to itself', () => {
    expect(shown({ members: 8, content: 4 }).counts).toEqual({ members: 8, content: '<5' });
  });

  it('lacks what was not counted, and says why; nothing takes its place', () => {
    expect(shown({ ...full, week: failed })).toEqual({ counts: { ...full, week: 'missing' }, bands: { day: 12, week: 'missing', month: 'missing' }, codes: ['count-text'] });
    expect(shown({ members: failed, content: 300 }).counts).toEqual({ members: 'missing', content: 'withheld' });
  });

  it('lacks the bands of a window that the app cannot count', () => {
    const { week: _, ...without } = full;
    expect(shown(without).bands).toEqual({ day: 12, month: 'missing' });
  });

  it('that contradicts itself is not told', () => {
    expect(shown({ ...full, week: 50 })).toEqual({ counts: { members: 'missing', day: 'missing', week: 'missing', month: 'missing', content: 'withheld', storage: 4096 }, bands: { day: 'missing', week: 'missing', month: 'missing' }, codes: ['counts-contradict'] });
  });

  it('is never in the answer as it was counted, where it is small', () => {
    const told = JSON.stringify(showUsage(readings({ members: 61, day: 3, month: 58, content: 2 }), 'organization', 'x'));
    expect(told).not.toMatch(/"count":(3|58|2|55)\b/);
    expect(told).toContain('"count":61');
  });
});

it('narrow windows are counted first, members after them, the rest last', () => {
  expect(countingOrder(readings({ storage: 1, members: 1, month: 1, content: 1, day: 1, week: 1 }).map(({ query: one }) => one)).map(({ id }) => id)).toEqual(['active-day', 'active-week', 'active-month', 'members', 'storage', 'content']);
});
