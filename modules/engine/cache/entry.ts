import { randomBytes } from 'node:crypto';
import { existsSync } from 'node:fs';
import { mkdir, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { cacheFolder } from './folder.ts';
import { type LockOptions, withLock } from './lock.ts';

/** Something kept in the cache: a folder that exists only when it is complete. */
export interface Entry {
  /** What it is, such as `pulumi`. */
  readonly name: string;
  /** Hash of all that it is made from; another recipe is another entry. */
  readonly key: string;
}

/** Absolute path of an entry's folder, whether it exists or not. */
export const entryPath = (entry: Entry, cache: string = cacheFolder()): string => join(cache, `${entry.name}-${entry.key.slice(0, 12)}`);

/** The entry's folder if it is there. */
export function findEntry(entry: Entry, cache?: string): string | undefined {
  const path = entryPath(entry, cache);
  return existsSync(path) ? path : undefined;
}

/**
 * The folder of an entry, made by `build` if it is not there. `build` fills a folder with a temporary name that gets its own
 * name only at the end, so a build that fails or is killed leaves nothing that is taken for complete. Of several processes that
 * ask at once, one builds and the others wait.
 */
export async function ensureEntry(entry: Entry, build: (folder: string) => Promise<void>, options: LockOptions = {}): Promise<string> {
  const path = entryPath(entry, options.cache);
  if (existsSync(path)) return path;
  return withLock(basename(path), async () => {
    if (existsSync(path)) return path;
    await removeLeftovers(path);
    const partial = `${path}.partial-${randomBytes(4).toString('hex')}`;
    await mkdir(partial, { recursive: true });
    try {
      await build(partial);
      await rename(partial, path);
    } catch (error) {
      await rm(partial, { recursive: true, force: true });
      throw error;
    }
    return path;
  }, options);
}

/** Called under the entry's lock: whoever made these is dead. */
async function removeLeftovers(path: string): Promise<void> {
  const folder = dirname(path);
  await mkdir(folder, { recursive: true });
  for (const name of await readdir(folder)) {
    if (name.startsWith(`${basename(path)}.partial-`)) await rm(join(folder, name), { recursive: true, force: true });
  }
}
