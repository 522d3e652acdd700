import type { MeterExec } from '../../modules/engine/index.ts';
import type { ContainerUse, Gap, HostReadings, Owner, Recorded, WallReading } from '../../modules/metering/index.ts';
import { container, instance } from './sample.ts';

const owners: readonly (readonly [id: string, owner: Owner, cores: number, gigabytes: number, busy: number])[] = [
  ['a1', instance('mrc-demo.miniflux'), 1, 0.5, 0.3],
  ['a2', instance('mrc-demo.miniflux'), 1, 1, 0.2],
  ['b1', instance('village-demo.miniflux'), 1, 0.5, 0.02],
  ['c1', { kind: 'shared', part: 'identity' }, 2, 1.5, 0.1],
  ['d1', { kind: 'shared', part: 'edge' }, 0.5, 0.1, 0.02],
  ['e1', { kind: 'meter' }, 0.5, 0.2, 0.002],
  ['f1', { kind: 'foreign' }, 0, 0.3, 0.05],
];

/** An hour of a host, or less: busier by day, and each day a little more. The same for the same moment. */
export function recordedHour(host: string, from: number, seconds = 3600): Recorded {
  const hour = (from / 3600) % 24;
  const swing = 1 + 0.6 * Math.sin((hour / 24) * 2 * Math.PI) + 0.02 * Math.floor(from / 86_400 % 30);
  const containers = owners.map(([id, owner, cores, gigabytes, busy]): ContainerUse => container(id.repeat(32), owner, { cpuSeconds: busy * swing * seconds, cpuRequest: cores, memoryBytes: gigabytes * 0.7e9, memoryRequest: gigabytes * 1e9, sentBytes: 1e6 * busy }));
  const busy = containers.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0);
  return { host, from, seconds, node: { cpuSeconds: busy + 0.1 * seconds, cores: 20, memoryBytes: 64e9, receivedBytes: 1e7, sentBytes: 2e7 }, containers, missing: [] };
}

export const hoursFrom = (host: string, from: number, count: number): Recorded[] => Array.from({ length: count }, (_, index) => recordedHour(host, from + 3600 * index));

/** One instance at work from 8 to 18 h and at rest otherwise. @param midnight of any day, by its clock. */
export function office(window: Recorded, worker: string, midnight: number): Recorded {
  const hour = ((((window.from - midnight) / 3600) % 24) + 24) % 24;
  const busy = hour >= 8 && hour < 18;
  const own = ({ owner }: ContainerUse): boolean => owner.kind === 'instance' && owner.instance === worker;
  const containers = window.containers.map((one) => (own(one) ? { ...one, cpuSeconds: busy ? 600 : 4, receivedBytes: busy ? 1e8 : 1e4, sentBytes: busy ? 1e8 : 1e4 } : one));
  const cpuSeconds = containers.reduce((sum, one) => sum + one.cpuSeconds, 0) + 360;
  return { ...window, containers, node: { ...window.node, cpuSeconds } };
}

/** Without one instance, by night from 22 to 6 h, from an evening on. @param midnight of the day of that evening, by its clock. */
export function asleepFrom(window: Recorded, sleeper: string, midnight: number): Recorded {
  const hours = (window.from - midnight) / 3600;
  if (hours < 22 || (hours % 24 >= 6 && hours % 24 < 22)) return window;
  return { ...window, containers: window.containers.filter(({ owner }) => owner.kind !== 'instance' || owner.instance !== sleeper) };
}

export const readingsFrom = (windows: readonly Recorded[], more: Partial<HostReadings> = {}): HostReadings => ({ windows, walls: [], gaps: [], steps: [], ...more });

/** What one host's meter has written down. */
export interface Recording {
  readonly windows: Recorded[];
  readonly walls: WallReading[];
  readonly gaps: Gap[];
  readonly steps: { readonly at: number; readonly seconds: number }[];
}

/** Meters that answer from recordings, as the program in the container does; a host without one has no meter. */
export function recordedMeters(recordings: Readonly<Record<string, Recording>>, asked: string[] = []): MeterExec {
  return async (host, args) => {
    asked.push(`${host} ${args.join(' ')}`);
    const recording = recordings[host];
    if (!recording) return undefined;
    const [command = ''] = args;
    const of = (name: string): number => Number(args[args.indexOf(`--${name}`) + 1]);
    const [from, to] = [of('from'), of('to')];
    const lines = (list: readonly unknown[]) => ({ code: 0, stdout: list.map((one) => `${JSON.stringify(one)}\n`).join(''), stderr: '' });
    const inside = (moment: number): boolean => moment >= from && moment < to;
    if (command === 'read') return lines(recording.windows.filter((window) => inside(window.from)));
    if (command === 'walls') return lines(recording.walls.filter((wall) => wall.from < to && wall.to > from));
    if (command === 'gaps') return lines([...recording.gaps.filter((gap) => inside(gap.from)), ...recording.steps.filter(({ at }) => inside(at)).map((step) => ({ ...step, reason: 'clock-step' }))]);
    if (command !== 'wall') return { code: 2, stdout: '', stderr: 'ligne de commande du compteur mal formée' };
    const touched = recording.walls.filter((wall) => wall.from < to && wall.to > from);
    if (touched.length > 0 && !args.includes('--replace')) return { code: 3, stdout: '', stderr: 'un relevé couvre déjà une partie de ce temps, qui compterait deux fois\n' };
    for (const wall of touched) recording.walls.splice(recording.walls.indexOf(wall), 1);
    recording.walls.push({ from, to, joules: of('joules') });
    return lines([]);
  };
}
