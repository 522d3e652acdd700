import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { cacheFolder } from './folder.ts';

const DAY = 24 * 60 * 60 * 1000;

/** Remembers for a day that something cannot be downloaded here, so that a closed network pays for the attempt once. */
export async function rememberRefusal(name: string, reason: string, cache: string = cacheFolder(), now: Date = new Date()): Promise<void> {
  await mkdir(join(cache, 'refusals'), { recursive: true });
  await writeFile(file(name, cache), `${JSON.stringify({ at: now.toISOString(), reason })}\n`);
}

export async function isRefused(name: string, cache: string = cacheFolder(), now: Date = new Date()): Promise<boolean> {
  try {
    const { at } = JSON.parse(await readFile(file(name, cache), 'utf8')) as { at: string };
    const age = now.getTime() - Date.parse(at);
    return age >= 0 && age < DAY;
  } catch {
    return false;
  }
}

/** For a network that has since been opened. */
export async function forgetRefusals(cache: string = cacheFolder()): Promise<void> {
  await rm(join(cache, 'refusals'), { recursive: true, force: true });
}

const file = (name: string, cache: string) => join(cache, 'refusals', `${name}.json`);
