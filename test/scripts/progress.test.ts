import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Progress, Step } from '../../modules/engine/index.ts';
import { Board } from '../../scripts/board.ts';
import { openProgress } from '../../scripts/progress.ts';
import { fit, linesTaken, rowLine } from '../../scripts/rows.ts';
import { describeChanges, formatSeconds, stepTitle } from '../../scripts/words.ts';

const none = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
const step: Step = { urn: 'urn:x::demo--mrc-demo--miniflux-app', operation: 'create', type: 'docker:index/container:Container', name: 'demo--mrc-demo--miniflux-app', properties: [] };
const story: Progress[] = [
  { kind: 'task-started', task: 'stacks', title: { fr: 'piles prêtes', en: 'stacks ready' } },
  { kind: 'task-finished', task: 'stacks', outcome: 'succeeded', seconds: 1.23 },
  { kind: 'note', text: { fr: 'une note', en: 'a note' } },
  { kind: 'stack-started', stack: 'mrc-demo.miniflux', operation: 'up', usualSeconds: 8.2 },
  { kind: 'step-started', stack: 'mrc-demo.miniflux', step },
  { kind: 'step-finished', stack: 'mrc-demo.miniflux', step, outcome: 'succeeded', seconds: 3.14 },
  { kind: 'stack-finished', stack: 'mrc-demo.miniflux', outcome: 'succeeded', changes: { ...none, create: 2, same: 1 }, seconds: 65 },
  { kind: 'stack-finished', stack: 'village-demo', outcome: 'skipped', changes: none, seconds: 0 },
];

function open(language: 'fr' | 'en', json: boolean, terminal: boolean, { inPlace = true, columns = 60, rows = 10 } = {}) {
  const out = { stdout: '', stderr: '' };
  const screen = { write: (words: string) => void (out.stderr += words), isTTY: terminal, columns, rows };
  const view = openProgress({ language, json, color: false, inPlace, stdout: { write: (words) => void (out.stdout += words) }, stderr: screen });
  return { out, screen, view };
}

function told(language: 'fr' | 'en', json: boolean, terminal: boolean, events: readonly Progress[] = story, inPlace = true) {
  const { out, view } = open(language, json, terminal, { inPlace });
  events.forEach(view.listen);
  view.close();
  return out;
}

