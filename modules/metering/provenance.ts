import { type Text, text } from '../kernel/index.ts';
import { type Interval, interval, sumOf, times } from './interval.ts';
import { type Joules, joules } from './units.ts';

/** Where a figure of energy comes from, best first, and the class of each: A is a meter on the wire, E a guess from a table or a bill. */
export const PROVENANCES = {
  measured_wall: 'A',
  measured_rapl_cal: 'B',
  measured_rapl: 'C',
  measured_hypervisor: 'C',
  modelled_calibrated: 'C',
  modelled_tdp: 'D',
  modelled_archetype: 'E',
  declared: 'E',
} as const;
export type Provenance = keyof typeof PROVENANCES;
export type EnergyClass = (typeof PROVENANCES)[Provenance];

export const provenanceWords: Readonly<Record<Provenance, Text>> = {
  measured_wall: text('mesuré à la prise', 'measured at the plug'),
  measured_rapl_cal: text('mesuré par le processeur, étalonné à la prise', 'measured by the processor, calibrated at the plug'),
  measured_rapl: text('mesuré par le processeur', 'measured by the processor'),
  measured_hypervisor: text('mesuré par l’hyperviseur', 'measured by the hypervisor'),
  modelled_calibrated: text('modélisé, étalonné sur cette machine', 'modelled, calibrated on this machine'),
  modelled_tdp: text('modélisé d’après la puissance nominale', 'modelled from the rated power'),
  modelled_archetype: text('modélisé d’après une machine du même genre', 'modelled from a machine of the same kind'),
  declared: text('déclaré par l’hébergeur', 'declared by the operator'),
};

/** An amount of energy, between what it lies, and how much of its value comes from where. */
export interface Energy {
  readonly joules: Interval<Joules>;
  /** Adds up to `joules.value`. A source whose part is 0 J stays: it is part of what was counted. */
  readonly sources: Readonly<Partial<Record<Provenance, Joules>>>;
}

export const energyFrom = (provenance: Provenance, amount: Interval<Joules>): Energy => ({ joules: amount, sources: { [provenance]: amount.value } });

/** Of nothing: no joule, no source, no class. */
export const NO_ENERGY: Energy = { joules: interval(joules(0), joules(0), joules(0)), sources: {} };

export function sumEnergy(parts: readonly Energy[]): Energy {
  const sources: Partial<Record<Provenance, Joules>> = {};
  for (const part of parts) for (const [key, amount] of entriesOf(part)) sources[key] = joules((sources[key] ?? 0) + amount);
  return { joules: sumOf(parts.map((part) => part.joules)), sources };
}

/** A part of an energy, or a multiple: value, interval and sources alike. */
export function shareOf(energy: Energy, share: number): Energy {
  return { joules: times(energy.joules, share), sources: Object.fromEntries(entriesOf(energy).map(([key, amount]) => [key, joules(amount * share)])) };
}

/** The same energy with an interval of its own, such as after a factor that is not known exactly; sources in proportion. */
export function withInterval(energy: Energy, amount: Interval<Joules>): Energy {
  const { value } = energy.joules;
  return { joules: amount, sources: value === 0 ? energy.sources : shareOf(energy, amount.value / value).sources };
}

/** The worst class of the parts; undefined of nothing. */
export function classOf(energy: Energy): EnergyClass | undefined {
  return entriesOf(energy).map(([key]) => PROVENANCES[key]).sort().at(-1);
}

/** Share of the energy in each class that is there, 0 to 1, best first. Of 0 J there is none to share. */
export function classShares(energy: Energy): Partial<Record<EnergyClass, number>> {
  const { value } = energy.joules;
  if (value === 0) return {};
  const shares: Partial<Record<EnergyClass, number>> = {};
  for (const [key, amount] of entriesOf(energy)) shares[PROVENANCES[key]] = (shares[PROVENANCES[key]] ?? 0) + amount / value;
  return shares;
}

/** Share that a meter counted, rather than a model or a person; undefined of 0 J. */
export function measuredRatio(energy: Energy): number | undefined {
  const measured = entriesOf(energy).filter(([key]) => key.startsWith('measured')).reduce((sum, [, amount]) => sum + amount, 0);
  return energy.joules.value === 0 ? undefined : measured / energy.joules.value;
}

/** In the order of the ladder. */
const entriesOf = ({ sources }: Energy): [Provenance, Joules][] =>
  (Object.keys(PROVENANCES) as Provenance[]).flatMap((key): [Provenance, Joules][] => (sources[key] === undefined ? [] : [[key, sources[key]]]));
