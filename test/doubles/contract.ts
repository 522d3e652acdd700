import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { parse } from 'yaml';
import { z } from 'zod';

/** `test/doubles/<app>/contract.yaml`: what upstream documents of an app, each row with its source. Doubles refuse all else; entries may use nothing else. */

const Row = { source: z.string(), note: z.string().optional() };
const Path = z.string().regex(/^\/\S*$/);
const Count = z.union([z.int().min(0), z.tuple([z.int().min(0), z.int().min(0)])]);

/** A file of upstream's, as it was read; or a file or folder of this repository, for what is our own. */
export const Source = z.union([
  z.strictObject({
    repository: z.string().regex(/^[\w.-]+\/[\w.-]+$/),
    path: z.string().min(1),
    commit: z.string().regex(/^[0-9a-f]{40}$/),
    /** Day on which the file was read for this table. */
    read: z.iso.date(),
    note: z.string().optional(),
  }),
  z.strictObject({ own: z.string().refine((path) => existsSync(join(import.meta.dirname, '..', '..', path)), 'no such path in this repository') }),
]);

export const Variable = z.strictObject({
  ...Row,
  /** When the app reads it: at its first installation only, at every start, or at every request. */
  applies: z.enum(['install', 'start', 'request']),
  /** `<NAME>_FILE` is read in its stead. */
  file: z.boolean().default(false),
  values: z.array(z.string()).optional(),
  pattern: z.string().optional(),
});

export const Command = z.strictObject({
  ...Row,
  /** Words that every call begins with: program, sub-commands. */
  argv: z.array(z.string()).min(1),
  /** `word`: with a value that is the next word, never joined by `=`. */
  options: z.record(z.string().startsWith('-'), z.enum(['value', 'word', 'flag'])).default({}),
  /** How many words may follow beside the options: exactly n, or from n to m. */
  arguments: Count.default(0),
  /** Allowed words, by position; positions that are absent take any. */
  words: z.array(z.array(z.string())).default([]),
  /** False where the row follows from what was read but could not be seen for this very version. */
  confirmed: z.boolean(),
});

export const Contract = z.looseObject({
  app: z.string(),
  version: z.string(),
  /** Names of images.lock.yaml whose services, jobs and queries this table governs; the app's own when absent. */
  images: z.array(z.string()).optional(),
  sources: z.record(z.string(), Source),
  environment: z.record(z.string().regex(/^[A-Za-z_]\w*$/), Variable).default({}),
  commands: z.array(Command).default([]),
  /** `{name}` stands for one segment of a path. */
  endpoints: z.array(z.strictObject({ ...Row, method: z.string(), path: Path, answers: z.string() })).default([]),
  redirects: z.array(z.strictObject({ ...Row, path: Path, kind: z.enum(['redirect', 'post-logout', 'backchannel']) })).default([]),
  /** Config of compose.yaml that is a JSON document -> `section.key` -> row. */
  documents: z.record(z.string(), z.record(z.string(), z.strictObject({ ...Row, type: z.string() }))).default({}),
  /** Tables and columns that usage queries read. */
  tables: z.record(z.string(), z.strictObject({ ...Row, columns: z.array(z.string()).min(1) })).default({}),
  unconfirmed: z.array(z.string()),
});
export type Contract = z.infer<typeof Contract>;
export type Command = z.infer<typeof Command>;
export type Variable = z.infer<typeof Variable>;

/** Every contract of this folder. Throws where one is not of the form above. */
export function loadContracts(folder: string = import.meta.dirname): Contract[] {
  const files = readdirSync(folder).sort().map((app) => join(folder, app, 'contract.yaml')).filter((file) => existsSync(file));
  return files.map((file) => Contract.parse(parse(readFileSync(file, 'utf8'))));
}

/** Rows whose source is not among the sources, and sources that no row names. */
export function sourceGaps(contract: Contract): string[] {
  const named = new Set<string>();
  const gaps: string[] = [];
  const { sources, unconfirmed: _, ...tables } = contract;
  for (const [place, row] of rowsIn(tables)) {
    named.add(row.source);
    if (!Object.hasOwn(sources, row.source)) gaps.push(`${place}: no source ${row.source}`);
  }
  for (const source of Object.keys(sources)) if (!named.has(source)) gaps.push(`sources.${source}: no row names it`);
  for (const table of ['environment', 'commands', 'endpoints', 'redirects', 'documents', 'tables'] as const) {
    for (const [place, value] of leavesOf(contract[table], table)) if (!('source' in value)) gaps.push(`${place}: no source`);
  }
  return gaps;
}

function* rowsIn(value: unknown, place = ''): Generator<[string, { source: string }]> {
  if (typeof value !== 'object' || value === null) return;
  if ('source' in value && typeof value.source === 'string') yield [place, { source: value.source }];
  for (const [key, inner] of Object.entries(value)) yield* rowsIn(inner, place === '' ? key : `${place}.${key}`);
}

/** The rows of a table: one level down, two in `documents`. */
function* leavesOf(table: object, place: string): Generator<[string, object]> {
  for (const [key, row] of Object.entries(table)) {
    if (place === 'documents') yield* leavesOf(row as object, `${place}.${key}`);
    else yield [`${place}.${key}`, row as object];
  }
}
