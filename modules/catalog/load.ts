import { existsSync } from 'node:fs';
import { basename, join, resolve } from 'node:path';
import type { z } from 'zod';
import { ChatiereError, isSegment, type Problem, segmentRule, sha256, text } from '../kernel/index.ts';
import { AppSheet, ImageLock } from './app.ts';
import type { Catalog, Release } from './catalog.ts';
import { checkEntry } from './checks.ts';
import { readCompose } from './compose-read.ts';
import { RawCompose } from './compose-schema.ts';
import { ReleaseName } from './fields.ts';
import { type Files, readFiles } from './files.ts';
import { rules } from './messages.ts';
import { Plans } from './plans.ts';
import { publishedProblems } from './published.ts';
import { checkSheetVariables, EntryReader } from './reader.ts';
import { parseSheet, type Sheet } from './sheet.ts';
import { variablesOf } from './variables.ts';

/** What several directories add up to while they are read. */
interface Draft {
  readonly apps: Map<string, Map<string, Release>>;
  readonly plans: Plans;
  readonly images: ImageLock;
  /** Lists that could not be read: what refers to them is not checked. */
  readonly broken: Set<string>;
  readonly locks: { sheet: Sheet<ImageLock>; names: ReadonlySet<string> }[];
  readonly problems: Problem[];
}

/**
 * Loads a catalog directory, and those that a federation adds to it (which may add apps, releases, plans and images, and change none).
 * An added directory that does not exist is passed over. Throws one `ChatiereError` with every problem of every file.
 */
export function loadCatalog(directory: string, ...additions: readonly string[]): Catalog {
  const draft: Draft = { apps: new Map(), plans: {}, images: {}, broken: new Set(), locks: [], problems: [] };
  const folders = [resolve(directory), ...additions.filter((folder) => existsSync(folder)).map((folder) => resolve(folder))];
  const contents = folders.map((folder) => ({ folder, files: readFolder(folder, draft) }));
  for (const { folder, files } of contents) addLists(draft, folder, files);
  for (const { folder, files } of contents) addEntries(draft, folder, files);
  if (draft.problems.length > 0) throw new ChatiereError(draft.problems);
  return {
    directory: folders[0] as string,
    apps: draft.apps,
    plans: draft.plans,
    images: draft.images,
    placeOfImage: (name, field) => draft.locks.find(({ names }) => names.has(name))?.sheet.at([name, field]) ?? {},
  };
}

function readFolder(folder: string, draft: Draft): Files {
  if (existsSync(folder)) return readFiles(folder, draft.problems, `${basename(folder)}/`);
  throw new ChatiereError({ code: 'no-catalog', what: text('dossier du catalogue introuvable', 'catalog directory not found'), given: folder });
}

/** plans.yaml and images.lock.yaml: a name may stand in two directories only if it means the same. */
function addLists(draft: Draft, folder: string, files: Files): void {
  const read = <T>(name: string, schema: z.ZodType<T>): Sheet<T> | undefined => {
    const content = files.get(name);
    const sheet = content === undefined ? undefined : parseSheet(`${basename(folder)}/${name}`, content, schema, draft.problems);
    if (content !== undefined && !sheet) draft.broken.add(name);
    return sheet;
  };
  const merge = <V>(target: Record<string, V>, sheet: Sheet<Record<string, V>>): void => {
    for (const [name, value] of Object.entries(sheet.value)) {
      if (Object.hasOwn(target, name) && JSON.stringify(target[name]) !== JSON.stringify(value)) {
        draft.problems.push({ code: 'redefined', what: text('nom déjà défini autrement par le catalogue', 'name that the catalog already defines otherwise'), where: sheet.at([name], 'key'), given: name });
      } else target[name] = value;
    }
  };
  const plans = read('plans.yaml', Plans);
  if (plans) merge(draft.plans, plans);
  const lock = read('images.lock.yaml', ImageLock);
  if (!lock) return;
  merge(draft.images, lock);
  draft.locks.push({ sheet: lock, names: new Set(Object.keys(lock.value)) });
}

function addEntries(draft: Draft, folder: string, files: Files): void {
  const entries = new Set([...files.keys()].filter((path) => path.split('/').length > 2).map((path) => path.split('/').slice(0, 2).join('/')));
  for (const entry of entries) {
    const [app, name] = entry.split('/') as [string, string];
    const file = `${basename(folder)}/${entry}`;
    if (!isSegment(app)) draft.problems.push({ code: 'app-name', what: text('nom de logiciel invalide', 'invalid name of an app'), where: { file }, given: app, allowed: segmentRule });
    else if (!ReleaseName.safeParse(name).success) draft.problems.push({ code: 'release-name', what: text('nom de version invalide', 'invalid name of a release'), where: { file }, given: name, allowed: rules.release });
    else if (draft.apps.get(app)?.has(name)) draft.problems.push({ code: 'redefined', what: text('version que le catalogue a déjà', 'release that the catalog already has'), where: { file }, given: entry });
    else addEntry(draft, folder, entry, below(files, `${entry}/`));
  }
  draft.problems.push(...publishedProblems(basename(folder), files.get('published.lock') ?? '', [...draft.apps.values()].flatMap((releases) => [...releases.values()])));
}

function addEntry(draft: Draft, folder: string, entry: string, files: Files): void {
  const [app, release] = entry.split('/') as [string, string];
  const { problems } = draft;
  const read = <T>(name: string, schema: z.ZodType<T>): Sheet<T> | undefined => {
    const content = files.get(name);
    if (content !== undefined) return parseSheet(`${basename(folder)}/${entry}/${name}`, content, schema, problems);
    problems.push({ code: 'missing-file', what: text('fichier absent', 'missing file'), where: { file: `${basename(folder)}/${entry}/${name}` } });
    return undefined;
  };
  const sheet = read('app.yaml', AppSheet);
  const raw = read('compose.yaml', RawCompose);
  if (!sheet || !raw) return;
  const used = new Set<string>();
  const variables = variablesOf(sheet.value, Object.keys(raw.value.services));
  const reader = new EntryReader(raw, problems, variables, used, true);
  const compose = readCompose(reader, files);
  checkSheetVariables(sheet, variables, used, problems);
  checkEntry({ sheet, raw, compose, used, images: draft.broken.has('images.lock.yaml') ? undefined : draft.images, plans: draft.broken.has('plans.yaml') ? undefined : draft.plans, problems });
  const releases = draft.apps.get(app) ?? new Map<string, Release>();
  draft.apps.set(app, releases.set(release, { app, release, sheet: sheet.value, compose, digest: digestOfFiles(files), folder: join(folder, entry) }));
}

const below = (files: Files, prefix: string): Files => new Map([...files].filter(([path]) => path.startsWith(prefix)).map(([path, content]) => [path.slice(prefix.length), content]));

/** SHA-256 over `path NUL sha256(content) LF` of every file, sorted by path. */
function digestOfFiles(files: Files): string {
  return sha256([...files].map(([path, content]) => `${path}\0${sha256(content)}\n`).sort().join(''));
}
