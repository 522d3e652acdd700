import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { due, openSession } from '../../modules/engine/index.ts';
import { layoutOf } from '../../modules/engine/layout.ts';
import { takeLock } from '../../modules/engine/lock.ts';
import { beforeUpdate } from '../../modules/engine/sleep/sleepers.ts';
import { label } from '../../modules/kernel/index.ts';
import { chatiere } from '../scripts/command.ts';
import { FakeDocker } from './fake-docker.ts';

const INSTANCE = 'mrc-demo.miniflux';
const MARKER = 'demo--mrc-demo--miniflux--marker--asleep';
const [NIGHT, NOON] = [Date.parse('2026-11-26T06:00:00Z'), Date.parse('2026-11-26T17:00:00Z')];
let folder: string;
let federation: string;
let docker: FakeDocker;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-sleep-'));
  federation = join(folder, 'demo');
  await cp(join(import.meta.dirname, '..', '..', 'examples', 'demo'), federation, { recursive: true });
  await edit('hosts/serveur-1.yaml', ['engine'], `unix://${join(folder, 'engine.sock')}`);
  await mkdir(layoutOf(federation).state);
  docker = new FakeDocker('demo', 'demo--mrc-demo--miniflux');
  await docker.listen(join(folder, 'engine.sock'));
  docker.add('app');
  docker.add('database');
});
afterEach(async () => {
  await docker.stop();
  await rm(folder, { recursive: true });
});

async function edit(file: string, path: readonly string[], value: unknown): Promise<void> {
  const document = parseDocument(await readFile(join(federation, file), 'utf8'));
  if (value === undefined) document.deleteIn(path);
  else document.setIn(path, value);
  await writeFile(join(federation, file), document.toString());
}

