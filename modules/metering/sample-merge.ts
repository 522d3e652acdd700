import type { Missing } from './sample-between.ts';
import type { ContainerUse, Window } from './window.ts';

/** A window out of a ledger: with what it lacks. */
export interface Recorded extends Window {
  /** Figures that stand as 0 because they could not be had. */
  readonly missing: readonly Missing[];
}

const HOUR = 3600;
/** Seconds by which a window may begin beside the end of the one before and still follow it. */
const NEXT_TO = 2;

/**
 * Windows that may become one: of one hour, one after the other without a gap or a step of the clock between them, and of one shape,
 * so that no sum hides that a part of it was not measured. In the order given; holds one run at a time.
 */
export function* runsOf<T extends Recorded>(windows: Iterable<T>): Generator<[T, ...T[]]> {
  let run: [T, ...T[]] | undefined;
  for (const window of windows) {
    const before = run?.at(-1);
    if (run && before && follows(before, window) && shapeOf(before) === shapeOf(window)) run.push(window);
    else {
      if (run) yield run;
      run = [window];
    }
  }
  if (run) yield run;
}

const follows = (before: Recorded, after: Recorded): boolean => Math.abs(before.from + before.seconds - after.from) < NEXT_TO;

function shapeOf({ from, host, node, missing }: Recorded): string {
  const { cores, memoryBytes, raplJoules } = node;
  return JSON.stringify([Math.floor(from / HOUR), host, cores, memoryBytes, Object.keys(raplJoules ?? {}).sort(), missing]);
}

/**
 * The windows of one run as one: what grew is added up; what is held (memory, reservations) is averaged over the whole time, and a
 * container holds nothing while it is absent. So both a sum and the product of an average and its time stay what they were.
 * @param windows at least one, of one run.
 */
export function merge(windows: readonly [Recorded, ...Recorded[]]): Recorded {
  const [first] = windows;
  const seconds = windows.reduce((total, window) => total + window.seconds, 0);
  const sum = (value: (window: Recorded) => number | undefined): number => windows.reduce((total, window) => total + (value(window) ?? 0), 0);
  const { raplJoules, wallJoules: _, ...node } = first.node;
  return {
    host: first.host,
    from: first.from,
    seconds,
    node: {
      ...node,
      cpuSeconds: sum((window) => window.node.cpuSeconds),
      ...(raplJoules && { raplJoules: Object.fromEntries(Object.keys(raplJoules).map((zone) => [zone, sum((window) => window.node.raplJoules?.[zone as keyof typeof raplJoules])])) as typeof raplJoules }),
      receivedBytes: sum((window) => window.node.receivedBytes),
      sentBytes: sum((window) => window.node.sentBytes),
    },
    containers: mergeContainers(windows, seconds),
    missing: first.missing,
  };
}

const GROWN = ['cpuSeconds', 'readBytes', 'writtenBytes', 'receivedBytes', 'sentBytes'] as const;
const HELD = ['cpuRequest', 'memoryBytes', 'memoryRequest'] as const;

function mergeContainers(windows: readonly Recorded[], total: number): ContainerUse[] {
  const merged = new Map<string, { -readonly [Key in keyof ContainerUse]: ContainerUse[Key] }>();
  for (const { seconds, containers } of windows) {
    for (const use of containers) {
      const key = JSON.stringify([use.id, use.owner]);
      const one = merged.get(key) ?? { ...use, ...Object.fromEntries([...GROWN, ...HELD].map((name) => [name, 0])) };
      for (const name of GROWN) one[name] += use[name];
      for (const name of HELD) one[name] += (use[name] * seconds) / total;
      merged.set(key, one);
    }
  }
  return [...merged.values()];
}
