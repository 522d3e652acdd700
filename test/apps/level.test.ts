import { describe, expect, it } from 'vitest';
import { levelOf, STEPS, TESTS } from './level.ts';

const upTo = (count: number): Set<string> => new Set(STEPS.slice(0, count).flatMap((step) => TESTS[step]));

describe('levelOf', () => {
  it.each([0, 1, 2, 3, 4, 5, 6, 7])('counts the steps that hold from the first on: %i', (count) => {
    expect(levelOf(upTo(count), 'double', '2026-11-25')).toMatchObject({ level: count, tested: 'double', on: '2026-11-25' });
  });

  it('stops at the first that does not hold, and still tells those after it', () => {
    const passed = upTo(7);
    passed.delete('survives a re-run');
    expect(levelOf(passed, 'real', '2026-11-25')).toMatchObject({ level: 2, steps: { plans: true, rerun: false, signOn: true } });
  });

  it('takes a step for shown only with all of its tests', () => {
    const passed = upTo(7);
    passed.delete('speaks French');
    expect(levelOf(passed, 'real', '2026-11-25').level).toBe(6);
  });

  it('never counts a step that no test shows', () => {
    expect(levelOf(upTo(8), 'real', '2026-11-25')).toMatchObject({ level: 7, steps: { recovery: false } });
  });
});
