import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { copyFile, mkdir, mkdtemp, readFile, readdir, rm, stat, writeFile } from 'node:fs/promises';
import { hostname, tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { isAlive, takeLock } from '../../modules/engine/lock.ts';
import { withLocks } from '../../modules/engine/locks.ts';
import { isRunning, processOf } from '../../modules/engine/process.ts';
import { type Layout, layoutOf } from '../../modules/engine/layout.ts';
import { ChatiereError, ExitCode, type Text } from '../../modules/kernel/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-locks-'));
});
afterEach(() => rm(folder, { recursive: true }));

/** The pid of a process that has ended. */
async function deadPid(): Promise<number> {
  const child = spawn('true');
  await once(child, 'exit');
  return child.pid as number;
}

const owner = (pid: number, machine = hostname()) => ({ pid, machine, user: 'camille', startedAt: '2026-11-23T20:00:00.000Z', heartbeatAt: '2026-11-23T20:00:05.000Z' });
const put = (stack: string, content: unknown) => writeFile(join(folder, `${stack}.json`), JSON.stringify(content));
const caught = (promise: Promise<unknown>): Promise<ChatiereError> => promise.then(() => Promise.reject(new Error('nothing was thrown')), (error: ChatiereError) => error);

it('is for the owner only, and gone after release', async () => {
  const lock = await takeLock(folder, 'identity');
  const file = join(folder, 'identity.json');
  expect((await stat(file)).mode & 0o777).toBe(0o600);
  expect(JSON.parse(await readFile(file, 'utf8'))).toMatchObject({ pid: process.pid, machine: hostname() });
  expect(lock.cleared).toBeUndefined();
  await lock.release();
  expect(await readdir(folder)).toEqual([]);
});

it('held by a living process refuses with its name and exit code 4', async () => {
  const held = await takeLock(folder, 'identity');
  const error = await caught(takeLock(folder, 'identity'));
  expect(error.exitCode).toBe(ExitCode.locked);
  expect(error.problems[0]?.what.fr).toMatch(new RegExp(`^la pile « identity » est occupée par .*@${hostname()}, pid ${process.pid}, depuis `));
  expect(error.problems[0]?.what.en).toMatch(new RegExp(`^stack "identity" is in use by .*@${hostname()}, pid ${process.pid}, since `));
  await held.release();
  await (await takeLock(folder, 'identity')).release();
});

it('of a dead process of this machine is cleared and told', async () => {
  const pid = await deadPid();
  await put('identity', owner(pid));
  const lock = await takeLock(folder, 'identity');
  expect(lock.cleared).toMatchObject({ pid, user: 'camille' });
  await lock.release();
});

it('of a pid that was given out again is that of a dead process', () => {
  expect(isAlive({ ...owner(process.pid), ticks: '1' })).toBe(false);
  expect(isAlive(owner(process.pid))).toBe(true);
});

it('of a process that has ended, but whose end nobody has asked for, is cleared', async () => {
  // The shell has become a sleep, which does not ask for its child's end, by the time that this ends.
  const parent = spawn('sh', ['-c', 'sleep 0.3 & echo $!; exec sleep 600'], { stdio: ['ignore', 'pipe', 'ignore'] });
  const [pid] = (await once(parent.stdout, 'data')).map(Number) as [number];
  try {
    await expect.poll(() => processOf(pid)?.ended).toBe(true);
    expect(isRunning(pid)).toBe(false);
    await put('identity', { ...owner(pid), ticks: processOf(pid)?.ticks });
    const lock = await takeLock(folder, 'identity');
    expect(lock.cleared).toMatchObject({ pid });
    await lock.release();
  } finally {
    parent.kill();
    await once(parent, 'exit');
  }
});

it('of another machine counts as alive', async () => {
  await put('identity', owner(1, 'serveur-lointain'));
  const error = await caught(takeLock(folder, 'identity'));
  expect(error.exitCode).toBe(ExitCode.locked);
  expect(error.problems[0]?.what.en).toBe('stack "identity" is in use by camille@serveur-lointain, pid 1, since 2026-11-23T20:00:00.000Z (last sign of life: 2026-11-23T20:00:05.000Z)');
  expect(error.problems[0]?.next?.en).toContain(join(folder, 'identity.json'));
});

it('left empty by a full disk has no owner', async () => {
  await writeFile(join(folder, 'identity.json'), '');
  await (await takeLock(folder, 'identity')).release();
});

it('of two that ask at once, one gets it', async () => {
  const answers = await Promise.allSettled([takeLock(folder, 'a'), takeLock(folder, 'a'), takeLock(folder, 'a')]);
  expect(answers.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected', 'rejected']);
  for (const answer of answers) if (answer.status === 'fulfilled') await answer.value.release();
});

it('all are taken or none, and Pulumi’s own lock of a dead process is cleared', async () => {
  const layout = layoutOf(folder);
  const engineLocks = join(layout.state, '.pulumi', 'locks', 'organization', 'chatiere', 'b');
  await mkdir(engineLocks, { recursive: true });
  const pid = await deadPid();
  await writeFile(join(engineLocks, 'x.json'), JSON.stringify({ pid, username: 'camille', hostname: hostname(), timestamp: '2026-11-23T20:00:00Z' }));
  const told: Text[] = [];
  await withLocks(layout, ['a', 'b'], (progress) => progress.kind === 'note' && told.push(progress.text), async () => {
    expect(await readdir(engineLocks)).toEqual([]);
    const error = await caught(withLocks(layout, ['0', 'b'], () => undefined, async () => undefined));
    expect(error.exitCode).toBe(ExitCode.locked);
    expect((await readdir(layout.locks)).toSorted()).toEqual(['a.json', 'b.json']);
  });
  expect(told.map(({ fr }) => fr)).toEqual([`pile « b » : verrou d’un processus disparu levé (pid ${pid}, camille, depuis 2026-11-23T20:00:00Z)`]);
  expect(await readdir(layout.locks)).toEqual([]);
});

describe('of Pulumi’s', () => {
  async function lockedBy(pid: number): Promise<{ layout: Layout; engineLocks: string }> {
    const layout = layoutOf(folder);
    const engineLocks = join(layout.state, '.pulumi', 'locks', 'organization', 'chatiere', 'a');
    await mkdir(engineLocks, { recursive: true });
    await writeFile(join(engineLocks, 'x.json'), JSON.stringify({ pid, username: 'camille', hostname: hostname(), timestamp: '2026-11-23T20:00:00Z' }));
    return { layout, engineLocks };
  }

  it('held by a living Pulumi refuses', async () => {
    const program = join(folder, 'pulumi');
    await copyFile('/bin/sleep', program);
    const pulumi = spawn(program, ['600'], { stdio: 'ignore' });
    await once(pulumi, 'spawn');
    try {
      const { layout, engineLocks } = await lockedBy(pulumi.pid as number);
      const error = await caught(withLocks(layout, ['a'], () => undefined, async () => undefined));
      expect(error.exitCode).toBe(ExitCode.locked);
      expect(await readdir(engineLocks)).toEqual(['x.json']);
      expect(await readdir(layout.locks)).toEqual([]);
    } finally {
      pulumi.kill();
      await once(pulumi, 'exit');
    }
  });

  it('with a pid that something else has now is cleared', async () => {
    const { layout, engineLocks } = await lockedBy(process.pid);
    await withLocks(layout, ['a'], () => undefined, async () => expect(await readdir(engineLocks)).toEqual([]));
  });
});
