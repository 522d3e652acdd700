import { describe, expect, it } from 'vitest';
import { type Case, describeCase, faultCases, idOf, momentCases, momentOf, type Recorded } from './cases.ts';
import { choose, parseOptions } from './options.ts';
import { summary } from './report.ts';
import type { Result } from './try.ts';

const call = (n: number, kind: string): Recorded => ({ proxy: 'engine', n, method: 'POST', kind, name: 'a', occurrence: 1 });
const cases: Case[] = faultCases('first-up', [call(1, 'volume-create'), call(2, 'network-create')]);
const chosen = (args: readonly string[], verdicts: Record<string, boolean> = {}): string[] => choose(cases, describeCase, new Map(Object.entries(verdicts)), parseOptions(args)).map(idOf);

describe('cases', () => {
  it('are every call with every fault, each by its number', () => {
    expect(cases).toHaveLength(12);
    expect(cases.map(idOf)).toContain('first-up/engine/2/kill-after');
    expect(new Set(cases.map(idOf)).size).toBe(12);
    expect(momentCases().map(idOf)).toEqual(expect.arrayContaining(['anytime/any/1/all', 'anytime/any/60/own']));
  });

  it('are run once, failed ones again when asked', () => {
    const verdicts = { 'first-up/engine/1/kill-before': true, 'first-up/engine/1/kill-after': false };
    expect(chosen([], verdicts)).toHaveLength(10);
    expect(chosen(['--failed'], verdicts)).toContain('first-up/engine/1/kill-after');
    expect(chosen(['--case', 'first-up/engine/1/kill-before'], verdicts)).toEqual(['first-up/engine/1/kill-before']);
  });

  it('can be narrowed, and shared out without loss', () => {
    expect(chosen(['--only', 'kill-after', '--only', 'network-create'])).toEqual(['first-up/engine/2/kill-after']);
    expect(chosen(['--only', '(reset|hang) volume-create'])).toEqual(['first-up/engine/1/hang', 'first-up/engine/1/reset']);
    expect(chosen(['--limit', '3'])).toHaveLength(3);
    expect([...chosen(['--shard', '1/5']), ...chosen(['--shard', '2/5']), ...chosen(['--shard', '3/5']), ...chosen(['--shard', '4/5']), ...chosen(['--shard', '5/5'])].toSorted()).toEqual(cases.map(idOf).toSorted());
  });

  it.each([
    [['--case', 'first-up/engine/9/reset'], 'no such case: first-up/engine/9/reset'],
    [['--scenario', 'up'], 'no scenario "up"'],
    [['--limit', 'x'], '--limit x'],
    [['--shard', '3/2'], '--shard 3/2'],
  ])('refuse %j', (args, message) => {
    expect(() => chosen(args)).toThrow(message);
  });
});

describe('moments', () => {
  const usual = { calls: 60, seconds: 20 };
  const moments = momentCases().map(({ moment }) => momentOf(4, moment, usual));

  it('come from the seed alone', () => {
    expect(moments).toEqual(momentCases().map(({ moment }) => momentOf(4, moment, usual)));
    expect(moments).not.toEqual(momentCases().map(({ moment }) => momentOf(5, moment, usual)));
  });

  it('lie within the usual run, some by calls and some by time', () => {
    expect(moments.every(({ calls, milliseconds }) => calls >= 0 && calls <= 60 && milliseconds >= 0 && milliseconds < 20_000)).toBe(true);
    expect(new Set(moments.map(({ calls }) => calls > 0))).toEqual(new Set([true, false]));
  });
});

it('the summary counts what converged and what did not', () => {
  const result = (id: string, seconds: number, problems: string[] = []): Result => ({ case: id, what: '', first: { exitCode: null, seconds: 1 }, second: { exitCode: 0, seconds }, problems, seconds: 10, at: '' });
  const lines = summary([result('first-up/engine/1/reset', 3), result('first-up/engine/2/reset', 7), result('first-up/engine/3/reset', 99, ['container a is there'])]).split('\n');
  expect(lines[1]?.split(/  +/)).toEqual(['first-up', '3', '2', '1', '7.0 s', '10.0 s']);
});
