import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { ContentHash } from '../../../tools/images/index.ts';
import { type Entry, entryPath, ensureEntry } from '../cache/index.ts';
import { writeBundle } from './bundle.ts';
import { CHECKOUT } from './checkout.ts';

const SOURCES = join(CHECKOUT, 'tools', 'plugins');
const ENTRY = 'plugin';

let key: string | undefined;
/** One for all of them: they share the server. Packages by their lock. */
function keyOfSources(): string {
  const read = (...path: string[]): Buffer => readFileSync(join(CHECKOUT, ...path));
  return (key ??= new ContentHash().folder('plugins', SOURCES).value('packages', read('package-lock.json')).value('bundler', read('modules', 'engine', 'toolchain', 'bundle.ts')).hex());
}

const entryOf = (name: string): Entry => ({ name: `stand-in-${name}`, key: keyOfSources() });

/** Where the program of a stand-in plugin is, made or not: a pure function of files of the checkout. */
export const standInProgram = (name: string): string => join(entryPath(entryOf(name)), `${ENTRY}.mjs`);

/** The program of a stand-in plugin as one file, kept in the cache: it is started by every run, and from its sources that takes twice as long. */
export async function ensureStandIn(name: string): Promise<string> {
  await ensureEntry(entryOf(name), (folder) => writeBundle({ entry: ENTRY, sources: [] }, join(SOURCES, name), folder));
  return standInProgram(name);
}
