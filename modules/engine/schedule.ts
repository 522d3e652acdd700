import { availableParallelism } from 'node:os';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';
import type { Planned } from './plan.ts';
import type { Outcome } from './progress.ts';

export interface Result {
  readonly outcome: Outcome;
  readonly error?: unknown;
}

export interface Schedule {
  /** Stacks that run at the same time, at most. */
  readonly limit: number;
  /** Once aborted, nothing more is started; what runs is awaited. */
  readonly signal?: AbortSignal;
  run(name: string): Promise<void>;
}

/** Stacks at a time where nobody says: one a core, two at least and eight at most. */
export const usualLimit = (): number => Math.min(8, Math.max(2, availableParallelism()));

/**
 * Runs each stack after those that it depends on, several at a time. A failure skips its dependants and lets the others finish.
 * Never rejects: every stack gets its result. A dependency outside `plans` counts as met.
 */
export async function runInOrder(plans: readonly Planned[], { limit, signal, run }: Schedule): Promise<Map<string, Result>> {
  refuseCycle(plans);
  const results = new Map<string, Result>();
  const waiting = new Map(plans.map((plan) => [plan.name, plan.dependsOn.filter((name) => plans.some((other) => other.name === name))]));
  const running = new Map<string, Promise<void>>();

  const settleBlocked = (): void => {
    for (let settled = true; settled;) {
      settled = false;
      for (const [name, needs] of waiting) {
        const lost = needs.some((need) => results.has(need) && results.get(need)?.outcome !== 'succeeded');
        if (!lost && !signal?.aborted) continue;
        waiting.delete(name);
        results.set(name, { outcome: signal?.aborted ? 'cancelled' : 'skipped' });
        settled = true;
      }
    }
  };
  const startReady = (): void => {
    for (const [name, needs] of waiting) {
      if (running.size >= limit) return;
      if (!needs.every((need) => results.get(need)?.outcome === 'succeeded')) continue;
      waiting.delete(name);
      running.set(name, execute(name));
    }
  };
  const execute = async (name: string): Promise<void> => {
    try {
      await run(name);
      results.set(name, { outcome: 'succeeded' });
    } catch (error) {
      results.set(name, { outcome: signal?.aborted ? 'cancelled' : 'failed', error });
    } finally {
      running.delete(name);
    }
  };

  for (;;) {
    settleBlocked();
    startReady();
    if (running.size === 0) return results;
    await Promise.race(running.values());
  }
}

function refuseCycle(plans: readonly Planned[]): void {
  const left = new Map(plans.map((plan) => [plan.name, plan.dependsOn]));
  for (let before = -1; before !== left.size;) {
    before = left.size;
    for (const [name, needs] of left) if (!needs.some((need) => left.has(need))) left.delete(name);
  }
  if (left.size > 0) throw new Error(`stacks depend on each other: ${[...left.keys()].join(', ')}`);
}

/** One error for all: the problems of every stack that failed, then what was not started because of them. */
export function throwIfAnyFailed(results: ReadonlyMap<string, Result>, signal: AbortSignal): void {
  const errors = [...results.values()].flatMap(({ error }) => (error === undefined ? [] : [error]));
  const defect = errors.find((error) => !(error instanceof ChatiereError));
  if (defect !== undefined) throw defect;
  // An engine that does not answer is one problem, however many stacks are on it.
  const problems = [...new Map((errors as ChatiereError[]).flatMap((error) => error.problems).map((problem) => [JSON.stringify(problem), problem])).values()];
  const left = [...results].filter(([, { outcome, error }]) => outcome !== 'succeeded' && error === undefined).map(([name]) => name);
  if (problems.length === 0 && left.length === 0) return;
  if (left.length > 0) problems.push({ code: 'not-started', what: text(`pas commencées : ${left.join(', ')}`, `not started: ${left.join(', ')}`) });
  const code = signal.aborted ? ExitCode.cancelled : ((errors as ChatiereError[])[0]?.exitCode ?? ExitCode.failure);
  throw new ChatiereError(problems, code);
}