/** What stands on the screen after everything was written. */
const lastDrawing = (stderr: string): string => (stderr.split('\u001b[J').at(-2) ?? '').replace(/^\u001b\[\d+A/, '').replaceAll('\u001b[K', '');
const unchanged = (count: number): Progress[] => Array.from({ length: count }, (_, index) => ({ kind: 'stack-finished', stack: `org-${index}.app`, outcome: 'unchanged', changes: none, seconds: 0 }));

afterEach(() => void vi.useRealTimers());

describe('progress', () => {
  it('is plain lines off a terminal, on stderr', () => {
    expect(told('fr', false, false)).toEqual({ stdout: '', stderr: [
      '… piles prêtes',
      '✓ piles prêtes (1,2 s)',
      '· une note',
      '… mrc-demo.miniflux · mise en place (la dernière fois 8,2 s)',
      '✓ mrc-demo.miniflux : 2 créées, 1 inchangée (1 min 05 s, la dernière fois 8,2 s)',
      '– village-demo : pas commencée : ce dont elle dépend a échoué',
      '',
    ].join('\n') });
    expect(told('en', false, false).stderr).toContain('✓ mrc-demo.miniflux: 2 created, 1 unchanged (1 min 05 s, last time 8.2 s)\n');
  });

  it('is plain lines on a terminal that cannot move its cursor', () => {
    expect(told('fr', false, true, story, false).stderr).toBe(told('fr', false, false).stderr);
  });

  it('off a terminal has a line for a step that lasted or failed, and none for the others', () => {
    const finished = (outcome: 'succeeded' | 'failed', seconds: number): Progress => ({ kind: 'step-finished', stack: 'a', step, outcome, seconds });
    expect(told('fr', false, false, [finished('succeeded', 4.9), finished('succeeded', 5), finished('failed', 0.2)]).stderr).toBe('  a · + créer conteneur miniflux-app (5,0 s)\n✗ a · + créer conteneur miniflux-app (0,2 s)\n');
  });

  it('off a terminal gives a sign of life of what runs, now and then', () => {
    vi.useFakeTimers();
    const { out, view } = open('fr', false, false);
    view.listen(story[3] as Progress);
    view.listen(story[4] as Progress);
    out.stderr = '';
    vi.advanceTimersByTime(29_000);
    expect(out.stderr).toBe('');
    vi.advanceTimersByTime(2000);
    expect(out.stderr).toBe('… mrc-demo.miniflux · mise en place (30 s, la dernière fois 8,2 s)\n  … + créer conteneur miniflux-app (30 s)\n');
    vi.advanceTimersByTime(28_000);
    expect(out.stderr.split('\n')).toHaveLength(3);
    vi.advanceTimersByTime(2000);
    expect(out.stderr.split('\n')).toHaveLength(5);
    view.close();
  });

  it('folds many unchanged stacks into one line, on a terminal and off it', () => {
    expect(told('fr', false, false, unchanged(2)).stderr).toBe('= org-0.app : inchangée\n= org-1.app : inchangée\n');
    expect(told('en', false, false, unchanged(1)).stderr).toBe('= org-0.app: unchanged\n');
    expect(lastDrawing(told('fr', false, true, unchanged(10)).stderr).split('\n')).toHaveLength(11);
    expect(lastDrawing(told('fr', false, true, [...unchanged(11), story[7] as Progress]).stderr)).toBe('= 11 piles inchangées\n– village-demo — pas commencée : ce dont elle dépend a éch…\n');
    expect(told('en', false, false, unchanged(87)).stderr).toBe('= 87 stacks unchanged\n');
  });

  it('is one JSON object a line for programs, on stdout', () => {
    const { stdout, stderr } = told('fr', true, true);
    expect(stderr).toBe('');
    const lines = stdout.trim().split('\n').map((line) => JSON.parse(line) as Record<string, unknown>);
    expect(lines.map(({ kind }) => kind)).toEqual(story.map(({ kind }) => kind));
    for (const line of lines) expect(line).toMatchObject({ schema: 1, at: expect.stringMatching(/^\d{4}-.*Z$/) as string });
  });

  it('rewrites its rows in place on a terminal', () => {
    const { stderr } = told('fr', false, true);
    expect(lastDrawing(stderr)).toBe([
      '✓ piles prêtes  1,2 s',
      '✓ mrc-demo.miniflux · mise en place — 2 créées…  1 min 05 s',
      '– village-demo — pas commencée : ce dont elle dépend a éch…',
      '',
    ].join('\n'));
    expect(stderr).toContain('· une note\u001b[K\n');
    expect(stderr).toMatch(/\u001b\[\dA/);
  });

  it('keeps the step that failed below its stack', () => {
    const { stderr } = told('fr', false, true, [story[3], story[4], { kind: 'step-finished', stack: 'mrc-demo.miniflux', step, outcome: 'failed', seconds: 2 }, { kind: 'stack-finished', stack: 'mrc-demo.miniflux', outcome: 'failed', changes: none, seconds: 3 }] as Progress[]);
    expect(lastDrawing(stderr)).toBe('✗ mrc-demo.miniflux · mise en place — échec  3,0 s\n  ✗ + créer conteneur miniflux-app  2,0 s\n');
  });

  it('of more stacks than lines says how many are hidden, and shows all of them at the end', () => {
    vi.useFakeTimers();
    const { out, view } = open('fr', false, true, { rows: 4 });
    const names = Array.from({ length: 9 }, (_, index) => `pile-${index}`);
    for (const stack of names) view.listen({ kind: 'stack-started', stack, operation: 'up', usualSeconds: undefined });
    view.listen({ kind: 'stack-finished', stack: 'pile-8', outcome: 'failed', changes: none, seconds: 1 });
    vi.advanceTimersByTime(100);
    expect(lastDrawing(out.stderr).trim().split('\n').map((line) => line.slice(0, 10))).toEqual(['… 7 autres', '… pile-7 ·', '✗ pile-8 ·']);
    view.close();
    expect(lastDrawing(out.stderr).trim().split('\n')).toHaveLength(9);
  });

  it('erases as many lines as the rows take on a terminal that became narrower', () => {
    vi.useFakeTimers();
    const { out, screen, view } = open('fr', false, true, { columns: 60 });
    view.listen(story[3] as Progress);
    vi.advanceTimersByTime(100);
    screen.columns = 30;
    out.stderr = '';
    vi.advanceTimersByTime(100);
    // Its one line, cut to 60 columns, is two of 30.
    expect(out.stderr.startsWith('\u001b[2A')).toBe(true);
    expect(linesTaken(['\u001b[31mabcd\u001b[0m', '', 'x'.repeat(9)], 4)).toBe(1 + 1 + 3);
    view.close();
  });

  it('shows what a long step is at, and no control character of it', () => {
    const board = new Board();
    board.take({ kind: 'task-started', task: 'image', title: { fr: 'image', en: 'image' } }, 0);
    board.take({ kind: 'task-line', task: 'image', line: '\u001b[2Jcompile\rnet/http' }, 10);
    const [row] = board.rows(2000, 'fr');
    expect(rowLine(row as never, 'fr', false, 80)).toBe('… image — compile net/http  2,0 s');
    board.take({ kind: 'task-line', task: 'image', line: '漢🚀\u202ee\u0301' }, 10);
    expect(rowLine(board.rows(2000, 'fr')[0] as never, 'fr', false, 80)).toBe('… image — ···é  2,0 s');
  });

  it('shows the steps under way below their stack, with their age', () => {
    const board = new Board();
    board.take(story[3] as Progress, 1000);
    board.take(story[4] as Progress, 2000);
    expect(board.rows(4500, 'en').map((row) => [row.depth, row.title, row.detail, row.seconds])).toEqual([[0, 'mrc-demo.miniflux · up', 'last time 8.2 s', 3.5], [1, '+ create container miniflux-app', '', 2.5]]);
  });

  it('never wraps, nor grows past the terminal', () => {
    const row = { depth: 0, state: 'running', title: 'x'.repeat(200), detail: '', seconds: 5 } as const;
    for (const columns of [6, 10, 20, 40, 80]) expect(rowLine(row, 'fr', false, columns).length).toBeLessThanOrEqual(columns);
    const rows = ['succeeded', 'succeeded', 'running', 'succeeded', 'running'].map((state, index) => ({ ...row, state: state as 'running', title: `${index}` }));
    expect(fit(rows, 4).map(({ title }) => title)).toEqual(['2', '3', '4']);
    expect(fit(rows, 3).map(({ title }) => title)).toEqual(['2', '4']);
    expect(fit([{ ...row, state: 'failed' as 'running', title: 'lost' }, ...rows], 4).map(({ title }) => title)).toEqual(['lost', '2', '4']);
    expect(fit(rows, 1).map(({ title }) => title)).toEqual(['4']);
    expect(fit(rows, 9)).toEqual(rows);
  });

  it('has no colour when none is wanted', () => {
    const row = { depth: 0, state: 'succeeded', title: 'a', detail: '', seconds: 1 } as const;
    expect(rowLine(row, 'fr', false, 80)).toBe('✓ a  1,0 s');
    expect(rowLine(row, 'fr', true, 80)).toBe('\u001b[32m✓\u001b[0m a  1,0 s');
  });
});

describe('words', () => {
  it.each([
    [none, 'rien à changer', 'nothing to change'],
    [{ ...none, same: 9 }, 'rien à changer', 'nothing to change'],
    [{ ...none, create: 1, update: 2, replace: 1, delete: 3, same: 2 }, '1 créée, 2 modifiées, 1 remplacée, 3 retirées, 2 inchangées', '1 created, 2 updated, 1 replaced, 3 deleted, 2 unchanged'],
  ])('for %j', (changes, fr, en) => {
    expect([describeChanges(changes, 'fr'), describeChanges(changes, 'en')]).toEqual([fr, en]);
  });

  it('of a preview are about what is to come', () => {
    const changes = { create: 1, update: 2, replace: 1, delete: 3, same: 2 };
    expect(describeChanges(changes, 'fr', 'preview')).toBe('1 à créer, 2 à modifier, 1 à remplacer, 3 à retirer, 2 inchangées');
    expect(describeChanges(changes, 'en', 'preview')).toBe('1 to create, 2 to update, 1 to replace, 3 to delete, 2 unchanged');
    expect(describeChanges(none, 'fr', 'preview')).toBe('rien à changer');
  });

  it.each([[0.04, '0,0 s'], [9.96, '10,0 s'], [59.6, '1 min 00 s'], [125, '2 min 05 s']])('for %d seconds', (seconds, fr) => {
    expect(formatSeconds(seconds, 'fr')).toBe(fr);
  });

  it('for steps name the properties that differ, but not of what is new', () => {
    expect(stepTitle({ ...step, operation: 'replace', properties: ['image'] }, 'fr')).toBe('± remplacer conteneur miniflux-app [image]');
    expect(stepTitle({ ...step, properties: ['image'] }, 'en')).toBe('+ create container miniflux-app');
    expect(stepTitle({ ...step, operation: 'delete', type: 'a:b/c:Thing' }, 'fr')).toBe('− retirer Thing miniflux-app');
  });
});
