import { type Bend, type Curve, fitted, logarithmic, piecewise, stretched } from './power-curve.ts';

/** One sample of a machine under load, its power measured. */
export interface TraceSample {
  readonly seconds: number;
  /** 0 to 1. */
  readonly load: number;
  /** Above 0. */
  readonly watts: number;
}

/** One run on one machine. Traces of one machine calibrate each other. */
export interface Trace {
  readonly name: string;
  readonly machine: string;
  /** Rated power of all its processors together; models that need one pass over a trace without. */
  readonly tdpWatts: number | undefined;
  readonly samples: readonly TraceSample[];
}

/** What a model is given besides the load: the rated power, and points measured at 0, 50 and 100 %. */
interface Known {
  readonly tdpWatts: number | undefined;
  readonly points: readonly [idle: number, half: number, full: number] | undefined;
}

/** Watts by load; undefined where the model lacks what it needs. */
type Model = (known: Known) => ((load: number) => number) | undefined;

export interface Shapes {
  /** Shares of the rated power. */
  readonly teads: Curve;
  /** Of the usual range of processors. */
  readonly log: Bend;
}

export const modelNames = ['teads', 'linear', 'proportional', 'half', 'teads-2-points', 'log-2-points', '3-points'] as const;
export type ModelName = (typeof modelNames)[number];

const modelsOf = ({ teads, log }: Shapes): Readonly<Record<ModelName, Model>> => ({
  teads: rated((tdp, load) => tdp * piecewise(teads, load)),
  linear: rated((tdp, load) => tdp * piecewise([teads[0], teads.at(-1)] as Curve, load)),
  proportional: rated((tdp, load) => tdp * load),
  half: rated((tdp) => tdp / 2),
  'teads-2-points': calibrated(([idle, , full]) => { const curve = stretched(teads, idle, full); return (load) => piecewise(curve, load); }),
  'log-2-points': calibrated(([idle, , full]) => { const curve = fitted(log, [0, idle], [1, full]); return (load) => logarithmic(curve, load); }),
  '3-points': calibrated(([idle, half, full]) => (load) => piecewise([[0, idle], [0.5, half], [1, full]], load)),
});

const rated = (power: (tdp: number, load: number) => number): Model => ({ tdpWatts }) => (tdpWatts === undefined ? undefined : (load) => power(tdpWatts, load));
const calibrated = (fit: (points: NonNullable<Known['points']>) => (load: number) => number): Model => ({ points }) => points && fit(points);

/** How a model was told of its machine: by its rated power, by this very trace, or by another trace of the same machine. */
export type Calibrated = 'no' | 'same-trace' | 'other-trace';

export interface ModelError {
  readonly model: ModelName;
  readonly calibrated: Calibrated;
  /** Trace -> mean absolute percentage error, as a ratio. */
  readonly errors: ReadonlyMap<string, number>;
}

/** The error of every model on every trace; rows without a trace are left out. */
export function modelErrors(traces: readonly Trace[], shapes: Shapes): ModelError[] {
  return Object.entries(modelsOf(shapes)).flatMap(([name, model]) => {
    const row = (how: Calibrated): ModelError => ({
      model: name as ModelName,
      calibrated: how,
      errors: new Map(traces.flatMap((trace): [string, number][] => {
        const power = knownOf(trace, traces, how).map(model).filter((one) => one !== undefined);
        return power.length === 0 ? [] : [[trace.name, median(power.map((one) => meanAbsoluteError(trace, one)))]];
      })),
    });
    const ways: Calibrated[] = name.endsWith('points') ? ['same-trace', 'other-trace'] : ['no'];
    return ways.map(row).filter(({ errors }) => errors.size > 0);
  });
}

/** What is known of a trace's machine; of several other traces, each by itself. */
function knownOf(trace: Trace, traces: readonly Trace[], how: Calibrated): Known[] {
  const { tdpWatts } = trace;
  if (how === 'no') return [{ tdpWatts, points: undefined }];
  const from = how === 'same-trace' ? [trace] : traces.filter((other) => other !== trace && other.machine === trace.machine);
  return from.map((one) => ({ tdpWatts, points: pointsOf(one) }));
}

/** A trace comes near a load when it comes within so much; samples that come as near as the nearest do count alike. */
const NEAR = 0.05;
const ALIKE = 0.005;

/** Median power nearest to rest, half and full load; undefined where a trace never comes near one of them. */
export function pointsOf({ samples }: Trace): Known['points'] {
  const near = (load: number): number | undefined => {
    const distances = samples.map((sample) => Math.abs(sample.load - load));
    const nearest = distances.reduce((least, one) => Math.min(least, one), Number.POSITIVE_INFINITY);
    return nearest > NEAR ? undefined : median(samples.filter((_, index) => (distances[index] as number) <= nearest + ALIKE).map(({ watts }) => watts));
  };
  const [idle, half, full] = [near(0), near(0.5), near(1)];
  return idle === undefined || half === undefined || full === undefined ? undefined : [idle, half, full];
}

/** Mean of `|modelled − measured| / measured` over the samples. */
export function meanAbsoluteError({ samples }: Trace, power: (load: number) => number): number {
  return samples.reduce((sum, { load, watts }) => sum + Math.abs(power(load) - watts) / watts, 0) / samples.length;
}

export function median(values: readonly number[]): number {
  const sorted = values.toSorted((a, b) => a - b);
  const upper = sorted[sorted.length >> 1] as number;
  return sorted.length % 2 === 1 ? upper : ((sorted[(sorted.length >> 1) - 1] as number) + upper) / 2;
}
