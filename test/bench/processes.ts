import { readdirSync, readFileSync } from 'node:fs';

/** A process as /proc shows it. */
export interface Process {
  readonly pid: number;
  readonly parent: number;
  readonly name: string;
  readonly residentBytes: number;
}

const PAGE = 4096;
/** Of the clock that /proc counts in, a second. */
const TICKS = 100;

export function processes(): Process[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((pid) => {
    try {
      const stat = readFileSync(`/proc/${pid}/stat`, 'utf8');
      const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
      const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
      return [{ pid: Number(pid), parent: Number(fields[1]), name, residentBytes: Number(fields[21]) * PAGE }];
    } catch {
      // Gone since the folder was listed.
      return [];
    }
  });
}

/** Processor seconds of the processes below this one that have ended: what a busy machine does not change much. */
export function processorSeconds(): number {
  const stat = readFileSync('/proc/self/stat', 'utf8');
  const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
  return (Number(fields[13]) + Number(fields[14])) / TICKS;
}

/** A process and all below it. */
export function treeOf(root: number, all: readonly Process[]): Process[] {
  const children = Map.groupBy(all, ({ parent }) => parent);
  const tree = all.filter(({ pid }) => pid === root);
  for (let index = 0; index < tree.length; index++) tree.push(...(children.get((tree[index] as Process).pid) ?? []));
  return tree;
}

/** What was seen of the Pulumi processes below this one while something ran. */
export interface Watch {
  /** Pulumi command lines, each once. */
  readonly started: number;
  /**
   * Largest sum of resident memory of one Pulumi process, its language host, program and plugins.
   * Pages that they share count once for each, so this is never too small.
   */
  readonly largestBytes: number;
  /** The same for all of them at once. */
  readonly togetherBytes: number;
  /** By name, in the largest tree. */
  readonly parts: Readonly<Record<string, number>>;
}

/** Looks at /proc while something runs. */
export async function watched<T>(everyMs: number, act: () => Promise<T>): Promise<{ readonly result: T; readonly watch: Watch }> {
  const seen = new Set<number>();
  let [largest, together] = [0, 0];
  let parts: Record<string, number> = {};
  const look = () => {
    const all = processes();
    const own = treeOf(process.pid, all).filter(({ name }) => name === 'pulumi');
    const trees = own.map(({ pid }) => treeOf(pid, all));
    own.forEach(({ pid }) => seen.add(pid));
    const sums = trees.map((tree) => tree.reduce((sum, { residentBytes }) => sum + residentBytes, 0));
    together = Math.max(together, sums.reduce((a, b) => a + b, 0));
    sums.forEach((sum, index) => {
      if (sum <= largest) return;
      largest = sum;
      parts = {};
      for (const { name, residentBytes } of trees[index] ?? []) parts[name] = (parts[name] ?? 0) + residentBytes;
    });
  };
  const timer = setInterval(look, everyMs);
  try {
    const result = await act();
    return { result, watch: { started: seen.size, largestBytes: largest, togetherBytes: together, parts } };
  } finally {
    clearInterval(timer);
  }
}
