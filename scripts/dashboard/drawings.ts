import { html } from 'hono/html';
import type { Html } from './view.ts';

/** One bar: its height is a number of any unit; `marked` bars are drawn in another colour and with a line above, so that colour alone says nothing. */
export interface Bar {
  readonly label: string;
  readonly value: number;
  readonly marked?: boolean;
}

/** Titles of a drawing, for those who do not see it; the table that follows has the figures. */
export interface Titled {
  readonly id: string;
  readonly title: string;
  /** What its highest line is, with its unit. */
  readonly top: string;
}

const [WIDTH, HEIGHT, BASE, TOP] = [640, 180, 152, 20];

/** Whole pixels and one decimal: a page must stay light. */
const at = (value: number): number => Math.round(value * 10) / 10;

/** Upright bars from one line, scaled to the highest. */
export function bars(list: readonly Bar[], { id, title, top }: Titled): Html {
  const most = Math.max(...list.map(({ value }) => value), 0);
  const step = WIDTH / Math.max(1, list.length);
  const width = Math.max(1, Math.min(40, step * 0.8));
  const every = Math.ceil(list.length / 12);
  const one = ({ label, value, marked }: Bar, index: number): Html => {
    const height = most === 0 ? 0 : ((BASE - TOP) * value) / most;
    const x = step * index + (step - width) / 2;
    return html`<rect class="${marked ? 'b m' : 'b'}" x="${at(x)}" y="${at(BASE - height)}" width="${at(width)}" height="${at(height)}"/>${marked ? html`<path class="mark" d="M${at(x)} ${at(BASE + 3)}h${at(width)}"/>` : ''}${index % every === 0 ? html`<text x="${at(Math.max(x + width / 2, 17))}" y="170">${label}</text>` : ''}`;
  };
  return html`<svg class="bars" viewBox="0 0 ${WIDTH} ${HEIGHT}" role="img" aria-labelledby="${id}-t"><title id="${id}-t">${title}</title><path class="axis" d="M0 ${TOP}H${WIDTH}M0 ${BASE}H${WIDTH}"/><text class="top" x="0" y="${TOP - 6}">${top}</text>${list.map(one)}</svg>`;
}

/** A part of a whole; `kind` chooses its pattern of colour. */
export interface Slice {
  readonly kind: string;
  readonly value: number;
}

/** Where each slice of a whole lies on a line of a given length: side by side, in their order, and together all of it. */
export function slicesOf(list: readonly Slice[], length: number): { readonly from: number; readonly width: number }[] {
  const whole = list.reduce((sum, { value }) => sum + value, 0);
  let from = 0;
  return list.map(({ value }) => {
    const width = whole === 0 ? 0 : (length * value) / whole;
    const place = { from, width };
    from += width;
    return place;
  });
}

/** One bar for a whole, cut in its parts, numbered as the rows of the table below. */
export function stack(list: readonly Slice[], { id, title }: Omit<Titled, 'top'>): Html {
  const places = slicesOf(list, WIDTH);
  return html`<svg class="stack" viewBox="0 0 ${WIDTH} 56" role="img" aria-labelledby="${id}-t"><title id="${id}-t">${title}</title>${list.map(({ kind }, index) => {
    const { from, width } = places[index] as (typeof places)[number];
    return html`<rect class="k-${kind}" x="${at(from)}" y="4" width="${at(width)}" height="48"/>${width > 18 ? html`<text class="t-${kind}" x="${at(from + width / 2)}" y="33">${index + 1}</text>` : ''}`;
  })}</svg>`;
}

/** A value and between what it lies, on a line from 0. */
export interface Range {
  readonly label: string;
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** Lying bars with their intervals. */
export function ranges(list: readonly Range[], { id, title }: Omit<Titled, 'top'>): Html {
  const most = Math.max(...list.map(({ high }) => high), Number.MIN_VALUE);
  const x = (value: number): number => at((WIDTH * value) / most);
  return html`<svg class="ranges" viewBox="0 0 ${WIDTH} ${list.length * 44}" role="img" aria-labelledby="${id}-t"><title id="${id}-t">${title}</title>${list.map(({ label, value, low, high }, index) => {
    const y = index * 44;
    return html`<text x="0" y="${y + 14}">${label}</text><rect class="b" x="0" y="${y + 20}" width="${x(value)}" height="14"/><path class="whisker" d="M${x(low)} ${y + 27}H${x(high)}M${x(low)} ${y + 21}v12M${x(high)} ${y + 21}v12"/>`;
  })}</svg>`;
}
