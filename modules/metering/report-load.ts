import { exactly, type Interval, sumOf, times } from './interval.ts';
import { type Energy, NO_ENERGY, shareOf, sumEnergy } from './provenance.ts';
import { type Grams, grams } from './units.ts';

/** Kinds of figures that a host may lack. */
export const LACKING = ['energy', 'room', 'carbon', 'embodied'] as const;
export type Lacking = (typeof LACKING)[number];

/** Everything that one owner did over a period, and that adds up: over owners, over hosts, and by share. */
export interface Load {
  /** Of the machine, without what the room adds. */
  readonly energy: Energy;
  /** The same as the room takes it. */
  readonly room: Energy;
  readonly direct: Interval<Grams>;
  readonly lifecycle: Interval<Grams>;
  readonly embodied: Interval<Grams>;
  /** Mean over the time that was measured. */
  readonly watts: number;
  /** Mean in the winter's peak windows; 0 where none was measured. */
  readonly winterWatts: number;
  /** Mean by hour of the day, 24 of them. */
  readonly hourWatts: readonly number[];
  /** Day -> joules. */
  readonly days: ReadonlyMap<string, number>;
  /** Kind -> hosts that have no such figure, or none of some hours. */
  readonly lacking: Readonly<Record<Lacking, readonly string[]>>;
}

const NOTHING = exactly(grams(0));
const NONE_LACKING: Load['lacking'] = { energy: [], room: [], carbon: [], embodied: [] };

export const NO_LOAD: Load = { energy: NO_ENERGY, room: NO_ENERGY, direct: NOTHING, lifecycle: NOTHING, embodied: NOTHING, watts: 0, winterWatts: 0, hourWatts: Array<number>(24).fill(0), days: new Map(), lacking: NONE_LACKING };

export function sumLoads(loads: readonly Load[]): Load {
  const add = (pick: (load: Load) => number): number => loads.reduce((sum, load) => sum + pick(load), 0);
  const days = new Map<string, number>();
  for (const load of loads) for (const [day, joules] of load.days) days.set(day, (days.get(day) ?? 0) + joules);
  return {
    energy: sumEnergy(loads.map(({ energy }) => energy)),
    room: sumEnergy(loads.map(({ room }) => room)),
    direct: sumOf(loads.map(({ direct }) => direct)),
    lifecycle: sumOf(loads.map(({ lifecycle }) => lifecycle)),
    embodied: sumOf(loads.map(({ embodied }) => embodied)),
    watts: add(({ watts }) => watts),
    winterWatts: add(({ winterWatts }) => winterWatts),
    hourWatts: NO_LOAD.hourWatts.map((_, hour) => add(({ hourWatts }) => hourWatts[hour] ?? 0)),
    days,
    lacking: Object.fromEntries(LACKING.map((kind) => [kind, [...new Set(loads.flatMap(({ lacking }) => lacking[kind]))].sort()])) as unknown as Load['lacking'],
  };
}

/** A part of a load, 0 to 1. Of none of it, nothing is lacking either. */
export function partOf(load: Load, share: number): Load {
  if (share === 0) return NO_LOAD;
  return {
    energy: shareOf(load.energy, share),
    room: shareOf(load.room, share),
    direct: times(load.direct, share),
    lifecycle: times(load.lifecycle, share),
    embodied: times(load.embodied, share),
    watts: load.watts * share,
    winterWatts: load.winterWatts * share,
    hourWatts: load.hourWatts.map((watts) => watts * share),
    days: new Map([...load.days].map(([day, joules]) => [day, joules * share])),
    lacking: load.lacking,
  };
}

/** A load of which only that is known: that a host lacks it all. */
export const unknownLoad = (host: string): Load => ({ ...NO_LOAD, lacking: { energy: [host], room: [host], carbon: [host], embodied: [host] } });
