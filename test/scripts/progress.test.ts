import { describe, expect, it } from 'vitest';
import type { Progress, Step } from '../../modules/engine/index.ts';
import { Board, describeChanges, formatSeconds, stepTitle } from '../../scripts/board.ts';
import { fit, openProgress, rowLine } from '../../scripts/progress.ts';

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

function told(language: 'fr' | 'en', json: boolean, terminal: boolean, events: readonly Progress[] = story) {
  const out = { stdout: '', stderr: '' };
  const view = openProgress({
    language, json, color: false,
    stdout: { write: (words) => void (out.stdout += words) },
    stderr: { write: (words) => void (out.stderr += words), isTTY: terminal, columns: 60, rows: 10 },
  });
  events.forEach(view.listen);
  view.close();
  return out;
}

describe('progress', () => {
  it('is plain lines off a terminal, on stderr', () => {
    expect(told('fr', false, false)).toEqual({ stdout: '', stderr: [
      '… piles prêtes',
      '✓ piles prêtes (1,2 s)',
      '· une note',
      '… mrc-demo.miniflux',
      '  mrc-demo.miniflux · + créer conteneur miniflux-app (3,1 s)',
      '✓ mrc-demo.miniflux: 2 créées, 1 inchangée (1 min 05 s)',
      '– village-demo',
      '',
    ].join('\n') });
    expect(told('en', false, false).stderr).toContain('✓ mrc-demo.miniflux: 2 created, 1 unchanged (1 min 05 s)\n');
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
    const last = stderr.slice(stderr.lastIndexOf('\u001b[0J') + 4);
    expect(last).toBe([
      '✓ piles prêtes  1,2 s',
      '✓ mrc-demo.miniflux · mise en place — 2 créées…  1 min 05 s',
      '– village-demo — pas commencée : ce dont elle dépend a éch…',
      '',
    ].join('\n'));
    expect(stderr).toContain('· une note\n');
    expect(stderr).toMatch(/\u001b\[\dA\u001b\[0J/);
  });

  it('shows what a long step is at, and no control character of it', () => {
    const board = new Board();
    board.take({ kind: 'task-started', task: 'image', title: { fr: 'image', en: 'image' } }, 0);
    board.take({ kind: 'task-line', task: 'image', line: '\u001b[2Jcompile\rnet/http' }, 10);
    const [row] = board.rows(2000, 'fr');
    expect(rowLine(row as never, 'fr', false, 80)).toBe('… image — compile net/http  2,0 s');
  });

  it('shows the steps under way below their stack, with their age', () => {
    const board = new Board();
    board.take(story[3] as Progress, 1000);
    board.take(story[4] as Progress, 2000);
    expect(board.rows(4500, 'en').map((row) => [row.depth, row.title, row.detail, row.seconds])).toEqual([[0, 'mrc-demo.miniflux · up', 'last time 8.2 s', 3.5], [1, '+ create container miniflux-app', '', 2.5]]);
  });

  it('never wraps, nor grows past the terminal', () => {
    const row = { depth: 1, state: 'running', title: 'x'.repeat(200), detail: '', seconds: 5 } as const;
    for (const columns of [20, 40, 80]) expect(rowLine(row, 'fr', false, columns).length).toBeLessThanOrEqual(columns);
    const rows = ['succeeded', 'succeeded', 'running', 'succeeded', 'running'].map((state, index) => ({ ...row, state: state as 'running', title: `${index}` }));
    expect(fit(rows, 3).map(({ title }) => title)).toEqual(['2', '3', '4']);
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

  it.each([[0.04, '0,0 s'], [9.96, '10,0 s'], [59.6, '1 min 00 s'], [125, '2 min 05 s']])('for %d seconds', (seconds, fr) => {
    expect(formatSeconds(seconds, 'fr')).toBe(fr);
  });

  it('for steps name the properties that differ, but not of what is new', () => {
    expect(stepTitle({ ...step, operation: 'replace', properties: ['image'] }, 'fr')).toBe('± remplacer conteneur miniflux-app [image]');
    expect(stepTitle({ ...step, properties: ['image'] }, 'en')).toBe('+ create container miniflux-app');
    expect(stepTitle({ ...step, operation: 'delete', type: 'a:b/c:Thing' }, 'fr')).toBe('− retirer Thing miniflux-app');
  });
});
