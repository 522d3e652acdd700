import type { HardwareSheet } from '../federation/index.ts';
import { type Problem, text } from '../kernel/index.ts';
import { takeFactors, type FactorTable } from './factors.ts';
import { exactly, type Interval, interval, productIn, sumOf, times } from './interval.ts';
import { andThen, figure, noFigure, type Outcome } from './outcome.ts';
import type { Grams, In } from './units.ts';

/** What making a machine emitted, by what an instance is charged for: memory and disks by their bytes, all the rest by processor. */
export interface Embodied {
  readonly memory: Interval<Grams>;
  readonly storage: Interval<Grams>;
  readonly rest: Interval<Grams>;
  /** Over which it is spread, from the making on: hours. */
  readonly lifeHours: number;
}

export const embodiedTotal = ({ memory, storage, rest }: Embodied): Interval<Grams> => sumOf([memory, storage, rest]);

const chips = {
  perDieArea: ['embodied.cpu.die', 'g/mm2'],
  perCpu: ['embodied.cpu.base', 'g'],
  perChipArea: ['embodied.chip', 'g/cm2'],
  perModule: ['embodied.memory.base', 'g'],
  perSsd: ['embodied.ssd.base', 'g'],
  perHdd: ['embodied.hdd', 'g'],
  memoryDensity: ['embodied.memory.density', 'GB/cm2'],
  ssdDensity: ['embodied.ssd.density', 'GB/cm2'],
} as const;
const board = {
  motherboard: ['embodied.motherboard', 'g'],
  assembly: ['embodied.assembly', 'g'],
  supply: ['embodied.power-supply', 'g/kg'],
} as const;
const life = { years: ['life.server', 'h'], error: ['error.embodied', '1'] } as const;

/**
 * Component by component: silicon by its area, modules and disks by theirs (gigabytes over density), the board, the supplies by weight,
 * the enclosure. What the record lacks is named, not guessed.
 */
export function embodiedOf(host: string, hardware: HardwareSheet | undefined, factors: FactorTable, day: string): Outcome<Embodied> {
  const absent = hardware ? absentParts(hardware) : [undefined];
  if (!hardware || absent.length > 0) return noFigure(...absent.map((field) => notRecorded(host, field)));
  const enclosure = { enclosure: [`embodied.enclosure.${hardware.enclosure}`, 'g'] } as const;
  return andThen(takeFactors(factors, day, { ...chips, ...board, ...life, ...enclosure }), (f) => {
    const make = (...parts: readonly Interval[]): Interval<Grams> => productIn<Grams>(sumOf(parts), f.error);
    const { cpu, memory, disks, powerSupplies } = hardware;
    const modules = memory.map(({ modules: count, gigabytes, density }) => times(sumOf<number>([chip(f.perChipArea, gigabytes, density, f.memoryDensity), f.perModule]), count));
    const drives = disks.map(({ kind, count, gigabytes, density }) => times(kind === 'hdd' ? f.perHdd : sumOf<number>([chip(f.perChipArea, gigabytes, density, f.ssdDensity), f.perSsd]), count));
    const processors = times(sumOf<number>([times(f.perDieArea, cpu.dieSquareMillimetres ?? 0), f.perCpu]), cpu.sockets);
    const supplies = times(f.supply, (powerSupplies?.count ?? 0) * (powerSupplies?.kilograms ?? 0));
    return figure({ memory: make(...modules), storage: make(...drives), rest: make(processors, f.motherboard, f.assembly, supplies, f.enclosure), lifeHours: hardware.lifeYears === undefined ? f.years.value : hardware.lifeYears * HOURS_PER_YEAR });
  });
}

const HOURS_PER_YEAR = 8760;

/** `coefficient · gigabytes / density`, of the density on record or of those that are usual. */
function chip(perArea: Interval, gigabytes: number, known: number | undefined, usual: Interval<In<'GB/cm2'>>): Interval {
  const density: Interval = known === undefined ? usual : exactly(known);
  return productIn(perArea, interval(gigabytes / density.value, gigabytes / density.high, gigabytes / density.low));
}

/** What a time takes of what its making emitted: all of it at the end of life, and no more. */
export const allocate = (made: Interval<Grams>, hours: number, lifeHours: number): Interval<Grams> => times(made, Math.min(1, hours / lifeHours));

/**
 * The same for a span that begins at an age: what lies past the expected life is free, since all was counted by then. A second-hand
 * machine's age counts from its making, so its second owner bears its own years only.
 */
export function allocateBetween(made: Interval<Grams>, fromAge: number, hours: number, lifeHours: number): Interval<Grams> {
  const [from, until] = [Math.min(lifeHours, Math.max(0, fromAge)), Math.min(lifeHours, Math.max(0, fromAge + hours))];
  return times(made, (until - from) / lifeHours);
}

/** Age of a machine at a moment, in hours, from the middle of its year: when in the year it was made is not known. */
export const ageInHours = (year: number, epochSeconds: number): number => Math.max(0, (epochSeconds - Date.UTC(year, 6, 1) / 1000) / 3600);

/** Fields of the record without which there is no figure. */
function absentParts({ cpu, powerSupplies, enclosure }: HardwareSheet): string[] {
  return Object.entries({ 'cpu.dieSquareMillimetres': cpu.dieSquareMillimetres, powerSupplies, enclosure }).filter(([, value]) => value === undefined).map(([field]) => field);
}

const notRecorded = (host: string, field: string | undefined): Problem => ({
  code: field === undefined ? 'no-hardware' : 'hardware-incomplete',
  what: field === undefined
    ? text('serveur sans fiche matérielle : pas de chiffre pour sa fabrication', 'host without a hardware record: there is no figure of its making')
    : text('fiche matérielle incomplète : pas de chiffre pour la fabrication', 'incomplete hardware record: there is no figure of the making'),
  where: { file: `hosts/${host}.yaml`, field: field === undefined ? 'hardware' : `hardware.${field}` },
  next: text('ajouter ce qui manque à la fiche', 'add what the record lacks'),
});
