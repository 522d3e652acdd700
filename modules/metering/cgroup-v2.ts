import { join } from 'node:path';
import type { Cgroups, GroupCounters } from './cgroup.ts';
import { type Moved, moved } from './cgroup-disk.ts';
import { count, readCount, readText, valueOf } from './counters-files.ts';

/** The unified hierarchy: one tree, all controllers in each group. */
export function cgroupV2(root: string, isVirtual: (device: string) => boolean): Cgroups {
  const cpu = (path: string): number | undefined => {
    const microseconds = valueOf(readText(join(root, path, 'cpu.stat')), 'usage_usec');
    return microseconds === undefined ? undefined : microseconds / 1e6;
  };
  return {
    version: 2,
    tree: root,
    total: () => cpu(''),
    read(path): GroupCounters | undefined {
      const file = (name: string): string => join(root, path, name);
      const [cpuSeconds, used] = [cpu(path), readCount(file('memory.current'))];
      if (cpuSeconds === undefined || used === undefined) return undefined;
      return {
        cpuSeconds,
        cpuRequest: cores(readText(file('cpu.max'))),
        memoryBytes: Math.max(0, used - (valueOf(readText(file('memory.stat')), 'inactive_file') ?? 0)),
        memoryRequest: readCount(file('memory.max')) ?? 0,
        ...moved(readText(file('io.stat')), line, isVirtual),
      };
    },
  };
}

/** `200000 100000` -> 2; `max 100000` -> 0. */
function cores(content: string | undefined): number {
  const [quota, period] = (content ?? '').trim().split(' ').map(count);
  return quota !== undefined && period !== undefined && period > 0 ? quota / period : 0;
}

/** `8:0 rbytes=1 wbytes=2 rios=…` */
function line(words: string): Moved | undefined {
  const [, device, rest] = /^(\d+:\d+) (.*)$/.exec(words) ?? [];
  if (device === undefined || rest === undefined) return undefined;
  const value = (name: string): number => count(new RegExp(`(?:^| )${name}=(\\d+)`).exec(rest)?.[1]) ?? 0;
  return { device, read: value('rbytes'), written: value('wbytes') };
}