const run = (...args: string[]) => chatiere(['-C', federation, ...args], { environment: { LANG: 'fr_CA.UTF-8' } });
const english = (...args: string[]) => chatiere(['-C', federation, ...args], { environment: { LANG: 'en_CA.UTF-8' } });
const seconds = (words: string) => words.replace(/[\d.,]+ s/g, '# s');
const schedule = { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'], from: '22:00', to: '06:00' };
const follow = async (now: number) => (await due(openSession(federation), { listen: () => undefined, signal: new AbortController().signal }, () => now)).map(({ instance, deed }) => [instance, deed]);

describe('sleep', () => {
  it('marks, then stops the app before its database; wake starts them the other way round and takes the mark away last', async () => {
    const slept = await run('sleep', INSTANCE);
    expect([slept.exitCode, seconds(slept.stdout)]).toEqual([0, 'mrc-demo.miniflux : endormie en # s.\n']);
    expect(docker.done).toEqual(['mark hand', 'stop app', 'stop database']);
    expect(docker.volumes.get(MARKER)).toMatchObject({ [label.federation]: 'demo', [label.instance]: INSTANCE, [label.asleep]: 'hand', [label.asleepSince]: expect.stringMatching(/^\d{4}-.*Z$/) });
    docker.done.length = 0;
    const woken = await english('wake', INSTANCE);
    expect([woken.exitCode, seconds(woken.stdout)]).toEqual([0, 'mrc-demo.miniflux: awake and healthy in # s.\n']);
    expect(docker.done).toEqual(['start database', 'start app', 'unmark']);
    expect(await readdir(layoutOf(federation).locks)).toEqual([]);
  });

  it('does nothing to who sleeps already, nor to who is awake already, and says so', async () => {
    await run('sleep', INSTANCE);
    docker.done.length = 0;
    expect(await run('sleep', INSTANCE)).toMatchObject({ exitCode: 0, stdout: 'mrc-demo.miniflux : dort déjà.\n' });
    expect(docker.done).toEqual([]);
    await run('wake', INSTANCE);
    docker.done.length = 0;
    expect(await english('wake', INSTANCE)).toMatchObject({ exitCode: 0, stdout: 'mrc-demo.miniflux: is not asleep.\n' });
    expect(docker.done).toEqual([]);
  });

  it('waits for a job that is at work', async () => {
    docker.add('settle', 'job');
    await run('sleep', INSTANCE);
    expect(docker.done).toEqual(['wait settle', 'mark hand', 'stop app', 'stop database']);
  });

  it('goes on from where an interruption left it, either way', async () => {
    await run('sleep', INSTANCE);
    // As if it had been killed before the database was stopped, then in the middle of waking.
    (docker.containers.get('database') as { running: boolean }).running = true;
    docker.done.length = 0;
    await run('sleep', INSTANCE);
    expect(docker.done).toEqual(['unmark', 'mark hand', 'stop database']);
    (docker.containers.get('database') as { running: boolean }).running = true;
    docker.done.length = 0;
    await run('wake', INSTANCE);
    expect(docker.done).toEqual(['start app', 'unmark']);
  });

  it('refuses who is not up, and who was stopped by somebody, in both languages', async () => {
    for (const part of docker.containers.values()) part.running = false;
    expect(await run('sleep', INSTANCE)).toEqual({ exitCode: 3, stdout: '', stderr: 'cette instance est arrêtée, et pas par chatiere : rien n’est changé\n  valeur donnée : "mrc-demo.miniflux"\n  à faire : voir pourquoi (docker ps --all), puis chatiere wake mrc-demo.miniflux\n' });
    expect(await english('sleep', INSTANCE)).toEqual({ exitCode: 3, stdout: '', stderr: 'this instance is stopped, and not by chatiere: nothing is changed\n  given: "mrc-demo.miniflux"\n  next: see why (docker ps --all), then chatiere wake mrc-demo.miniflux\n' });
    docker.containers.clear();
    for (const verb of ['sleep', 'wake']) {
      expect(await run(verb, INSTANCE)).toEqual({ exitCode: 3, stdout: '', stderr: 'cette instance n’est pas en place : elle ne peut ni dormir ni s’éveiller\n  valeur donnée : "mrc-demo.miniflux"\n  à faire : chatiere up mrc-demo.miniflux\n' });
      expect(await english(verb, INSTANCE)).toEqual({ exitCode: 3, stdout: '', stderr: 'this instance is not up: it can neither sleep nor wake\n  given: "mrc-demo.miniflux"\n  next: chatiere up mrc-demo.miniflux\n' });
    }
    expect(docker.done).toEqual([]);
  });

  it('refuses to act from a directory without the state: another of the same name has brought it up', async () => {
    await rm(layoutOf(federation).state, { recursive: true });
    expect(await run('sleep', INSTANCE)).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('n’est pas en place') });
    expect(docker.done).toEqual([]);
  });

  it('is kept apart from other operations by the lock of the stack', async () => {
    const held = await takeLock(layoutOf(federation).locks, INSTANCE);
    expect(await run('sleep', INSTANCE)).toMatchObject({ exitCode: 4, stderr: expect.stringContaining('est occupée par') });
    await held.release();
    expect(docker.done).toEqual([]);
  });

  it('says once that the engine does not answer', async () => {
    await edit('hosts/serveur-1.yaml', ['engine'], `unix://${join(folder, 'nowhere.sock')}`);
    const words = (given: string) => `le moteur Docker ne répond pas (ENOENT)\n  valeur donnée : "${given}"\n  à faire : le démarrer, ou voir « chatiere doctor »\n`;
    for (const verb of ['sleep', 'wake']) expect(await run(verb, INSTANCE, 'village-demo.miniflux')).toEqual({ exitCode: 1, stdout: '', stderr: words(`unix://${join(folder, 'nowhere.sock')}`) });
  });
});

describe('wake', () => {
  it('starts who was stopped by somebody, and says that it did not sleep', async () => {
    for (const part of docker.containers.values()) part.running = false;
    expect(seconds((await run('wake', INSTANCE)).stdout)).toBe('mrc-demo.miniflux : était arrêtée, pas endormie ; en marche et en bonne santé en # s.\n');
    expect(docker.done).toEqual(['start database', 'start app']);
  });

  it('says which service does not get healthy, starts nothing that needs it, and keeps the mark', async () => {
    await run('sleep', INSTANCE);
    docker.done.length = 0;
    const exit = docker.containers.get('database') as { running: boolean };
    docker.before = (change) => {
      if (change === 'start database') queueMicrotask(() => (exit.running = false));
    };
    expect(await run('wake', INSTANCE)).toMatchObject({ exitCode: 1, stderr: expect.stringContaining('le service « database » ne se dit pas en bonne santé\n  valeur donnée : "exit 0"\n  à faire : voir docker logs demo--mrc-demo--miniflux--database ; puis relancer la même commande, ou chatiere up --refresh') });
    expect(docker.done).toEqual(['start database']);
    expect(docker.volumes.has(MARKER)).toBe(true);
  });
});

