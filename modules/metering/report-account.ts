import { type Interval, times } from './interval.ts';
import { classOf, classShares, type Energy, type Provenance } from './provenance.ts';
import type { Lacking, Load } from './report-load.ts';
import { PEAK_HOURS } from './report-period.ts';
import type { Account, EnergyFigure, Quantity } from './report-schema.ts';
import { type Joules, joules, inKilowattHours } from './units.ts';

/** What a load is, told. @param winter some of the period's measured time lies in the winter's peak windows. */
export function accountOf(id: string, name: string, load: Load, winter: boolean): Account {
  const energy = energyFigure(load.energy);
  const nothing = (kind: Lacking, value: number): boolean => energy === null || (load.lacking[kind].length > 0 && value === 0);
  const power = (watts: number): Quantity => ofEnergy(load.energy, watts / 1000);
  const peakWatts = winter ? load.winterWatts : PEAK_HOURS.reduce((sum, hour) => sum + (load.hourWatts[hour] ?? 0), 0) / PEAK_HOURS.length;
  return {
    id,
    name,
    energy,
    room: nothing('room', load.room.joules.value) ? null : kilowattHoursOf(load.room.joules),
    meanKilowatts: energy && power(load.watts),
    peak: energy && { winter, kilowatts: power(peakWatts) },
    direct: nothing('carbon', load.direct.value) ? null : quantity(load.direct),
    lifecycle: nothing('carbon', load.lifecycle.value) ? null : quantity(load.lifecycle),
    embodied: nothing('embodied', load.embodied.value) ? null : quantity(load.embodied),
    days: [...load.days].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([day, amount]) => ({ day, kilowattHours: inKilowattHours(joules(amount)) })),
    hours: load.hourWatts.map((watts) => watts / 1000),
    lacking: load.lacking,
  };
}

/** null of nothing: no source counted anything, which is not the same as 0. */
function energyFigure(energy: Energy): EnergyFigure | null {
  const worst = classOf(energy);
  if (worst === undefined) return null;
  const { value } = energy.joules;
  const shares = Object.entries(energy.sources).map(([key, amount]): [Provenance, number] => [key as Provenance, value === 0 ? 0 : amount / value]);
  return { ...kilowattHoursOf(energy.joules), class: worst, shares: classShares(energy), provenances: Object.fromEntries(shares) };
}

export const kilowattHoursOf = (energy: Interval<Joules>): Quantity => quantity({ value: inKilowattHours(energy.value), low: inKilowattHours(energy.low), high: inKilowattHours(energy.high) });

export const quantity = ({ value, low, high }: Interval): Quantity => ({ value, low, high });

/** A mean power lies between what its energy does, in proportion. */
function ofEnergy({ joules: { value, low, high } }: Energy, amount: number): Quantity {
  return value === 0 ? quantity({ value: 0, low: 0, high: 0 }) : quantity(times({ value: 1, low: low / value, high: high / value }, amount));
}
