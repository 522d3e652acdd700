import type { Period } from './ledger-read.ts';
import type { WallReading } from './ledger-wall.ts';
import { type Evidence, nodeEnergy } from './power-ladder.ts';
import { merge, type Recorded, runsOf } from './sample-merge.ts';

/** What nobody measured while a plug or a bill still counted: known of the whole machine, and of nobody in particular. */
export interface Unseen extends Period {
  readonly joules: number;
}

export interface Hours {
  /** At most an hour each; `wallJoules` where a reading covers it. */
  readonly windows: readonly Recorded[];
  readonly unseen: readonly Unseen[];
}

/**
 * The windows of a period, as hours, with what people read at the plug. Hours always, though minutes are there for 35 days: a figure must not
 * change when its minutes become hours.
 *
 * A reading is shared over the windows that it covers in proportion to what they would count without it, by time where they would count nothing.
 * The part of its time in which nothing was measured keeps its share, by time, and is nobody's.
 * @param known what the energy of a window follows from without a reading.
 */
export function hoursOf(recorded: readonly Recorded[], walls: readonly WallReading[], period: Period, known: Omit<Evidence, 'window'>): Hours {
  let windows: Recorded[] = [...runsOf(recorded)].map((run) => merge(run));
  const unseen: Unseen[] = [];
  for (const wall of walls) {
    windows = windows.flatMap((window) => cut(window, wall.from)).flatMap((window) => cut(window, wall.to));
    const covered = windows.filter((window) => isIn(window, wall));
    const length = wall.to - wall.from;
    const seconds = Math.min(length, covered.reduce((sum, window) => sum + window.seconds, 0));
    const shares = sharesOf(covered, known);
    windows = windows.map((window) => {
      const share = shares.get(window);
      return share === undefined ? window : { ...window, node: { ...window.node, wallJoules: ((wall.joules * seconds) / length) * share } };
    });
    unseen.push(...unseenOf(wall, covered, wall.joules / length));
  }
  const inside = <T extends Period>(one: T): boolean => one.from >= period.from - NEAR && one.to <= period.to + NEAR;
  const clipped = windows.flatMap((window) => cut(window, period.from)).flatMap((window) => cut(window, period.to));
  return {
    windows: clipped.filter((window) => inside({ from: window.from, to: window.from + window.seconds })),
    unseen: unseen.flatMap(({ from, to, joules }) => {
      const [start, end] = [Math.max(from, period.from), Math.min(to, period.to)];
      return end > start ? [{ from: start, to: end, joules: (joules * (end - start)) / (to - from) }] : [];
    }),
  };
}

/** Seconds within which two moments are one. */
const NEAR = 1;

const isIn = ({ from, seconds }: Recorded, wall: Period): boolean => from >= wall.from - NEAR && from + seconds <= wall.to + NEAR;

/** Of a reading, 0 to 1; they add up to 1. */
function sharesOf(windows: readonly Recorded[], known: Omit<Evidence, 'window'>): Map<Recorded, number> {
  const counted = windows.map((window) => nodeEnergy({ ...known, window }));
  const values = counted.map((outcome) => (outcome.ok ? outcome.value.energy.joules.value : undefined));
  const complete = values.every((value) => value !== undefined) && values.some((value) => (value ?? 0) > 0);
  const weights = complete ? (values as number[]) : windows.map(({ seconds }) => seconds);
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  return new Map(windows.map((window, index) => [window, (weights[index] as number) / total]));
}

/** The times of a reading that no window covers, longer than a window's beginning may be off. */
function unseenOf(wall: WallReading, covered: readonly Recorded[], watts: number): Unseen[] {
  const sorted = covered.toSorted((a, b) => a.from - b.from);
  const left = wall.to - wall.from - sorted.reduce((sum, { seconds }) => sum + seconds, 0);
  if (left <= NEAR) return [];
  const times: Period[] = [];
  let at = wall.from;
  for (const { from, seconds } of [...sorted, { from: wall.to, seconds: 0 }]) {
    if (from - at > NEAR) times.push({ from: at, to: from });
    at = Math.max(at, from + seconds);
  }
  const found = times.reduce((sum, { from, to }) => sum + to - from, 0);
  // Windows shifted by a clock that was set add up to more or less than the times between them.
  const scale = found === 0 ? 0 : left / found;
  return found === 0 ? [{ from: wall.from, to: wall.to, joules: watts * left }] : times.map(({ from, to }) => ({ from, to, joules: watts * (to - from) * scale }));
}

/** A window in two, as if all of it had gone on evenly; whole where the moment is not inside it. */
function cut(window: Recorded, at: number): Recorded[] {
  const first = at - window.from;
  if (!(first > NEAR && first < window.seconds - NEAR)) return [window];
  return [part(window, window.from, first), part(window, at, window.seconds - first)];
}

function part(window: Recorded, from: number, seconds: number): Recorded {
  const share = seconds / window.seconds;
  const { node, containers } = window;
  return {
    ...window,
    from,
    seconds,
    node: {
      ...node,
      cpuSeconds: node.cpuSeconds * share,
      receivedBytes: node.receivedBytes * share,
      sentBytes: node.sentBytes * share,
      ...(node.raplJoules && { raplJoules: Object.fromEntries(Object.entries(node.raplJoules).map(([zone, joules]) => [zone, joules * share])) as typeof node.raplJoules }),
      ...(node.wallJoules !== undefined && { wallJoules: node.wallJoules * share }),
    },
    containers: containers.map((use) => ({ ...use, cpuSeconds: use.cpuSeconds * share, readBytes: use.readBytes * share, writtenBytes: use.writtenBytes * share, receivedBytes: use.receivedBytes * share, sentBytes: use.sentBytes * share })),
  };
}
