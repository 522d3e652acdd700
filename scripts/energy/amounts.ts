import { type Language, type Text, text } from '../../modules/kernel/index.ts';
import { type Account, type EnergyFigure, type Provenance, provenanceWords, type Quantity, ZONE } from '../../modules/metering/index.ts';

/** Three digits that count, in both languages: `12,3` and `12.3`. More would be believed. */
export const number = (value: number, digits = 3): Text => ({ fr: written('fr', value, digits), en: written('en', value, digits) });

const formats = new Map<string, Intl.NumberFormat>();
function written(language: Language, value: number, digits: number): string {
  const key = `${language}${digits}`;
  const format = formats.get(key) ?? new Intl.NumberFormat(`${language}-CA`, { maximumSignificantDigits: digits });
  formats.set(key, format);
  return format.format(value);
}

type Unit = readonly [name: string, from: number];

/** Of kWh, kW and g: the unit in which a value is read, and what one of it is. Largest first; the last one takes what is left. */
const UNITS = {
  energy: [['MWh', 1000], ['kWh', 1], ['Wh', 0.001]],
  power: [['kW', 1], ['W', 0.001]],
  carbon: [['t', 1e6], ['kg', 1000], ['g', 1]],
} as const satisfies Record<string, readonly Unit[]>;
export type Dimension = keyof typeof UNITS;

export function unitOf(dimension: Dimension, value: number): Unit {
  const units: readonly Unit[] = UNITS[dimension];
  return units.find(([, size]) => value >= size) ?? (units.at(-1) as Unit);
}

/** `12,3 kWh`. */
export function amount(dimension: Dimension, value: number): Text {
  const [unit, size] = unitOf(dimension, value);
  const digits = number(value / size);
  return { fr: `${digits.fr}\u00a0${unit}`, en: `${digits.en}\u00a0${unit}` };
}

/** `6,1–25`, in the unit of the value. */
export function bounds(dimension: Dimension, { value, low, high }: Quantity): Text {
  const [, size] = unitOf(dimension, value);
  const [from, to] = [number(low / size, 2), number(high / size, 2)];
  return { fr: `${from.fr}–${to.fr}`, en: `${from.en}–${to.en}` };
}

/** `12,3 kWh [6,1–25]`. */
export function figure(dimension: Dimension, quantity: Quantity): Text {
  const [value, between] = [amount(dimension, quantity.value), bounds(dimension, quantity)];
  const both = (one: string, range: string): string => `${one} [${range}]`;
  return { fr: both(value.fr, between.fr), en: both(value.en, between.en) };
}

export function percent(share: number): Text {
  const digits = number(Math.round(share * 1000) / 10, share > 0.995 && share < 1 ? 3 : 2);
  return { fr: `${digits.fr}\u00a0%`, en: `${digits.en}%` };
}

export const noFigure = text('pas de chiffre', 'no figure');
export const noReading = text('pas de relevé', 'no reading');

/** Where an energy comes from, the largest part first: `mesuré à la prise (80 %), modélisé…`. */
export function sources({ provenances }: EnergyFigure): Text {
  const parts = Object.entries(provenances).toSorted(([, a], [, b]) => b - a);
  const one = ([key, share]: [string, number]): Text => {
    const words = provenanceWords[key as Provenance];
    const part = percent(share);
    return parts.length === 1 ? words : { fr: `${words.fr} (${part.fr})`, en: `${words.en} (${part.en})` };
  };
  return { fr: parts.map((part) => one(part).fr).join(', '), en: parts.map((part) => one(part).en).join(', ') };
}

/** What the figures are of: the winter's peak, or the same hours at another time. */
export const peakWords = (account: Account): Text => (account.peak?.winter === false ? text('mêmes heures, hors hiver', 'same hours, not in winter') : text('pointe d’hiver', 'winter peak'));

/** How a PUE is known. */
export const pueWords = (category: string): Text => (category === 'assumed' ? text('supposé', 'assumed') : category === 'design' ? text('annoncé par le constructeur', 'announced by the builder') : text('mesuré', 'measured'));

const dates = { fr: dateFormat('fr-CA'), en: dateFormat('en-CA') };
function dateFormat(locale: string): Intl.DateTimeFormat {
  return new Intl.DateTimeFormat(locale, { timeZone: ZONE, year: 'numeric', month: 'long', day: 'numeric', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' });
}

/** A moment in Québec: `25 novembre 2026 à 16 h 05`. */
export function moment(iso: string): Text {
  const date = new Date(iso);
  return { fr: dates.fr.format(date), en: dates.en.format(date) };
}
