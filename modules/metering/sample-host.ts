import { join } from 'node:path';
import { count, foldersIn, namesIn, readText } from './counters-files.ts';

/** Where the kernel's files of the host are, seen from the meter. */
export interface Roots {
  /** /sys/fs/cgroup */
  readonly cgroup: string;
  /** /proc */
  readonly proc: string;
  /** /sys/devices/virtual: energy zones, and which disks and networks stand on others. */
  readonly devices: string;
}

/** Bytes through a network, in the words of who has it. */
export interface Traffic {
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** Ticks a second in /proc/stat: the same on every architecture of Linux that runs containers. */
const TICKS = 100;

/** What the host's /proc says; each `undefined` where it does not. */
export interface HostFiles {
  readonly uptime: number | undefined;
  readonly boot: string | undefined;
  /** Busy seconds of all cores: user, nice, system, interrupts. Waiting for a disk is not busy. */
  readonly cpuSeconds: number | undefined;
  readonly cores: number;
  readonly memoryBytes: number | undefined;
  readonly traffic: Traffic | undefined;
}

export function readHost({ proc, devices }: Roots): HostFiles {
  const stat = readText(join(proc, 'stat')) ?? '';
  const ticks = /^cpu +(.*)$/m.exec(stat)?.[1]?.split(' ').map(count);
  const busy = ticks && [0, 1, 2, 5, 6].map((column) => ticks[column] ?? 0).reduce((total, value) => total + value, 0);
  const uptime = Number(readText(join(proc, 'uptime'))?.split(' ')[0] ?? Number.NaN);
  // Of the first process: the host's own network. Where processes are hidden (hidepid), our own, which is the host's too.
  const ofHost = (file: string): string | undefined => readText(join(proc, '1', 'net', file)) ?? readText(join(proc, 'net', file));
  const kibibytes = count(/^MemTotal: +(\d+) kB$/m.exec(readText(join(proc, 'meminfo')) ?? '')?.[1]);
  return {
    uptime: Number.isFinite(uptime) ? uptime : undefined,
    boot: readText(join(proc, 'sys', 'kernel', 'random', 'boot_id'))?.trim(),
    cpuSeconds: busy === undefined ? undefined : busy / TICKS,
    cores: stat.match(/^cpu\d+ /gm)?.length ?? 0,
    memoryBytes: kibibytes === undefined ? undefined : kibibytes * 1024,
    traffic: outerTraffic(ofHost('dev'), namesIn(join(devices, 'net')), ofHost('route')),
  };
}

/** Bytes of each interface of a `net/dev` file. */
export function interfaces(content: string): ReadonlyMap<string, Traffic> {
  return new Map(content.split('\n').flatMap((line) => {
    const [, name, numbers] = /^\s*([^\s:]+):\s*(.*)$/.exec(line) ?? [];
    const [received, sent] = [0, 8].map((column) => count(numbers?.split(/\s+/)[column]));
    return name === undefined || received === undefined || sent === undefined ? [] : [[name, { receivedBytes: received, sentBytes: sent }] as const];
  }));
}

/**
 * What goes through the host's own cards. Bridges, tunnels and the like carry the same bytes once more, so they are left out;
 * on a machine with no card at all, the interface of the default route counts.
 */
export function outerTraffic(dev: string | undefined, virtual: readonly string[], route: string | undefined): Traffic | undefined {
  if (dev === undefined) return undefined;
  const all = [...interfaces(dev)];
  const cards = all.filter(([name]) => name !== 'lo' && !virtual.includes(name));
  const ways = new Set((route ?? '').split('\n').map((line) => line.split('\t')).filter(([, destination]) => destination === '00000000').map(([name]) => name));
  return add((cards.length > 0 ? cards : all.filter(([name]) => ways.has(name))).map(([, traffic]) => traffic));
}

/** What a process's network has carried, its talk with itself left out; `undefined` once the process is gone. */
export function processTraffic(proc: string, pid: number): Traffic | undefined {
  const content = readText(join(proc, String(pid), 'net', 'dev'));
  return content === undefined ? undefined : add([...interfaces(content)].filter(([name]) => name !== 'lo').map(([, traffic]) => traffic));
}

const add = (parts: readonly Traffic[]): Traffic =>
  parts.reduce((total, part) => ({ receivedBytes: total.receivedBytes + part.receivedBytes, sentBytes: total.sentBytes + part.sentBytes }), { receivedBytes: 0, sentBytes: 0 });

/** Block devices that stand on others, as `253:0`. */
export function virtualDisks(devices: string): ReadonlySet<string> {
  return new Set(foldersIn(join(devices, 'block')).flatMap((name) => readText(join(devices, 'block', name, 'dev'))?.trim() ?? []));
}
