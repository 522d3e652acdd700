import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { hostname, userInfo } from 'node:os';
import { dirname, join } from 'node:path';
import { lock as guard } from 'proper-lockfile';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';
import { canLook, isRunning, processOf } from './process.ts';

/** Who works on a stack. */
export interface Owner {
  readonly pid: number;
  readonly user: string;
  readonly machine: string;
  /** ISO 8601 */
  readonly startedAt: string;
  readonly heartbeatAt: string;
  /** Start of the process in clock ticks since boot, so that a pid that was given out again is not taken for the owner; Linux only. */
  readonly ticks?: string;
}

export interface Held {
  /** The dead owner whose lock was cleared. */
  readonly cleared: Owner | undefined;
  release(): Promise<void>;
}

const HEARTBEAT_MS = 5000;

/**
 * Takes the lock of a stack: `<folder>/<stack>.json`, mode 0600. The lock of a dead process of this machine is cleared;
 * one from another machine counts as alive. Throws with exit code 4 and the owner's name.
 */
export async function takeLock(folder: string, stack: string): Promise<Held> {
  const file = join(folder, `${stack}.json`);
  const mine = thisProcess();
  const cleared = await guarded(file, async () => {
    const owner = await readOwner(file);
    if (owner && isAlive(owner)) throw locked(stack, owner, file);
    await write(file, mine);
    return owner;
  });
  let beating: Promise<void> = Promise.resolve();
  const beat = setInterval(() => {
    beating = write(file, { ...mine, heartbeatAt: new Date().toISOString() }).catch(() => undefined);
  }, HEARTBEAT_MS);
  beat.unref();
  return {
    cleared,
    async release() {
      clearInterval(beat);
      await beating;
      await rm(file, { force: true });
    },
  };
}

/** Lock objects that Pulumi itself left in its state: those of dead processes of this machine are removed, a live one refuses. */
export async function clearEngineLock(folder: string, stack: string, list: (folder: string) => Promise<string[]>): Promise<Owner[]> {
  const cleared: Owner[] = [];
  for (const name of await list(folder)) {
    if (!name.endsWith('.json')) continue;
    const file = join(folder, name);
    const lock = parse(await readFile(file, 'utf8').catch(() => '')) as { pid: number; username: string; hostname: string; timestamp: string } | undefined;
    const owner: Owner | undefined = lock && { pid: lock.pid, user: lock.username, machine: lock.hostname, startedAt: lock.timestamp, heartbeatAt: lock.timestamp };
    if (owner && isAlive(owner) && mayBePulumi(owner)) throw locked(stack, owner, file);
    await rm(file, { force: true });
    await rm(`${file}.attrs`, { force: true });
    if (owner) cleared.push(owner);
  }
  return cleared;
}

/** Another machine's process is alive as far as we can know. */
export function isAlive(owner: Owner): boolean {
  if (owner.machine !== hostname()) return true;
  if (owner.ticks !== undefined && canLook() && owner.ticks !== processOf(owner.pid)?.ticks) return false;
  return isRunning(owner.pid);
}

/** A pid of this machine that was given out again belongs to something else; Linux only. */
const mayBePulumi = ({ pid, machine }: Owner): boolean => machine !== hostname() || !canLook() || processOf(pid)?.name === 'pulumi';

function locked(stack: string, owner: Owner, file: string): ChatiereError {
  const who = `${owner.user}@${owner.machine}, pid ${owner.pid}`;
  return new ChatiereError({
    code: 'locked',
    what: text(
      `la pile « ${stack} » est occupée par ${who}, depuis ${owner.startedAt} (dernier signe : ${owner.heartbeatAt})`,
      `stack "${stack}" is in use by ${who}, since ${owner.startedAt} (last sign of life: ${owner.heartbeatAt})`,
    ),
    next: text(
      `attendre la fin de cette opération ; si cette machine n’existe plus, supprimer ${file}`,
      `wait until that operation ends; if that machine is gone, remove ${file}`,
    ),
  }, ExitCode.locked);
}

function thisProcess(): Owner {
  const now = new Date().toISOString();
  const ticks = canLook() ? processOf(process.pid)?.ticks : undefined;
  return { pid: process.pid, user: userInfo().username, machine: hostname(), startedAt: now, heartbeatAt: now, ...(ticks === undefined ? {} : { ticks }) };
}

/** An unreadable lock, as a full disk leaves it, has no owner. */
const readOwner = async (file: string): Promise<Owner | undefined> => parse(await readFile(file, 'utf8').catch(() => '')) as Owner | undefined;

function parse(content: string): unknown {
  try {
    return JSON.parse(content);
  } catch {
    return undefined;
  }
}

async function write(file: string, owner: Owner): Promise<void> {
  const next = `${file}.${process.pid}.next`;
  await writeFile(next, JSON.stringify(owner), { mode: 0o600 });
  await rename(next, file);
}

/** Reading and taking are one act among all processes; the guard of a process that died in it lapses after ten seconds. */
async function guarded<T>(file: string, act: () => Promise<T>): Promise<T> {
  await mkdir(dirname(file), { recursive: true, mode: 0o700 });
  const release = await guard(file, { realpath: false, stale: 10_000, retries: { retries: 60, minTimeout: 50, maxTimeout: 500 } });
  try {
    return await act();
  } finally {
    await release();
  }
}
