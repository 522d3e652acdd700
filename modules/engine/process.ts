import { existsSync, readFileSync } from 'node:fs';

/** What Linux tells of a process, from /proc/<pid>/stat. */
export interface Process {
  readonly name: string;
  /** It has ended, and nobody has asked how yet: it does nothing any more. */
  readonly ended: boolean;
  /** Start in clock ticks since boot: two processes of one pid differ in it. */
  readonly ticks: string;
}

/** Whether this system has /proc. */
export const canLook = (): boolean => existsSync('/proc/self/stat');

/** Undefined where there is no such process. Linux only. */
export function processOf(pid: number): Process | undefined {
  try {
    const stat = readFileSync(`/proc/${pid}/stat`, 'latin1');
    // The name may hold anything, parentheses too; the fields after it are counted from there.
    const name = stat.slice(stat.indexOf('(') + 1, stat.lastIndexOf(')'));
    const fields = stat.slice(stat.lastIndexOf(')') + 2).split(' ');
    return { name, ended: fields[0] === 'Z' || fields[0] === 'X', ticks: fields[19] ?? '' };
  } catch {
    return undefined;
  }
}

/** Whether a process of this pid works, whoever's it is. */
export function isRunning(pid: number): boolean {
  if (canLook()) return processOf(pid)?.ended === false;
  try {
    process.kill(pid, 0);
    return true;
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
