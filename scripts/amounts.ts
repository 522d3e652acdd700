import type { Plan } from '../modules/catalog/index.ts';
import { type Text, text } from '../modules/kernel/index.ts';

/** `0,5` and `0.5`. */
export const decimal = (value: number): Text => ({ fr: String(value).replace('.', ','), en: String(value) });

/** `25 $ par mois`, `22,50 $ par mois`. */
export function perMonth(dollars: number): Text {
  const amount = Number.isInteger(dollars) ? String(dollars) : dollars.toFixed(2);
  return text(`${amount.replace('.', ',')} $ par mois`, `$${amount.replace('.', '.')} a month`);
}

function gibibytes(value: number): Text {
  const amount = decimal(value);
  return text(`${amount.fr} Gio`, `${amount.en} GiB`);
}

/** Bytes, in the unit that leaves at least one before the comma. */
export function bytes(value: number): Text {
  const exponent = Math.min(4, Math.floor(Math.log2(Math.max(1, value)) / 10));
  const amount = decimal(Math.round((value / 1024 ** exponent) * 10) / 10);
  const [fr, en] = [['octets', 'Kio', 'Mio', 'Gio', 'Tio'], ['bytes', 'KiB', 'MiB', 'GiB', 'TiB']].map((units) => units[exponent] as string) as [string, string];
  return { fr: `${amount.fr} ${fr}`, en: `${amount.en} ${en}` };
}

/** What a plan gives, column by column: price, members, storage, largest file sent. */
export const planColumns = ({ pricePerMonth, members, storageGiB, uploadMiB }: Plan, price = pricePerMonth): Text[] => [
  perMonth(price),
  text(`${members} membres`, `${members} members`),
  gibibytes(storageGiB),
  text(`envoi ${uploadMiB} Mio`, `upload ${uploadMiB} MiB`),
];

/** Dollars, added in cents. */
export const sumOf = (prices: readonly number[]): number => prices.reduce((sum, price) => sum + Math.round(price * 100), 0) / 100;
