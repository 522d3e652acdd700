import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { homedir } from 'node:os';
import { join } from 'node:path';
import { CHECKOUT } from '../demo.ts';
import type { ValueKind } from '../verb.ts';

/** What a name of ours may hold: nothing that a shell would read. */
const NAME = /^[a-z0-9][A-Za-z0-9._-]*$/;

/** Names of the files of a folder. Not validated: a federation with a mistake in it is completed all the same. */
function filesOf(folder: string): string[] {
  return entriesOf(folder).filter((file) => file.endsWith('.yaml')).map((file) => file.slice(0, -'.yaml'.length));
}

const entriesOf = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Candidates of a kind, of the federation at hand and of the catalog; sorted, without repetition. */
export async function candidatesOf(kind: ValueKind, federation: string | undefined): Promise<string[]> {
  const own = (folder: string) => (federation === undefined ? [] : filesOf(join(federation, folder)));
  const catalogs = [CHECKOUT, ...(federation === undefined ? [] : [federation])].map((folder) => join(folder, 'catalog'));
  const found: Readonly<Record<Exclude<ValueKind, 'file' | 'directory'>, () => string[] | Promise<string[]>>> = {
    stack: () => (federation === undefined ? [] : ['identity', ...own('hosts').map((host) => `host.${host}`), ...own('organizations'), ...own('instances')]),
    instance: () => own('instances'),
    organization: () => own('organizations'),
    operator: () => own('operators'),
    host: () => own('hosts'),
    metered: () => [...own('instances'), ...own('organizations'), ...own('hosts'), ...own('operators')],
    order: () => own('orders'),
    app: () => catalogs.flatMap((catalog) => entriesOf(catalog).filter((app) => isApp(join(catalog, app)))),
    entry: () => catalogs.flatMap((catalog) => entriesOf(catalog).filter((app) => releasesOf(join(catalog, app)).length > 0)),
    release: () => catalogs.flatMap((catalog) => entriesOf(catalog).flatMap((app) => releasesOf(join(catalog, app)))),
    plan: () => keysOf(catalogs.map((catalog) => join(catalog, 'plans.yaml'))),
    image: () => keysOf(catalogs.map((catalog) => join(catalog, 'images.lock.yaml'))),
    schema: async () => {
      const { allSchemas } = await import('../schemas.ts');
      return Object.keys(allSchemas());
    },
  };
  const list = kind === 'file' || kind === 'directory' ? [] : await found[kind]();
  return [...new Set(list)].filter((name) => NAME.test(name)).toSorted();
}

const releasesOf = (app: string): string[] => (app.endsWith('.yaml') || app.endsWith('.md') ? [] : safely(() => entriesOf(app).filter((release) => existsSync(join(app, release, 'app.yaml')))));

/** Platform entries are not ordered. */
const isApp = (folder: string): boolean => releasesOf(folder).some((release) => safely(() => [readFileSync(join(folder, release, 'app.yaml'), 'utf8')]).some((sheet) => /^kind: *app\b/m.test(sheet)));

async function keysOf(files: readonly string[]): Promise<string[]> {
  const { parse } = await import('yaml');
  return files.filter((file) => existsSync(file)).flatMap((file) => safely(() => Object.keys((parse(readFileSync(file, 'utf8')) ?? {}) as object)));
}

function safely(read: () => string[]): string[] {
  try {
    return read();
  } catch {
    return [];
  }
}

/** A word as the shell would hand it over: quotes off, `~` written out; variables stay as they are. */
export function unquoted(word: string): string {
  const bare = word.replace(/^(["'])(.*?)\1?$/s, '$2').replace(/\\(.)/g, '$1');
  return bare === '~' || bare.startsWith('~/') ? join(homedir(), bare.slice(1)) : bare;
}
