import { execFileSync } from 'node:child_process';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, readlinkSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { ChatiereError, type Language, type Problem, renderProblem } from '../../modules/kernel/index.ts';

export const CHECKOUT = join(import.meta.dirname, '..', '..');

/** What a test does to a folder before it is read: `[file, from, to]` replaces text that must be there; `[file, text]` writes a file; the others make what is named in a file's place. */
export type Edit =
  | readonly [file: string, from: string, to: string]
  | readonly [file: string, content: string | Uint8Array]
  | { readonly link: string; readonly to: string }
  | { readonly folder: string }
  | { readonly pipe: string };

/** Runs `use` in an edited copy of a folder, and removes the copy. */
export function inCopyOf<T>(source: string, edits: readonly Edit[], use: (folder: string) => T): T {
  const parent = mkdtempSync(join(tmpdir(), 'chatiere-test-'));
  const folder = join(parent, 'catalog');
  try {
    cpSync(source, folder, { recursive: true });
    for (const edit of edits) apply(folder, edit);
    return use(folder);
  } finally {
    rmSync(parent, { recursive: true, force: true });
  }
}

function apply(folder: string, edit: Edit): void {
  if ('link' in edit) return inPlace(folder, edit.link, (path) => symlinkSync(edit.to, path));
  if ('folder' in edit) return inPlace(folder, edit.folder, (path) => void mkdirSync(path));
  if ('pipe' in edit) return inPlace(folder, edit.pipe, (path) => void execFileSync('mkfifo', [path]));
  const path = join(folder, edit[0]);
  if (edit.length === 2) {
    mkdirSync(dirname(path), { recursive: true });
    return writeFileSync(path, edit[1]);
  }
  const before = readFileSync(path, 'utf8');
  if (!before.includes(edit[1])) throw new Error(`${edit[0]} does not hold ${edit[1]}`);
  writeFileSync(path, before.replace(edit[1], () => edit[2]));
}

function inPlace(folder: string, file: string, make: (path: string) => void): void {
  rmSync(join(folder, file), { recursive: true, force: true });
  make(join(folder, file));
}

/** Every name below a folder with what is there, byte for byte; links are not followed, and what is neither file nor folder is named by its kind. */
export function contents(folder: string): Readonly<Record<string, string>> {
  return Object.fromEntries(readdirSync(folder, { withFileTypes: true }).flatMap((entry): [string, string][] => {
    const path = join(folder, entry.name);
    if (entry.isDirectory()) return [[path, 'folder'], ...Object.entries(contents(path))];
    return [[path, entry.isFile() ? readFileSync(path).toString('base64') : entry.isSymbolicLink() ? `-> ${readlinkSync(path)}` : 'other']];
  }));
}

/** The problems that something throws; an empty list when it throws none. */
export function problemsOf(work: () => unknown): readonly Problem[] {
  try {
    work();
  } catch (error) {
    if (error instanceof ChatiereError) return error.problems;
    throw error;
  }
  return [];
}

/** One input that is refused, and every word of the refusal. */
export interface Refusal {
  readonly name: string;
  readonly edits: readonly Edit[];
  readonly fr: readonly string[];
  readonly en: readonly string[];
}

export const words = (problems: readonly Problem[], language: Language): string[] => problems.flatMap((problem) => renderProblem(problem, language).split('\n'));
