import type { Text } from '../kernel/index.ts';

/** What a Pulumi operation did to a stack's resources. */
export interface Changes {
  readonly create: number;
  readonly update: number;
  readonly replace: number;
  readonly delete: number;
  readonly same: number;
}

export const noChanges: Changes = { create: 0, update: 0, replace: 0, delete: 0, same: 0 };
export const changed = (changes: Changes): boolean => changes.create + changes.update + changes.replace + changes.delete > 0;

export const addChanges = (a: Changes, b: Changes): Changes => ({
  create: a.create + b.create,
  update: a.update + b.update,
  replace: a.replace + b.replace,
  delete: a.delete + b.delete,
  same: a.same + b.same,
});

/** `unchanged`: there was nothing to do, so it was not run; `asleep`: its instance sleeps, so it was left; `skipped`: something that it needs failed. */
export type Outcome = 'succeeded' | 'unchanged' | 'asleep' | 'failed' | 'skipped' | 'cancelled';

/** One piece of work on one resource. */
export interface Step {
  readonly urn: string;
  readonly operation: 'create' | 'update' | 'replace' | 'delete' | 'refresh';
  /** Pulumi's type token, `docker:index/container:Container`. */
  readonly type: string;
  /** Logical name, the last part of the URN. */
  readonly name: string;
  /** Paths of the properties that differ, where Pulumi says so. */
  readonly properties: readonly string[];
}

/** Everything that the engine tells while it works; also the NDJSON of `--json`. Times are seconds. */
export type Progress =
  | { readonly kind: 'task-started'; readonly task: string; readonly title: Text }
  | { readonly kind: 'task-line'; readonly task: string; readonly line: string }
  | { readonly kind: 'task-finished'; readonly task: string; readonly outcome: Outcome; readonly seconds: number }
  | { readonly kind: 'stack-started'; readonly stack: string; readonly operation: Operation; readonly usualSeconds: number | undefined }
  | { readonly kind: 'step-started'; readonly stack: string; readonly step: Step }
  | { readonly kind: 'step-finished'; readonly stack: string; readonly step: Step; readonly outcome: 'succeeded' | 'failed'; readonly seconds: number }
  | { readonly kind: 'stack-finished'; readonly stack: string; readonly outcome: Outcome; readonly changes: Changes; readonly seconds: number }
  | { readonly kind: 'note'; readonly text: Text; readonly stack?: string };

export type Operation = 'up' | 'preview' | 'refresh' | 'destroy';
export type Listener = (progress: Progress) => void;

/** Runs a piece of work that is not a stack as a named, timed task. */
export async function task<T>(listen: Listener, name: string, title: Text, work: () => Promise<T>): Promise<T> {
  const started = performance.now();
  const finish = (outcome: Outcome) => listen({ kind: 'task-finished', task: name, outcome, seconds: (performance.now() - started) / 1000 });
  listen({ kind: 'task-started', task: name, title });
  try {
    const result = await work();
    finish('succeeded');
    return result;
  } catch (error) {
    finish('failed');
    throw error;
  }
}