describe('what is due', () => {
  it('is nothing without a schedule, and nothing is changed', async () => {
    expect(await follow(NIGHT)).toEqual([]);
    expect(await run('sleep', '--due')).toEqual({ exitCode: 0, stdout: '', stderr: '' });
    expect(docker.done).toEqual([]);
  });

  it('follows the schedule once, asks for no sleep of who was woken in the window, and wakes who lost its schedule', async () => {
    await edit(`instances/${INSTANCE}.yaml`, ['sleep'], schedule);
    expect(await follow(NOON)).toEqual([]);
    expect(await follow(NIGHT)).toEqual([[INSTANCE, 'slept']]);
    expect(docker.volumes.get(MARKER)).toMatchObject({ [label.asleep]: 'schedule' });
    expect(await follow(NIGHT)).toEqual([]);
    expect(await follow(NOON)).toEqual([[INSTANCE, 'woken']]);
    for (const part of docker.containers.values()) part.startedAt = new Date(NIGHT - 60_000).toISOString();
    expect(await follow(NIGHT)).toEqual([]);
    expect(await follow(NIGHT + 86_400_000)).toEqual([[INSTANCE, 'slept']]);
    await edit(`instances/${INSTANCE}.yaml`, ['sleep'], undefined);
    expect(await follow(NIGHT + 86_400_000)).toEqual([[INSTANCE, 'woken']]);
    expect(docker.volumes.size).toBe(0);
  });

  it('leaves to the next run an instance that somebody works on', async () => {
    await edit(`instances/${INSTANCE}.yaml`, ['sleep'], schedule);
    const held = await takeLock(layoutOf(federation).locks, INSTANCE);
    expect(await follow(NIGHT)).toEqual([[INSTANCE, 'busy']]);
    await held.release();
    expect(docker.done).toEqual([]);
  });
});

it('status says who sleeps and until when, by the clock of the federation', async () => {
  await edit(`instances/${INSTANCE}.yaml`, ['sleep'], schedule);
  await run('sleep', INSTANCE);
  expect((await run('status', INSTANCE)).stdout).toMatch(/endormie jusqu’à \S+ \d+ \S+(,| à) 06 ?[:h] ?00/);
  expect((await english('status', INSTANCE)).stdout).toMatch(/asleep until \w+\.?, .*06:00/);
  expect(JSON.parse((await run('status', INSTANCE, '--json')).stdout)).toMatchObject({ instances: [{ phase: 'asleep', sleep: { by: 'hand', wakesAt: expect.stringMatching(/T1[01]:00:00\.000Z$/) } }] });
});

it('--timer prints units that name this checkout and this federation', async () => {
  const { stdout } = await run('sleep', '--timer');
  expect(stdout).toContain(`/scripts/chatiere -C ${federation} sleep --due\n`);
  expect(stdout).toContain('# /etc/systemd/system/chatiere-sleep-demo.timer\n');
  expect(stdout).toContain('systemctl enable --now chatiere-sleep-demo.timer\n');
});

describe('what stands still before an update', () => {
  const update = async () => beforeUpdate(openSession(federation), INSTANCE);

  it('is started in order, but for what never ran; one that cannot start is no reason not to update', async () => {
    for (const part of docker.containers.values()) part.running = false;
    docker.add('half-made', 'service', { running: false, startedAt: '0001-01-01T00:00:00Z' });
    docker.refused.add('app');
    expect(await update()).toEqual(['database', 'app']);
    expect(docker.done).toEqual(['start database']);
  });

  it('is nothing where all runs, or where the stack is no instance’s', async () => {
    expect(await update()).toEqual([]);
    expect(await beforeUpdate(openSession(federation), 'identity')).toEqual([]);
    expect(docker.done).toEqual([]);
  });
});
