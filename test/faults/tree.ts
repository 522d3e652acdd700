import { readdirSync, readFileSync } from 'node:fs';
import { setTimeout as pause } from 'node:timers/promises';

interface Living {
  readonly pid: number;
  readonly parent: number;
  readonly group: number;
}

/** Every process of this machine that is not a zombie, from /proc. */
function living(): Living[] {
  return readdirSync('/proc').filter((name) => /^\d+$/.test(name)).flatMap((name) => {
    const stat = read(`/proc/${name}/stat`);
    // The command stands in parentheses and may hold anything.
    const [state, parent, group] = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return stat === '' || state === 'Z' || state === 'X' ? [] : [{ pid: Number(name), parent: Number(parent), group: Number(group) }];
  });
}

/** Our own Pulumi children carry the federation's directory in their environment; so does all that they start. */
const worksFor = (pid: number, directory: string): boolean => read(`/proc/${pid}/environ`).split('\0').includes(`CHATIERE_FEDERATION=${directory}`);

/** Processes that work for a federation, whoever their parent is now; ourselves and what we run on purpose not counted. */
export const workersOf = (directory: string): number[] => living().map(({ pid }) => pid).filter((pid) => pid !== process.pid && worksFor(pid, directory));

/** A process, all that it started, and all that works for the federation: SIGKILL, until none of them lives. */
export const killTree = (root: number, directory: string): Promise<void> =>
  killAll(() => {
    const all = living();
    // The root is a child of ours: a number that was given out again is somebody else's.
    const found = new Set(all.filter(({ pid, parent }) => (pid === root && parent === process.pid) || worksFor(pid, directory)).map(({ pid }) => pid));
    for (let before = -1; before !== found.size;) {
      before = found.size;
      for (const { pid, parent } of all) if (found.has(parent)) found.add(pid);
    }
    return all.map(({ pid }) => pid).filter((pid) => found.has(pid) && pid !== process.pid);
  });

/** The process group of a leader alone: Pulumi, in a group of its own, is left an orphan. */
export const killGroup = (leader: number): Promise<void> => killAll(() => living().filter(({ group }) => group === leader).map(({ pid }) => pid));

async function killAll(list: () => number[]): Promise<void> {
  for (let pids = list(); pids.length > 0; pids = list()) {
    for (const pid of pids) kill(pid);
    // A killed process is in /proc until the kernel has taken it down.
    await pause(5);
  }
}

function kill(pid: number): void {
  try {
    process.kill(pid, 'SIGKILL');
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

function read(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch {
    return '';
  }
}
