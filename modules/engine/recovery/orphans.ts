import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';
import { runMark } from '../environment.ts';
import type { Layout } from '../layout.ts';
import { isRunning, processOf } from '../process.ts';

/** Milliseconds that Pulumi gets to end the step under way before it is killed. */
const PATIENCE = 30_000;

/**
 * Ends what earlier operations on these stacks left running when their owner was killed: Pulumi, its language host and plugins,
 * found by the mark in their environment. Called only by who holds the stacks' locks, so none of them has an owner. Linux only.
 * @returns the stacks where there were any
 */
export async function endOrphans(layout: Layout, stacks: readonly string[]): Promise<string[]> {
  const marks = new Map(stacks.map((stack) => [runMark(layout, stack), stack]));
  const found = processesOf(marks);
  const engines = found.filter(({ name }) => name === 'pulumi').map(({ pid }) => pid);
  signal(engines, 'SIGINT');
  await ended(engines, PATIENCE);
  for (let left = processesOf(marks); left.length > 0; left = processesOf(marks)) {
    const pids = left.map(({ pid }) => pid);
    signal(pids, 'SIGKILL');
    await ended(pids, 1000);
  }
  return [...new Set(found.map(({ stack }) => stack))];
}

interface Orphan {
  readonly pid: number;
  readonly name: string;
  readonly stack: string;
}

/** Ours and alive, with one of these variables in the environment that they were started with. */
function processesOf(marks: ReadonlyMap<string, string>): Orphan[] {
  return pidsThere().flatMap((pid) => {
    if (pid === process.pid) return [];
    try {
      const stack = readFileSync(`/proc/${pid}/environ`, 'utf8').split('\0').map((variable) => marks.get(variable)).find((one) => one !== undefined);
      if (stack === undefined) return [];
      const found = processOf(pid);
      return found === undefined || found.ended ? [] : [{ pid, name: found.name, stack }];
    } catch {
      // Gone meanwhile, or somebody else's.
      return [];
    }
  });
}

function pidsThere(): number[] {
  try {
    return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).map(Number);
  } catch {
    return [];
  }
}

function signal(pids: readonly number[], name: NodeJS.Signals): void {
  for (const pid of pids) {
    try {
      process.kill(pid, name);
    } catch {
      // Gone meanwhile.
    }
  }
}

async function ended(pids: readonly number[], patience: number): Promise<void> {
  const deadline = performance.now() + patience;
  while (pids.some(isRunning) && performance.now() < deadline) await pause(50);
}
