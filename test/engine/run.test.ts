import { readdirSync, readFileSync, statSync } from 'node:fs';
import { readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { childEnvironment, stackVariables } from '../../modules/engine/environment.ts';
import { checkpointFile, logFile, settingsFile } from '../../modules/engine/layout.ts';
import { runPulumi } from '../../modules/engine/run.ts';
import { shellExports } from '../../modules/engine/shell.ts';
import { ensureStack, ensureStacks, listStacks, removeStack, stackOutputs } from '../../modules/engine/stack.ts';
import { ChatiereError, ExitCode } from '../../modules/kernel/index.ts';
import { type Bench, openBench } from './bench.ts';

let bench: Bench;
beforeAll(async () => {
  bench = await openBench();
});
afterAll(() => bench?.[Symbol.asyncDispose]());

const run = (operation: 'up' | 'preview' | 'destroy', more: object = {}) => runPulumi(bench.engine, { operation, stack: 'host.essai', listen: bench.listen, ...more });
const failure = (promise: Promise<unknown>): Promise<ChatiereError> => promise.then(() => Promise.reject(new Error('nothing was thrown')), (error: ChatiereError) => error);

describe('a stack', () => {
  it('is created once, empty but seeded, for the owner only', async () => {
    expect(await ensureStack(bench.engine, 'host.essai')).toBe(true);
    const settings = settingsFile(bench.engine.layout, 'host.essai');
    const before = await readFile(settings, 'utf8');
    expect(before).toMatch(/chatiere:seed:\s+secure: v1:/);
    expect(await ensureStack(bench.engine, 'host.essai')).toBe(false);
    expect(await readFile(settings, 'utf8')).toBe(before);
    expect(statSync(checkpointFile(bench.engine.layout, 'host.essai')).mode & 0o077).toBe(0);
  });

  it('gets its seed when its creation was interrupted before', async () => {
    const settings = settingsFile(bench.engine.layout, 'host.essai');
    const document = parseDocument(await readFile(settings, 'utf8'));
    document.deleteIn(['config', 'chatiere:seed']);
    await writeFile(settings, document.toString());
    expect(await ensureStack(bench.engine, 'host.essai')).toBe(false);
    expect(parseDocument(await readFile(settings, 'utf8')).hasIn(['config', 'chatiere:seed', 'secure'])).toBe(true);
  });

  it('has a seed of its own that no other has', async () => {
    await bench.program('');
    await ensureStacks(bench.engine, ['un', 'deux']);
    await Promise.all(['un', 'deux'].map((stack) => runPulumi(bench.engine, { operation: 'up', stack, listen: () => undefined })));
    const seeds = await Promise.all(['un', 'deux'].map(async (stack) => (await stackOutputs(bench.engine, stack))['seed'] as string));
    for (const seed of seeds) expect(Buffer.from(seed, 'base64url')).toHaveLength(32);
    expect(new Set(seeds).size).toBe(2);
    expect(await listStacks(bench.engine.layout)).toEqual(['deux', 'host.essai', 'un']);
  });

  it('is created without Pulumi once there is a state, and Pulumi reads it', async () => {
    const withoutPulumi = { ...bench.engine, toolchain: { PATH: '/nonexistent' } };
    expect(await ensureStack(withoutPulumi, 'trois')).toBe(true);
    await runPulumi(bench.engine, { operation: 'up', stack: 'trois', listen: () => undefined });
    const { seed } = await stackOutputs(bench.engine, 'trois');
    expect(Buffer.from(seed as string, 'base64url')).toHaveLength(32);
    for (const file of [settingsFile, checkpointFile]) expect(statSync(file(bench.engine.layout, 'trois')).mode & 0o077).toBe(0);
    await runPulumi(bench.engine, { operation: 'destroy', stack: 'trois', listen: () => undefined });
    await removeStack(bench.engine, 'trois');
  });

  it('whose state was lost keeps the seed of its settings', async () => {
    const { seed } = await stackOutputs(bench.engine, 'un');
    await runPulumi(bench.engine, { operation: 'destroy', stack: 'un', listen: () => undefined });
    await removeStack(bench.engine, 'un');
    expect(await listStacks(bench.engine.layout)).not.toContain('un');
    expect(await ensureStack(bench.engine, 'un')).toBe(true);
    await runPulumi(bench.engine, { operation: 'up', stack: 'un', listen: () => undefined });
    expect((await stackOutputs(bench.engine, 'un'))['seed']).toBe(seed);
  });

  it('whose settings were lost is refused, since all its secrets would change', async () => {
    await rm(settingsFile(bench.engine.layout, 'deux'));
    expect((await failure(ensureStack(bench.engine, 'deux'))).problems[0]?.code).toBe('lost-seed');
  });
});

describe('an operation', () => {
  it('previews what it would do, and does it', async () => {
    await bench.program("new command.local.Command('un', { create: 'echo fait' });");
    expect(await run('preview')).toEqual({ create: 2, update: 0, replace: 0, delete: 0, same: 0 });
    bench.told.length = 0;
    expect(await run('up')).toEqual({ create: 2, update: 0, replace: 0, delete: 0, same: 0 });
    expect(bench.told.map(({ kind }) => kind)).toEqual(['stack-started', 'step-started', 'step-finished', 'stack-finished']);
    expect(bench.told[2]).toMatchObject({ outcome: 'succeeded', step: { operation: 'create', name: 'un', type: 'command:local:Command' } });
    expect(bench.told[0]).toMatchObject({ usualSeconds: undefined });
    bench.told.length = 0;
    expect(await run('up')).toEqual({ create: 0, update: 0, replace: 0, delete: 0, same: 2 });
    expect(bench.told[0]).toMatchObject({ kind: 'stack-started', operation: 'up', usualSeconds: expect.any(Number) as number });
  });

  it('that fails quotes the job’s words and keeps what was done', async () => {
    await bench.program("new command.local.Command('un', { create: 'echo fait' });\nnew command.local.Command('deux', { create: 'echo dernière ligne; exit 3' });");
    const error = await failure(run('up'));
    expect(error.exitCode).toBe(ExitCode.failure);
    expect(error.problems).toHaveLength(1);
    expect(error.problems[0]?.what.fr).toMatch(/^pile « host\.essai », tâche « deux » :\n {2}> exit status 3.*\n {2}> dernière ligne$/);
    expect(bench.told.at(-1)).toMatchObject({ kind: 'stack-finished', outcome: 'failed' });
    await bench.program("new command.local.Command('un', { create: 'echo fait' });");
    expect(await run('up')).toMatchObject({ create: 0, same: 2 });
  });

  it('whose program throws says why, without a stack trace', async () => {
    await bench.program("throw new Error('la raison');");
    const [problem] = (await failure(run('up'))).problems;
    expect(problem?.what.fr).toContain('la raison');
    expect(problem?.what.fr).not.toMatch(/^\s*>?\s*at /m);
  });

  it('stops after the step under way when asked, once, and goes on later', async () => {
    await bench.program("const un = new command.local.Command('lent', { create: 'sleep 2; echo fini' });\nnew command.local.Command('après', { create: 'echo jamais' }, { dependsOn: un });");
    const abort = new AbortController();
    const listen = (progress: (typeof bench.told)[number]) => {
      bench.listen(progress);
      if (progress.kind === 'step-started' && progress.step.name === 'lent') abort.abort();
    };
    const error = await failure(run('up', { signal: abort.signal, listen }));
    expect(error.exitCode).toBe(ExitCode.cancelled);
    expect(bench.told.at(-1)).toMatchObject({ kind: 'stack-finished', outcome: 'cancelled' });
    await run('up');
    expect(await run('up')).toEqual({ create: 0, update: 0, replace: 0, delete: 0, same: 3 });
  });

  it('takes down all but what is protected, with what it stands under', async () => {
    await bench.program("new command.local.Command('lent', { create: 'true' }, { protect: true });\nnew command.local.Command('libre', { create: 'true' });");
    await ensureStack(bench.engine, 'garde');
    await run('up', { stack: 'garde' });
    expect(await run('destroy', { stack: 'garde' })).toMatchObject({ delete: 1 });
    const state = await readFile(checkpointFile(bench.engine.layout, 'garde'), 'utf8');
    expect(state).toContain('::lent');
    expect(state).not.toContain('::libre');
  });
});

describe('a planted secret', () => {
  const CANARY = 'canari-3f9d1c0b7e';

  it('stands in no log, no plain state and no argument', async () => {
    await bench.program(`const secret = pulumi.secret('${CANARY}');
export const echo = secret;
new command.local.Command('bavard', { create: 'echo ok', environment: { MOT: secret } });
new command.local.Command('raté', { create: 'exit 4', environment: { MOT: secret } });`);
    const error = await failure(run('up'));
    expect(error.message).not.toContain(CANARY);
    expect(readFileSync(logFile(bench.engine.layout, 'host.essai'), 'utf8')).not.toContain(CANARY);
    expect(JSON.stringify(bench.told)).not.toContain(CANARY);
    const state = bench.engine.layout.state;
    const files = readdirSync(state, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile()).map((entry) => join(entry.parentPath, entry.name));
    expect(files.length).toBeGreaterThan(3);
    for (const file of files) expect(readFileSync(file, 'utf8'), file).not.toContain(CANARY);
  });

  it('of our own environment reaches no child', () => {
    const environment = childEnvironment(bench.engine, 'un', { HOME: '/h', AWS_SECRET_ACCESS_KEY: CANARY, PULUMI_CONFIG_PASSPHRASE: CANARY });
    expect(JSON.stringify(environment)).not.toContain(CANARY);
    expect(environment['HOME']).toBe('/h');
  });
});

it('plain pulumi works in a shell after eval of what is exported', async () => {
  await bench.program("new command.local.Command('un', { create: 'echo fait' });");
  await run('up');
  const exports = shellExports(stackVariables(bench.engine, 'host.essai'));
  const { exitCode, all } = await execa('sh', ['-c', `eval "$EXPORTS"; pulumi preview --expect-no-changes --non-interactive`], { env: { EXPORTS: exports, PATH: '/usr/bin:/bin', HOME: process.env['HOME'] }, extendEnv: false, all: true, reject: false });
  expect(exitCode, all).toBe(0);
});
