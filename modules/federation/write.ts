import { closeSync, existsSync, fsyncSync, linkSync, mkdirSync, openSync, renameSync, rmSync, writeSync } from 'node:fs';
import { dirname, join } from 'node:path';
import type { Catalog, Files } from '../catalog/index.ts';
import { ChatiereError, type Problem, text } from '../kernel/index.ts';
import { nameProblems } from './layout.ts';
import { parseFederation, readFederation } from './load.ts';

/** A file of a federation directory that is about to be written. */
export interface FileChange {
  /** Path relative to the directory. */
  readonly file: string;
  readonly text: string;
  /** `create` refuses to overwrite; `replace` expects the file. */
  readonly mode: 'create' | 'replace';
}

/** Throws a `ChatiereError` with everything that would be wrong in the directory after some changes. Writes nothing. */
export function checkChanges(directory: string, catalog: Catalog, changes: readonly FileChange[]): void {
  const { files, problems } = readFederation(directory);
  const there = changes.filter(({ file, mode }) => mode === 'create' && files.has(file));
  if (there.length > 0) throw new ChatiereError(there.map(({ file }) => alreadyThere(file)));
  problems.push(...changes.flatMap(({ file }) => nameProblems(file)));
  parseFederation(directory, new Map([...files, ...changes.map(({ file, text: content }) => [file, content] as const)]), catalog, problems);
}

/** Throws a `ChatiereError` with everything that would be wrong in a directory of these files alone. Writes nothing. */
export function checkNewFederation(directory: string, catalog: Catalog, files: Files): void {
  parseFederation(directory, files, catalog, [...files.keys()].flatMap(nameProblems));
}

/** Writes files one after the other, each whole or not at all. Nothing is written when a file to create is already there. */
export function writeChanges(directory: string, changes: readonly FileChange[]): void {
  const there = changes.filter(({ file, mode }) => mode === 'create' && existsSync(join(directory, file)));
  if (there.length > 0) throw new ChatiereError(there.map(({ file }) => alreadyThere(file)));
  for (const change of changes) writeAtomically(join(directory, change.file), change);
}

function alreadyThere(file: string): Problem {
  return { code: 'file-exists', what: text('ce fichier existe déjà', 'this file already exists'), where: { file }, next: text('rien n’a été écrit ; choisir un autre nom, ou le retirer', 'nothing was written; choose another name, or remove it') };
}

/** A temporary file beside the target, flushed, then put in place by one step of the file system. */
function writeAtomically(path: string, { file, text: content, mode }: FileChange): void {
  mkdirSync(dirname(path), { recursive: true });
  const temporary = `${path}.${process.pid}.tmp`;
  const handle = openSync(temporary, 'wx', 0o644);
  try {
    writeSync(handle, content);
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
  try {
    // A link fails where a rename would overwrite what another process has just put there.
    if (mode === 'create') linkSync(temporary, path);
    else renameSync(temporary, path);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw new ChatiereError(alreadyThere(file));
    throw error;
  } finally {
    rmSync(temporary, { force: true });
  }
}
