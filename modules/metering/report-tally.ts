import type { FacilityFigure } from './carbon.ts';
import { type Interval, sumOf } from './interval.ts';
import { type Energy, NO_ENERGY, sumEnergy } from './provenance.ts';
import type { HostPart, HostPartOwner } from './report-host.ts';
import { type Load, NO_LOAD } from './report-load.ts';
import { type Place, placeOf } from './report-period.ts';
import type { Recorded } from './sample-merge.ts';
import { type Grams, joules } from './units.ts';
import { dayOf } from './window.ts';

/** For how long a host was measured: in all, in the winter's peak windows, and by hour of the day. Seconds. */
export interface Times {
  readonly all: number;
  readonly winter: number;
  readonly hours: readonly number[];
}

/** Where a window lies, and for which day its factors are. */
export interface Moment {
  readonly factorDay: string;
  readonly place: Place;
}

interface Row {
  readonly owner: HostPartOwner;
  /** Day of the factors -> energies. */
  readonly byDay: Map<string, Energy[]>;
  readonly making: Interval<Grams>[];
  readonly days: Map<string, number>;
  readonly hours: number[];
  readonly split: { cpu: number; memory: number; idle: number };
  timed: number;
  winter: number;
}

/** Adds up what each owner did on one host, window by window; sums are made once, at the end. */
export class Tally {
  readonly #host: string;
  readonly #rows = new Map<string, Row>();
  readonly #times = { all: 0, winter: 0, hours: Array<number>(24).fill(0) };

  constructor(host: string) {
    this.#host = host;
  }

  get times(): Times {
    return this.#times;
  }

  /** Before the owners of a window are added. A window lies where its middle does. */
  begin(window: Recorded): Moment {
    const place = placeOf(window.from + window.seconds / 2);
    this.#times.all += window.seconds;
    if (place.winterPeak) this.#times.winter += window.seconds;
    this.#times.hours[place.hour] = (this.#times.hours[place.hour] ?? 0) + window.seconds;
    return { factorDay: dayOf(window), place };
  }

  add({ factorDay, place }: Moment, key: string, owner: HostPartOwner, energy: Energy, split?: HostPart['split']): void {
    const row = this.addUntimed(factorDay, place.day, key, owner, energy);
    const { value } = energy.joules;
    row.timed += value;
    if (place.winterPeak) row.winter += value;
    row.hours[place.hour] = (row.hours[place.hour] ?? 0) + value;
    if (split) for (const name of ['cpu', 'memory', 'idle'] as const) row.split[name] += split[name];
  }

  /** Energy of no known moment: it counts in the day, and in no mean power. */
  addUntimed(factorDay: string, day: string, key: string, owner: HostPartOwner, energy: Energy): Row {
    const row = this.#row(key, owner);
    const list = row.byDay.get(factorDay) ?? [];
    list.push(energy);
    row.byDay.set(factorDay, list);
    row.days.set(day, (row.days.get(day) ?? 0) + energy.joules.value);
    return row;
  }

  make(key: string, owner: HostPartOwner, grams: Interval<Grams>): void {
    this.#row(key, owner).making.push(grams);
  }

  /** @param facility what a day's energy is with the room, and what it emits; undefined where a factor is missing. */
  parts(facility: (day: string, energy: Energy) => FacilityFigure | undefined, lacking: ReadonlySet<string>): Map<string, HostPart> {
    const found = [...this.#rows].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([key, row]) => {
      const days = [...row.byDay].map(([day, energies]) => ({ day, energy: sumEnergy(energies) }));
      const figures = days.map(({ day, energy }) => facility(day, energy));
      return { key, row, energy: days.length === 0 ? NO_ENERGY : sumEnergy(days.map(({ energy }) => energy)), figures };
    });
    // Only now is it known what the host lacks.
    const gone = (kind: string): string[] => (lacking.has(kind) ? [this.#host] : []);
    const lack = { energy: gone('energy'), room: gone('carbon'), carbon: gone('carbon'), embodied: gone('embodied') };
    return new Map(found.map(({ key, row, energy, figures }) => [key, { owner: row.owner, load: this.#load(row, energy, figures.filter((one) => one !== undefined), lack), split: { cpu: joules(row.split.cpu), memory: joules(row.split.memory), idle: joules(row.split.idle) } }]));
  }

  #load(row: Row, energy: Energy, figures: readonly FacilityFigure[], lacking: Load['lacking']): Load {
    const { all, winter, hours } = this.#times;
    const mean = (amount: number, seconds: number): number => (seconds === 0 ? 0 : amount / seconds);
    return {
      energy,
      room: sumEnergy(figures.map((figure) => figure.energy)),
      direct: sumOf([NO_LOAD.direct, ...figures.map(({ direct }) => direct)]),
      lifecycle: sumOf([NO_LOAD.lifecycle, ...figures.map(({ lifecycle }) => lifecycle)]),
      embodied: sumOf([NO_LOAD.embodied, ...row.making]),
      watts: mean(row.timed, all),
      winterWatts: mean(row.winter, winter),
      hourWatts: row.hours.map((amount, hour) => mean(amount, hours[hour] ?? 0)),
      days: row.days,
      lacking,
    };
  }

  #row(key: string, owner: HostPartOwner): Row {
    const before = this.#rows.get(key);
    if (before) return before;
    const made: Row = { owner, byDay: new Map(), making: [], days: new Map(), hours: Array<number>(24).fill(0), split: { cpu: 0, memory: 0, idle: 0 }, timed: 0, winter: 0 };
    this.#rows.set(key, made);
    return made;
  }
}
