import { mkdir } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import lockfile from 'proper-lockfile';
import { cacheFolder } from './folder.ts';

export interface LockOptions {
  /** The cache; default: `cacheFolder()`. */
  readonly cache?: string;
  /** Called once, when another process holds the lock. */
  readonly waiting?: () => void;
  /** Milliseconds without a sign of life after which a holder counts as dead; default 8000, at least 2000. */
  readonly stale?: number;
}

/**
 * Runs `work` while no other process of this machine runs work under the same name. Waits as long as the holder lives;
 * a holder that was killed gives no sign of life any more and its lock is broken.
 */
export async function withLock<T>(name: string, work: () => Promise<T>, options: LockOptions = {}): Promise<T> {
  const folder = join(options.cache ?? cacheFolder(), 'locks');
  await mkdir(folder, { recursive: true });
  const release = await acquire(join(folder, name), options);
  try {
    return await work();
  } finally {
    // Already gone when this process was suspended so long that another took it for dead; that is no failure of the work.
    await release().catch(() => undefined);
  }
}

async function acquire(file: string, { stale = 8000, waiting }: LockOptions): Promise<() => Promise<void>> {
  for (let told = false; ; ) {
    try {
      return await lockfile.lock(file, { realpath: false, stale, update: stale / 4, onCompromised: () => undefined });
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ELOCKED') throw error;
      if (!told) waiting?.();
      told = true;
      await delay(200);
    }
  }
}
