/** Power, or a share of the rated power, by load: points in order of load, which is 0 to 1. */
export type Curve = readonly (readonly [load: number, power: number])[];

/** Straight between the points; before the first and after the last, as they are. */
export function piecewise(curve: Curve, load: number): number {
  const after = curve.findIndex(([at]) => at >= load);
  if (after === -1) return curve.at(-1)?.[1] ?? 0;
  const [x1, y1] = curve[after] as Curve[number];
  const [x0, y0] = curve[after - 1] ?? [x1, y1];
  return x1 === x0 ? y1 : y0 + ((y1 - y0) * (load - x0)) / (x1 - x0);
}

/** A curve stretched to go through a machine's own power at rest and at full load: its shape, their ends. */
export function stretched(shape: Curve, idle: number, full: number): Curve {
  const [first, last] = [shape[0]?.[1] ?? 0, shape.at(-1)?.[1] ?? 1];
  return shape.map(([load, power]) => [load, idle + ((full - idle) * (power - first)) / (last - first)]);
}

/** How the power of a range of processors bends with load, whatever its size. */
export interface Bend {
  readonly b: number;
  readonly c: number;
}

/** `P = a·ln(b·(load + c)) + d`, the load in percent. */
export interface LogCurve extends Bend {
  readonly a: number;
  readonly d: number;
}

/** Watts; never below one, as the logarithm may be. */
export const logarithmic = ({ a, b, c, d }: LogCurve, load: number): number => Math.max(1, a * Math.log(b * (load * 100 + c)) + d);

/** A bend through two measured points. */
export function fitted({ b, c }: Bend, [x0, y0]: Curve[number], [x1, y1]: Curve[number]): LogCurve {
  const [at0, at1] = [Math.log(b * (x0 * 100 + c)), Math.log(b * (x1 * 100 + c))];
  const a = (y1 - y0) / (at1 - at0);
  return { a, b, c, d: y0 - a * at0 };
}
