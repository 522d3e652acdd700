import type { HardwareSheet } from '../federation/index.ts';
import type { FactorTable } from './factors.ts';
import { andThen, figure, type Outcome } from './outcome.ts';
import { type NodeEnergy, nodeEnergy } from './power-ladder.ts';
import { type Provenance, PROVENANCES } from './provenance.ts';
import type { NodeUse, Window } from './window.ts';

/** A Prometheus recording rule. */
export interface RecordingRule {
  readonly record: string;
  readonly expr: string;
  readonly labels?: Readonly<Record<string, string>>;
}

/** `window` says what the meter sees of the host: its cores, memory, and which counters there are. */
export interface PowerEvidence {
  readonly window: Window;
  readonly hardware: HardwareSheet | undefined;
  readonly factors: FactorTable;
}

/** Loads between which every model is straight, but for the points of a machine's own curve. */
const KNOTS = [0, 0.1, 0.5, 1];
/** Watts by the processor's counters, above any machine: what is straight is known by its ends. */
const MOST_WATTS = 1e6;

/**
 * A host's power as Prometheus works it out of its meter's counters, and the part of it that is there at rest: by the best evidence that there
 * is, its numbers written out, since they come from the host's record and from the factors of the window's day. What somebody reads at a plug
 * or on a bill later is not in them.
 */
export function powerRules({ window, hardware, factors }: PowerEvidence): Outcome<RecordingRule[]> {
  const { host, node } = window;
  const counters = node.raplJoules;
  const psys = counters?.psys !== undefined && hardware?.preferPsys === true;
  const inputs = counters ? [0, MOST_WATTS] : [...new Set([...KNOTS, ...(hardware?.calibration?.curve.map(({ load }) => load) ?? [])])].toSorted((a, b) => a - b);
  const known = inputs.map((input) => nodeEnergy({ window: { ...window, node: { ...node, ...(counters ? counting(counters, psys, input * window.seconds) : { cpuSeconds: input * window.seconds * node.cores }) } }, hardware, factors }));
  return andThen(all(known), (energies) => {
    const watts = energies.map(({ energy }) => energy.joules.value / window.seconds);
    const { idle, energy } = energies.at(-1) as NodeEnergy;
    const provenance = Object.keys(PROVENANCES).find((key) => key in energy.sources) as Provenance;
    const input = psys ? `sum by (host) (rate(sobriety_host_energy_joules_total{host="${host}", source="rapl_psys"}[5m]))` : `host:sobriety_host_${counters ? 'processor_power_watts:rate5m' : 'load:ratio_rate5m'}{host="${host}"}`;
    return figure([
      { record: 'host:sobriety_host_power_watts:rate5m', expr: curve(inputs, watts, input), labels: { provenance, class: PROVENANCES[provenance] } },
      { record: 'host:sobriety_host_idle_watts:rate5m', expr: `clamp_max(host:sobriety_host_power_watts:rate5m{host="${host}"}, ${digits(idle / window.seconds)})` },
    ]);
  });
}

/** Counters that together tell so many joules. */
const counting = ({ dram, psys }: NonNullable<NodeUse['raplJoules']>, whole: boolean, joules: number): Pick<NodeUse, 'raplJoules'> => ({
  raplJoules: { package: whole ? 0 : joules, ...(dram !== undefined && { dram: 0 }), ...(psys !== undefined && { psys: whole ? joules : 0 }) },
});

/** Straight between its points, and at its ends as it is there. */
function curve(inputs: readonly number[], watts: readonly number[], input: string): string {
  const terms = inputs.slice(1).map((to, index) => {
    const from = inputs[index] as number;
    const slope = ((watts[index + 1] as number) - (watts[index] as number)) / (to - from);
    return `${digits(slope)} * clamp(${input}${from === 0 ? '' : ` - ${digits(from)}`}, 0, ${digits(to - from)})`;
  });
  return [digits(watts[0] as number), ...terms].join(' + ');
}

/** Without what binary fractions add. */
const digits = (value: number): string => String(Number(value.toPrecision(12)));

/** All of them, or what the first lacks that is none. */
function all<T>(outcomes: readonly Outcome<T>[]): Outcome<T[]> {
  const values: T[] = [];
  for (const outcome of outcomes) {
    if (!outcome.ok) return outcome;
    values.push(outcome.value);
  }
  return figure(values, ...outcomes.map((outcome) => (outcome.ok ? outcome.factors : [])));
}
