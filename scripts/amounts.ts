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

/** What a plan gives, column by column: price, members, storage, largest file sent. */
export const planColumns = ({ pricePerMonth, members, storageGiB, uploadMiB }: Plan, price = pricePerMonth): Text[] => [
  perMonth(price),
  text(`${members} membres`, `${members} members`),
  gibibytes(storageGiB),
  text(`envoi ${uploadMiB} Mio`, `upload ${uploadMiB} MiB`),
];

/** Dollars, added in cents. */
export const sumOf = (prices: readonly number[]): number => prices.reduce((sum, price) => sum + Math.round(price * 100), 0) / 100;
