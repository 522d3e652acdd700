import { spawn } from 'node:child_process';
import type { Files } from './files.ts';

/** Reads a pid a line; at the end of its input ends them and removes the folder, unless told that it is done or the cluster has gone already. */
const SCRIPT = 'pids=; while read -r line; do [ "$line" = done ] && exit 0; pids="$pids $line"; done; [ -e "$0/cluster.json" ] || exit 0; kill -KILL $pids; rm -rf "$0"';

/** What ends a cluster when the process that started it ends, however that ends: the system closes the pipe that only it holds. */
export interface Guard {
  watch(pid: number): void;
  /** The cluster has been ended. */
  dismiss(): void;
}

export function guard({ folder }: Files): Guard {
  const child = spawn('/bin/sh', ['-c', SCRIPT, folder], { detached: true, stdio: ['pipe', 'ignore', 'ignore'] });
  child.unref();
  // It may be gone before it is dismissed, with the machine.
  child.stdin.on('error', () => undefined);
  (child.stdin as typeof child.stdin & { unref(): void }).unref();
  return { watch: (pid) => void child.stdin.write(`${pid}\n`), dismiss: () => void child.stdin.end('done\n') };
}
