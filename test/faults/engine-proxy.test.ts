import { randomBytes } from 'node:crypto';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Docker from 'dockerode';
import { execa } from 'execa';
import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages, localImageTag } from '../../modules/engine/toolchain/index.ts';
import type { Fault } from './call.ts';
import { DAEMON, type EngineProxy, openEngineProxy } from './engine-proxy.ts';

const PREFIX = `essai-${randomBytes(4).toString('hex')}--`;
const direct = new Docker({ socketPath: DAEMON });
let folder: string;
let proxy: EngineProxy;
let engine: Docker;

beforeAll(async () => {
  await ensureImages(['busybox']);
  folder = await mkdtemp(join(tmpdir(), 'chatiere-engine-proxy-'));
  proxy = await openEngineProxy(join(folder, 'engine.sock'), { prefix: PREFIX });
  engine = new Docker({ socketPath: proxy.socket });
});
afterEach(async () => {
  proxy.injector.begin();
  const filters = { name: [PREFIX] };
  for (const { Id } of await direct.listContainers({ all: true, filters })) await direct.getContainer(Id).remove({ force: true });
  for (const { Name } of (await direct.listVolumes({ filters })).Volumes) await direct.getVolume(Name).remove();
});
afterAll(async () => {
  await proxy.close();
  await rm(folder, { recursive: true, force: true });
});

const docker = (...args: string[]) => execa('docker', args, { env: { DOCKER_HOST: `unix://${proxy.socket}` }, all: true, reject: false, stdin: 'pipe', input: '' });
const busybox = (name: string, ...command: string[]) => ['--name', `${PREFIX}${name}`, '--network', 'none', localImageTag('busybox'), ...command];
const calls = () => proxy.injector.calls.map(({ kind, name }) => `${kind} ${name}`);

describe('lets pass', () => {
  it('an attached start with its exit code, as a job is run', async () => {
    await docker('create', ...busybox('job', 'sh', '-c', 'echo bonjour; echo erreur >&2; exit 3'));
    const { exitCode, stdout, stderr } = await docker('start', '--attach', `${PREFIX}job`);
    expect([exitCode, stdout, stderr]).toEqual([3, 'bonjour', 'erreur']);
    expect(calls()).toEqual(['container-create job', 'container-start job']);
  });

  it('what goes in by standard input, each way closed by itself', async () => {
    const { stdout } = await execa('docker', ['run', '--rm', '--interactive', ...busybox('cat', 'sh', '-c', 'wc -c; echo fin')], { env: { DOCKER_HOST: `unix://${proxy.socket}` }, input: 'x'.repeat(300_000) });
    expect(stdout.split('\n').map((line) => line.trim())).toEqual(['300000', 'fin']);
  });

  it('a command inside, its output and exit code', async () => {
    await docker('run', '--detach', ...busybox('exec', 'sleep', '600'));
    const { exitCode, stdout } = await docker('exec', '--interactive', `${PREFIX}exec`, 'sh', '-c', 'echo dedans; exit 4');
    expect([exitCode, stdout]).toEqual([4, 'dedans']);
  });

  it('files both ways', async () => {
    await docker('create', ...busybox('files', 'true'));
    await writeFile(join(folder, 'file'), randomBytes(200_000));
    expect((await docker('cp', join(folder, 'file'), `${PREFIX}files:/file`)).exitCode).toBe(0);
    await docker('cp', `${PREFIX}files:/file`, join(folder, 'back'));
    expect((await execa('cmp', [join(folder, 'file'), join(folder, 'back')])).exitCode).toBe(0);
    expect(calls()).toEqual(['container-create files', 'archive-put files']);
  });

  it('logs as they are written, and events as they happen', async () => {
    await docker('run', '--detach', ...busybox('log', 'sh', '-c', 'echo un; sleep 1; echo deux'));
    expect((await docker('logs', '--follow', `${PREFIX}log`)).stdout).toBe('un\ndeux');
    const events = await engine.getEvents({ filters: { container: [`${PREFIX}log`] } });
    const seen = new Promise<string>((resolve) => void events.once('data', (piece: Buffer) => resolve(piece.toString())));
    await direct.getContainer(`${PREFIX}log`).remove();
    expect(await seen).toContain('destroy');
    (events as NodeJS.ReadableStream & { destroy(): void }).destroy();
  });

  it('the daemon’s own refusals', async () => {
    await expect(engine.getContainer(`${PREFIX}nobody`).start()).rejects.toMatchObject({ statusCode: 404, json: { message: expect.stringContaining('No such container') } });
  });
});

describe('does to an armed call', () => {
  const outcome = async (fault: Fault) => {
    const killed: string[] = [];
    const there = async () => (await direct.listVolumes({ filters: { name: [`${PREFIX}v`] } })).Volumes.length === 1;
    const told = Promise.withResolvers<void>();
    proxy.injector.begin({ key: 'volume-create v 1', fault, kill: async () => {
      killed.push((await there()) ? 'after' : 'before');
      told.resolve();
    } });
    const made = engine.createVolume({ Name: `${PREFIX}v` }).then(() => 'made', (error: { statusCode?: number; code?: string }) => error.statusCode ?? error.code);
    // A call that hangs is never answered: the word that it was struck comes first.
    const answer = fault === 'hang' ? await Promise.race([made, told.promise.then(() => 'nothing')]) : await made;
    return { answer, killed, there: await there(), struck: proxy.injector.struck };
  };

  it.each([
    ['kill-before', { answer: 'ECONNRESET', killed: ['before'], there: false, struck: true }],
    ['kill-after', { answer: 'ECONNRESET', killed: ['after'], there: true, struck: true }],
    ['error-500', { answer: 500, killed: [], there: false, struck: true }],
    ['conflict-409', { answer: 409, killed: [], there: false, struck: true }],
    ['hang', { answer: 'nothing', killed: ['before'], there: false, struck: true }],
    ['reset', { answer: 'ECONNRESET', killed: [], there: false, struck: true }],
  ] as const)('%s', async (fault, expected) => {
    expect(await outcome(fault)).toEqual(expected);
  });
});
