import { closeSync, fsyncSync, mkdirSync, openSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { sha256 } from '../../kernel/index.ts';
import { checkpointFile, type Layout } from '../layout.ts';
import { filesOf, parseCheckpoint, readContent, staleRecords } from './store.ts';

/** A kept checkpoint: `state/copies/<stack>/<sequence>.<sha256>.json`. */
export interface Copy {
  readonly file: string;
  /** Counts up, whatever the clock says. */
  readonly sequence: number;
  readonly sha256: string;
  readonly keptAt: Date;
}

export const KEPT = 10;

export const folderOf = (layout: Layout, stack: string): string => join(layout.state, 'copies', stack);

/** Stacks that have copies. */
export const copiedStacks = (layout: Layout): string[] => filesOf(join(layout.state, 'copies'));
export const forgetCopies = (layout: Layout, stack: string): void => rmSync(folderOf(layout, stack), { recursive: true, force: true });

/** Newest first. */
export function copiesOf(layout: Layout, stack: string): Copy[] {
  const folder = folderOf(layout, stack);
  return filesOf(folder).flatMap((name) => {
    const [, sequence, sha256] = /^(\d{8})\.([0-9a-f]{64})\.json$/.exec(name) ?? [];
    const file = join(folder, name);
    return sequence === undefined || sha256 === undefined ? [] : [{ file, sequence: Number(sequence), sha256, keptAt: statSync(file).mtime }];
  }).reverse();
}

/** Those whose content is what their name says, newest first. */
export const soundCopies = (layout: Layout, stack: string): Copy[] => copiesOf(layout, stack).filter(({ file, sha256: expected }) => sha256(readFileSync(file)) === expected);

/**
 * After an operation: what Pulumi wrote reaches the disk (it does not see to that itself), a copy is kept of it unless the newest
 * one is the same, and all but the ten newest copies and records of operations go. A state that is no checkpoint is left alone.
 */
export function settle(layout: Layout, stack: string): void {
  const content = readContent(layout, stack);
  if (content === undefined || parseCheckpoint(content) === undefined) return;
  flush(checkpointFile(layout, stack));
  keepContent(layout, stack, content);
  for (const file of staleRecords(layout, stack, KEPT)) rmSync(file, { force: true });
}

/** Makes it the newest copy, unless it is; the ten newest stay. */
export function keepContent(layout: Layout, stack: string, content: Buffer): void {
  const copies = copiesOf(layout, stack);
  const digest = sha256(content);
  if (copies[0]?.sha256 === digest) return;
  const folder = folderOf(layout, stack);
  mkdirSync(folder, { recursive: true, mode: 0o700 });
  replaceFile(join(folder, `${String((copies[0]?.sequence ?? 0) + 1).padStart(8, '0')}.${digest}.json`), content);
  for (const { file } of copies.slice(KEPT - 1)) rmSync(file, { force: true });
}

/** Whole or not at all, and on the disk when it returns; for the owner only. */
export function replaceFile(file: string, content: Buffer): void {
  const next = `${file}.${process.pid}.next`;
  writeFileSync(next, content, { mode: 0o600 });
  flush(next);
  renameSync(next, file);
  flush(dirname(file));
}

function flush(path: string): void {
  const descriptor = openSync(path, 'r');
  try {
    fsyncSync(descriptor);
  } finally {
    closeSync(descriptor);
  }
}
