import { readFileSync, readdirSync } from 'node:fs';
import { join } from 'node:path';
import { checkpointFile, type Layout, PROJECT } from '../layout.ts';

/** A resource as a checkpoint holds it; secrets stay encrypted. */
export interface StoredResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
  /** Why its making or its last change failed, until that succeeds or it is read again. */
  readonly initErrors?: readonly string[];
}

/** What of a checkpoint we read. */
export interface Checkpoint {
  readonly resources: readonly StoredResource[];
  /** What was under way when Pulumi was killed; `creating` ones stay until they are cleared. */
  readonly pending: readonly { readonly type: string; readonly resource: StoredResource }[];
  /** Of the stack; secret ones are objects with a ciphertext. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

/** The last finished operation, with the checkpoint that it left. */
export interface Update {
  readonly kind: string;
  readonly succeeded: boolean;
  /** Seconds since 1970. */
  readonly startedAt: number;
  readonly content: Buffer | undefined;
}

/** The file as it lies there; undefined where there is none. */
export function readContent(layout: Layout, stack: string): Buffer | undefined {
  return readIfThere(checkpointFile(layout, stack));
}

/** Undefined for what is no checkpoint: empty, cut off, or something else. */
export function parseCheckpoint(content: Buffer): Checkpoint | undefined {
  try {
    const { checkpoint } = JSON.parse(content.toString('utf8')) as { checkpoint?: { stack?: unknown; latest?: Record<string, unknown> | null } };
    if (typeof checkpoint?.stack !== 'string') return undefined;
    const resources = (checkpoint.latest?.['resources'] ?? []) as StoredResource[];
    if (!Array.isArray(resources) || !resources.every(({ urn, type }) => typeof urn === 'string' && typeof type === 'string')) return undefined;
    const outputs = resources.find(({ type }) => type === 'pulumi:pulumi:Stack')?.outputs ?? {};
    return { resources, pending: (checkpoint.latest?.['pending_operations'] ?? []) as Checkpoint['pending'], outputs };
  } catch {
    return undefined;
  }
}

const history = (layout: Layout, stack: string): string => join(layout.state, '.pulumi', 'history', PROJECT, stack);
const backups = (layout: Layout, stack: string): string => join(layout.state, '.pulumi', 'backups', PROJECT, stack);

/** Written when an operation ends, failed or not; one that was killed leaves none. */
export function lastUpdate(layout: Layout, stack: string): Update | undefined {
  const folder = history(layout, stack);
  // Nanoseconds since 1970 stand in the names, all of one length.
  const newest = filesOf(folder).filter((file) => file.endsWith('.history.json')).at(-1);
  if (newest === undefined) return undefined;
  try {
    const { kind, result, startTime } = JSON.parse(readFileSync(join(folder, newest), 'utf8')) as { kind: string; result: string; startTime: number };
    return { kind, succeeded: result === 'succeeded', startedAt: startTime, content: readIfThere(join(folder, newest.replace(/history\.json$/, 'checkpoint.json'))) };
  } catch {
    return undefined;
  }
}

/** Pulumi's store keeps attributes of each file beside it; a file without them is read all the same. */
export const attributesOf = (file: string): string => `${file}.attrs`;

/**
 * Attributes that a kill left half written, which Pulumi could not read ("failed to load checkpoint: EOF"): of the stack's
 * checkpoint, and of what stands for the whole state.
 */
export function brokenAttributes(layout: Layout, stack: string): string[] {
  return [checkpointFile(layout, stack), join(layout.state, '.pulumi', 'meta.yaml')].map(attributesOf).filter((file) => {
    const content = readIfThere(file);
    return content !== undefined && !isJson(content);
  });
}

/** Files that Pulumi adds with each operation and never removes: all but the newest `keep` operations. */
export function staleRecords(layout: Layout, stack: string, keep: number): string[] {
  const older = (folder: string, ending: string) => filesOf(folder).filter((file) => file.endsWith(ending)).slice(0, -keep).map((file) => join(folder, file)).flatMap((file) => [file, attributesOf(file)]);
  return [
    ...older(history(layout, stack), '.history.json'),
    ...older(history(layout, stack), '.checkpoint.json'),
    ...older(backups(layout, stack), '.json'),
  ];
}

function isJson(content: Buffer): boolean {
  try {
    JSON.parse(content.toString('utf8'));
    return true;
  } catch {
    return false;
  }
}

/** Sorted by name; none where there is no such folder. */
export function filesOf(folder: string): string[] {
  try {
    return readdirSync(folder).toSorted();
  } catch {
    return [];
  }
}

function readIfThere(file: string): Buffer | undefined {
  try {
    return readFileSync(file);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}
