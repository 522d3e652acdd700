import { spawn } from 'node:child_process';
import type { Files } from './files.ts';
import type { Started } from './record.ts';

/**
 * Reads a process a line, as its pid and its ticks; at the end of its input ends those that are still the same and removes their folder,
 * unless told that it is done, or another start has ended them already. Asks the system, not the folder, which somebody may have removed.
 */
const SCRIPT = `
while read -r pid ticks; do [ "$pid" = done ] && exit 0; all="$all $pid:$ticks"; done
for one in $all; do
  read -r stat < "/proc/\${one%:*}/stat" && set -- $stat && [ "\${22}" = "\${one#*:}" ] && kill -KILL "$1" && ended=yes
done
[ -z "$ended" ] || rm -rf "$0"`;

/** What ends a cluster when the process that started it ends, however that ends: the system closes the pipe that only it holds. */
export interface Guard {
  watch(process: Started): void;
  /** The cluster has been ended. */
  dismiss(): void;
}

export function guard({ folder }: Files): Guard {
  const child = spawn('/bin/sh', ['-c', SCRIPT, folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  // It may be gone before it is dismissed, with the machine.
  child.stdin.on('error', () => undefined);
  (child.stdin as typeof child.stdin & { unref(): void }).unref();
  return { watch: ({ pid, ticks }) => void child.stdin.write(`${pid} ${ticks}\n`), dismiss: () => void child.stdin.end('done\n') };
}
