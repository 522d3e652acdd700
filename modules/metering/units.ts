/**
 * Numbers that know their unit. Inside, energy is joules and emissions are grams of CO₂ equivalent; kilowatt-hours stand only at the edge,
 * where people read and where factors are given per kWh. A kilogram cannot pass for a gram, nor a watt-hour for a joule: it does not type-check.
 */
declare const unit: unique symbol;

/** A number in a unit: `In<'g/kWh'>`. Arithmetic gives a plain number; whoever names its unit again answers for it. */
export type In<Unit extends string> = number & { readonly [unit]: Unit };

export type Joules = In<'J'>;
export type Watts = In<'W'>;
export type KilowattHours = In<'kWh'>;
/** Of CO₂ equivalent. */
export type Grams = In<'g'>;

/** 0 or more, and finite. Throws `RangeError`: a wrong amount here is a defect, bad input is refused before. */
export const joules = (value: number): Joules => amount(value, 'J');
export const watts = (value: number): Watts => amount(value, 'W');
export const kilowattHours = (value: number): KilowattHours => amount(value, 'kWh');
export const grams = (value: number): Grams => amount(value, 'g');

export function amount<Unit extends string>(value: number, name: Unit): In<Unit> {
  if (!Number.isFinite(value) || value < 0) throw new RangeError(`not an amount in ${name}: ${value}`);
  return value as In<Unit>;
}

const JOULES_PER_KILOWATT_HOUR = 3_600_000;

export const inKilowattHours = (energy: Joules): KilowattHours => kilowattHours(energy / JOULES_PER_KILOWATT_HOUR);
export const fromKilowattHours = (energy: KilowattHours): Joules => joules(energy * JOULES_PER_KILOWATT_HOUR);
/** Energy of a power held for some seconds. */
export const during = (power: Watts, seconds: number): Joules => joules(power * seconds);
/** Mean power of an energy over some seconds. */
export const meanPower = (energy: Joules, seconds: number): Watts => watts(energy / seconds);
/** Emissions of an energy at an intensity of the grid. */
export const emissions = (energy: Joules, intensity: In<'g/kWh'>): Grams => grams(inKilowattHours(energy) * intensity);

/** As disks and modules are sold and factors are given: 10⁹ bytes. */
export const inGigabytes = (bytes: number): In<'GB'> => amount(bytes / 1e9, 'GB');
