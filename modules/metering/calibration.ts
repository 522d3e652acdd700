import type { HardwareSheet } from '../federation/index.ts';
import { type Problem, text } from '../kernel/index.ts';
import type { Period } from './ledger-read.ts';
import { figure, noFigure, type Outcome } from './outcome.ts';
import type { Curve } from './power-curve.ts';
import type { Recorded } from './sample-merge.ts';
import { loadOf } from './window.ts';

export type Calibration = NonNullable<HardwareSheet['calibration']>;

/** What a host did while it was held at a load. */
export interface Held {
  /** As measured, 0 to 1. */
  readonly load: number;
  /** Mean power by the processor's own counters; undefined where it has none. */
  readonly counted: number | undefined;
  /** What a person read at the plug meanwhile, watts. */
  readonly plug?: number | undefined;
}

/** Windows that a level needs, wholly inside the time that it was held: with one, a hiccup would be the curve. */
const FEWEST = 2;

/** What the meter saw of one level. The windows on its edges saw something of the change too, and do not count. */
export function heldAt(windows: readonly Recorded[], { from, to }: Period, plug?: number): Outcome<Held> {
  const inside = windows.filter((window) => window.from >= from && window.from + window.seconds <= to && !window.missing.includes('node-cpu'));
  if (inside.length < FEWEST) {
    return noFigure({ code: 'calibration-windows', what: text('trop peu de relevés pendant ce palier', 'too few samples while this level was held'), given: String(inside.length), allowed: text(`au moins ${FEWEST}`, `at least ${FEWEST}`), next: text('tenir chaque palier plus longtemps : --minutes ; vérifier que le compteur tourne et que son horloge est juste', 'hold each level longer: --minutes; see that the meter runs and that its clock is right') });
  }
  const seconds = inside.reduce((sum, window) => sum + window.seconds, 0);
  const counts = inside.map(({ node }) => node.raplJoules && node.raplJoules.package + (node.raplJoules.dram ?? 0));
  const counted = counts.some((joules) => joules === undefined) ? undefined : counts.reduce<number>((sum, joules) => sum + (joules ?? 0), 0) / seconds;
  return figure({ load: inside.reduce((sum, window) => sum + loadOf(window) * window.seconds, 0) / seconds, counted, plug });
}

/**
 * The curve of a machine from three levels, at rest, half and full. A machine that people use is never quite at rest nor quite full: the ends
 * are where the line through the nearest two levels reaches 0 and 1. With a plug, the curve is the plug's, and what the plug reads against the
 * processor's counters is kept too, where there are any.
 * @param day `2026-11-25`.
 */
export function calibrationOf(levels: readonly [Held, Held, Held], day: string): Outcome<Calibration> {
  const measured = levels.every(({ plug }) => plug !== undefined) ? 'wall' : 'rapl';
  const points = levels.map(({ load, counted, plug }): [number, number | undefined] => [load, measured === 'wall' ? plug : counted]);
  if (points.some(([, watts]) => watts === undefined)) return noFigure(noCounter);
  const problem = wrongPoints(points as [number, number][]);
  if (problem) return noFigure(problem);
  const [rest, half, full] = points as [[number, number], [number, number], [number, number]];
  const curve: Curve = [[0, through(rest, half, 0)], half, [1, through(half, full, 1)]];
  const wall = measured === 'wall' ? lineOf(levels) : undefined;
  if (wall && (wall.slope <= 0 || wall.watts < 0)) return noFigure(plugAndCounter(wall));
  return figure({ on: day, measured, curve: curve.map(([load, watts]) => ({ load: rounded(load, 1000), watts: rounded(watts, 10) })), ...(wall && { wall: { watts: rounded(wall.watts, 10), slope: rounded(wall.slope, 1000) } }) });
}

const rounded = (value: number, per: number): number => Math.round(value * per) / per;

/** Beyond two points, on their line; never below a tenth of a watt, which no machine is. */
const through = ([x0, y0]: [number, number], [x1, y1]: [number, number], at: number): number => Math.max(0.1, y0 + ((y1 - y0) * (at - x0)) / (x1 - x0));

/** Least squares of what the plug reads by what the counters read; undefined where a level has no counter. */
function lineOf(levels: readonly Held[]): { readonly watts: number; readonly slope: number } | undefined {
  const pairs = levels.flatMap(({ counted, plug }) => (counted === undefined || plug === undefined ? [] : [[counted, plug] as const]));
  if (pairs.length < levels.length) return undefined;
  const mean = (pick: 0 | 1): number => pairs.reduce((sum, pair) => sum + pair[pick], 0) / pairs.length;
  const [x, y] = [mean(0), mean(1)];
  const spread = pairs.reduce((sum, [counted]) => sum + (counted - x) ** 2, 0);
  const slope = spread === 0 ? 0 : pairs.reduce((sum, [counted, plug]) => sum + (counted - x) * (plug - y), 0) / spread;
  return { slope, watts: y - slope * x };
}

const [MOST_REST, LEAST_FULL, APART] = [0.3, 0.8, 0.15];

function wrongPoints(points: readonly [number, number][]): Problem | undefined {
  const [[rest, w0], [half, w1], [full, w2]] = points as [[number, number], [number, number], [number, number]];
  const loads = [rest, half, full].map((load) => load.toFixed(2)).join(', ');
  const again = text('recommencer à une heure creuse', 'begin again at a quiet hour');
  if (rest > MOST_REST || full < LEAST_FULL || half - rest < APART || full - half < APART) {
    return { code: 'calibration-loads', what: text('les paliers ne se distinguent pas : la machine était occupée, ou la charge n’a pas pris', 'the levels are not apart: the machine was busy, or the load did not take'), given: loads, allowed: text(`repos sous ${MOST_REST}, plein au-dessus de ${LEAST_FULL}`, `rest below ${MOST_REST}, full above ${LEAST_FULL}`), next: again };
  }
  const watts = [w0, w1, w2];
  if (watts.every((value) => Number.isFinite(value) && value > 0) && w0 <= w1 && w1 <= w2) return undefined;
  return { code: 'calibration-falls', what: text('la puissance baisse quand la charge monte, ou est nulle', 'the power falls as the load rises, or is nothing'), given: watts.map((value) => value.toFixed(1)).join(', '), next: again };
}

const noCounter: Problem = {
  code: 'calibration-blind',
  what: text('cette machine ne dit pas son énergie (machine virtuelle, ou processeur sans compteur)', 'this machine does not tell its energy (a virtual machine, or a processor without counters)'),
  next: text('recommencer avec --plug, un compteur à la prise sous les yeux', 'begin again with --plug, a meter at the plug before your eyes'),
};

const plugAndCounter = ({ watts, slope }: { readonly watts: number; readonly slope: number }): Problem => ({
  code: 'calibration-plug',
  what: text('la prise et le processeur se contredisent : ce n’est pas la même machine, ou pas la même unité', 'the plug and the processor contradict each other: not the same machine, or not the same unit'),
  given: `${watts.toFixed(1)} + ${slope.toFixed(2)} × P`,
  next: text('lire des watts, à la prise de cette machine seule', 'read watts, at the plug of this machine alone'),
});

