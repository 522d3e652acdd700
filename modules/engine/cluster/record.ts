import { readFileSync, renameSync, writeFileSync } from 'node:fs';
import { z } from 'zod';
import { processOf } from '../process.ts';
import { CLUSTER_PARTS } from '../toolchain/index.ts';
import type { Files } from './files.ts';

const startedSchema = z.object({
  part: z.enum(CLUSTER_PARTS),
  pid: z.int().positive(),
  /** With the pid, says which process it is: see `Process.ticks`. */
  ticks: z.string(),
});

const recordSchema = z.object({
  /** ISO 8601. */
  startedAt: z.string(),
  /** Version of Kubernetes. */
  version: z.string(),
  nodes: z.int().nonnegative(),
  processes: z.array(startedSchema),
  /** Absent until everything is ready. */
  seconds: z.number().optional(),
});

/** One process of a trial cluster. */
export type Started = z.infer<typeof startedSchema>;
/** cluster.json of its folder. */
export type Record = z.infer<typeof recordSchema>;

/** Undefined where there is none, or none that can be read: a process killed while it wrote leaves the one before. */
export function readRecord({ record }: Files): Record | undefined {
  try {
    return recordSchema.parse(JSON.parse(readFileSync(record, 'utf8')));
  } catch {
    return undefined;
  }
}

/** At once and whole: a process that is started and not yet written down could not be ended by another command. */
export function writeRecord({ record }: Files, content: Record): void {
  writeFileSync(`${record}.new`, `${JSON.stringify(content, undefined, 2)}\n`, { mode: 0o600 });
  renameSync(`${record}.new`, record);
}

/** Whether that very process still works. */
export function isAlive({ pid, ticks }: Started): boolean {
  const found = processOf(pid);
  return found !== undefined && !found.ended && found.ticks === ticks;
}

/** Whether everything is there that was started. */
export const isWhole = ({ seconds, processes }: Record): boolean => seconds !== undefined && processes.length === CLUSTER_PARTS.length && processes.every(isAlive);
