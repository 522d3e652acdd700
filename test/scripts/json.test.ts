import { cp, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { JsonLine, type Progress } from '../../modules/engine/index.ts';
import { ChatiereError, MASK, text } from '../../modules/kernel/index.ts';
import { createContext } from '../../scripts/context.ts';
import { guarded } from '../../scripts/output.ts';
import { openProgress } from '../../scripts/progress.ts';
import { report } from '../../scripts/report.ts';
import { chatiere } from './command.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'examples', 'demo');
let federation: string;
beforeEach(async () => {
  federation = join(await mkdtemp(join(tmpdir(), 'chatiere-json-')), 'demo');
  await cp(DEMO, federation, { recursive: true });
});
afterEach(() => rm(join(federation, '..'), { recursive: true }));

const parsed = (output: string) => output.trim().split('\n').map((line) => JsonLine.parse(JSON.parse(line)));

describe('with --json', () => {
  it.each([
    [['validate']],
    [['catalog']],
    [['catalog', 'miniflux']],
    [['schema']],
    [['schema', 'instance']],
    [['order', 'new', '--organization', 'village-demo', '--app', 'miniflux', '--plan', 'base', '--name', 'revue']],
    [['organization', 'new', 'mrc-neuve']],
    [['init', 'neuve', '--environment', 'demo']],
  ])('%j gives one line that fits the schema', async (args) => {
    const { stdout, stderr } = await chatiere(['--json', ...args], { cwd: federation });
    expect(stderr).toBe('');
    expect(parsed(stdout)).toEqual([expect.objectContaining({ schema: 1, kind: 'result' })]);
  });

  it.each([
    [['fabriquer'], 'usage'],
    [['up', '--vite'], 'usage'],
    [['up', 'rien'], 'unknown-name'],
    [['preview', 'rien'], 'unknown-name'],
    [['down', '--purge'], 'not-confirmed'],
  ])('%j gives an error that fits the schema', async (args, code) => {
    const { exitCode, stdout, stderr } = await chatiere([...args, '--json'], { cwd: federation });
    expect(stdout).toBe('');
    expect(parsed(stderr)).toEqual([{ schema: 1, kind: 'error', exitCode, problems: [expect.objectContaining({ code })] }]);
  });

  it('a defect is an error too', () => {
    let stderr = '';
    report(new TypeError('x is not a function'), { language: 'fr', json: true, debug: false }, { write: (words) => (stderr += words) });
    expect(parsed(stderr)).toEqual([expect.objectContaining({ exitCode: 1, problems: [expect.objectContaining({ code: 'defect', given: 'TypeError: x is not a function' })] })]);
  });

  it('every kind of event fits the schema, and nothing else does', () => {
    const changes = { create: 1, update: 0, replace: 0, delete: 0, same: 2 };
    const step = { urn: 'urn:x', operation: 'create', type: 'a:b:C', name: 'c', properties: ['image'] } as const;
    const events: Progress[] = [
      { kind: 'task-started', task: 't', title: text('tâche', 'task') },
      { kind: 'task-line', task: 't', line: 'x' },
      { kind: 'task-finished', task: 't', outcome: 'failed', seconds: 1 },
      { kind: 'stack-started', stack: 's', operation: 'up', usualSeconds: undefined },
      { kind: 'stack-started', stack: 's', operation: 'preview', usualSeconds: 2.5 },
      { kind: 'step-started', stack: 's', step },
      { kind: 'step-finished', stack: 's', step, outcome: 'succeeded', seconds: 0.1 },
      { kind: 'stack-finished', stack: 's', outcome: 'unchanged', changes, seconds: 0 },
      { kind: 'note', text: text('une note', 'a note') },
    ];
    let stdout = '';
    const view = openProgress({ language: 'fr', json: true, color: false, inPlace: true, stdout: { write: (words) => (stdout += words) }, stderr: { write: () => undefined } });
    events.forEach(view.listen);
    view.stopping();
    view.close();
    expect(parsed(stdout).map(({ kind }) => kind)).toEqual([...events.map(({ kind }) => kind), 'stopping']);
    const [first] = stdout.split('\n');
    for (const wrong of [{ schema: 2 }, { kind: 'task' }, { at: 'hier' }, { more: 1 }, { title: 'une' }]) expect(JsonLine.safeParse({ ...(JSON.parse(first as string) as object), ...wrong }).success, JSON.stringify(wrong)).toBe(false);
  });
});

it('the schema of the lines is given by the command, and no schema is taken for a secret', async () => {
  const schema = JSON.parse((await chatiere(['schema', 'json-line'])).stdout) as { oneOf: { properties: { kind: { const: string } } }[] };
  expect(schema.oneOf.map(({ properties }) => properties.kind.const).toSorted()).toEqual(['error', 'note', 'result', 'stack-finished', 'stack-started', 'step-finished', 'step-started', 'stopping', 'task-finished', 'task-line', 'task-started']);
  const { schemas } = JSON.parse((await chatiere(['schema', '--json'])).stdout) as { schemas: Record<string, object> };
  expect(JSON.stringify(schemas).includes(MASK)).toBe(false);
  for (const [name, one] of Object.entries(schemas)) expect(JSON.parse((await chatiere(['schema', name])).stdout), name).toEqual(one);
});

describe('no stream carries a secret', () => {
  const CANARY = 'c4narySecretValue';
  const words = `connect postgres://miniflux:${CANARY}@db/x`;
  it.each([[false, false], [false, true], [true, false]])('json %s, terminal %s', async (json, isTTY) => {
    let said = '';
    const output = { write: (out: string) => (said += out), isTTY, columns: 200, rows: 20 };
    const streams = guarded({ environment: {}, cwd: '/', stdout: output, stderr: output });
    const context = createContext(streams, 'fr', { json });
    await context.work(async ({ listen }) => {
      listen({ kind: 'task-started', task: 't', title: text('tâche', 'task') });
      listen({ kind: 'task-line', task: 't', line: `DB_PASSWORD=${CANARY}` });
      listen({ kind: 'note', text: text(words, words) });
    });
    context.print(words);
    context.data({ deep: [{ clientSecret: CANARY, list: [words] }] });
    report(new ChatiereError({ code: 'x', what: text(words, words), given: `token=${CANARY}` }), { language: 'fr', json, debug: true }, streams.stderr);
    report(new Error(words), { language: 'fr', json, debug: true }, streams.stderr);
    expect(said).toContain(MASK);
    expect(said).not.toContain(CANARY);
    if (json) expect(parsed(said).length).toBeGreaterThan(4);
  });

  it('and a terminal’s size is still the stream’s own', () => {
    const output = { write: () => undefined, isTTY: true, columns: 80, rows: 24 };
    const { stderr } = guarded({ environment: {}, cwd: '/', stdout: output, stderr: output });
    output.columns = 40;
    expect([stderr.isTTY, stderr.columns, stderr.rows]).toEqual([true, 40, 24]);
  });
});
