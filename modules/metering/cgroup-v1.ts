import { existsSync } from 'node:fs';
import { join } from 'node:path';
import type { Cgroups, GroupCounters } from './cgroup.ts';
import { type Moved, moved } from './cgroup-disk.ts';
import { count, readCount, readText, valueOf } from './counters-files.ts';

/** What the kernel says where no memory limit was set: the largest signed number of pages. */
const UNLIMITED = 2 ** 62;

/**
 * The older form: a tree for each controller. Disk is what a container reads and writes itself; what the kernel writes back for it
 * later counts for nobody here (the newer form counts it).
 */
export function cgroupV1(root: string, tree: string, isVirtual: (device: string) => boolean): Cgroups {
  const cpuTree = ['cpu', 'cpu,cpuacct'].map((name) => join(root, name)).find((folder) => existsSync(folder)) ?? tree;
  const cpu = (path: string): number | undefined => {
    const nanoseconds = readCount(join(tree, path, 'cpuacct.usage'));
    return nanoseconds === undefined ? undefined : nanoseconds / 1e9;
  };
  return {
    version: 1,
    tree,
    total: () => cpu(''),
    read(path): GroupCounters | undefined {
      const memory = (name: string): string => join(root, 'memory', path, name);
      const [cpuSeconds, used] = [cpu(path), readCount(memory('memory.usage_in_bytes'))];
      if (cpuSeconds === undefined || used === undefined) return undefined;
      const [quota, period] = ['cpu.cfs_quota_us', 'cpu.cfs_period_us'].map((name) => readCount(join(cpuTree, path, name)));
      const limit = readCount(memory('memory.limit_in_bytes')) ?? UNLIMITED;
      return {
        cpuSeconds,
        cpuRequest: quota !== undefined && period !== undefined && period > 0 ? quota / period : 0,
        memoryBytes: Math.max(0, used - (valueOf(readText(memory('memory.stat')), 'total_inactive_file') ?? 0)),
        memoryRequest: limit < UNLIMITED ? limit : 0,
        ...moved(readText(join(root, 'blkio', path, 'blkio.throttle.io_service_bytes')), line, isVirtual),
      };
    },
  };
}

/** `8:0 Read 123`; a line each for Write, Sync, Async, Discard, Total. */
function line(words: string): Moved | undefined {
  const [, device, way, bytes] = /^(\d+:\d+) (Read|Write) (\d+)$/.exec(words) ?? [];
  const amount = count(bytes);
  return device === undefined || amount === undefined ? undefined : { device, read: way === 'Read' ? amount : 0, written: way === 'Write' ? amount : 0 };
}
