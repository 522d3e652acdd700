import { html } from 'hono/html';
import { type Text, text } from '../../modules/kernel/index.ts';
import { type Account, PEAK_HOURS, type Quantity } from '../../modules/metering/index.ts';
import { amount, bounds, type Dimension, figure, noFigure, noReading, peakWords, percent, sources, unitOf } from '../energy/amounts.ts';
import { bars, ranges } from './drawings.ts';
import { section, table } from './table.ts';
import { type Html, link, QUALITY_PAGE, type View } from './view.ts';

/** A leading figure: what it is, how much, and a line below. */
export type Leading = readonly [title: string, value: string, below: string];

/** Leading figures, the largest words of a page. */
export const leading = (list: readonly Leading[]): Html => html`<dl>${list.map(([title, value, below]) => html`<div><dt>${title}</dt><dd><b>${value}</b><span>${below}</span></dd></div>`)}</dl>`;

/** Energy, mean power and power at the peak: what every page leads with. */
export function powers({ say }: View, account: Account): Leading[] {
  const { energy, meanKilowatts, peak } = account;
  if (!energy) return [[say(text('Énergie', 'Energy')), say(noReading), '']];
  const between = (dimension: Dimension, quantity: Quantity): string => `[${say(bounds(dimension, quantity))}]`;
  return [
    [say(text('Énergie', 'Energy')), say(amount('energy', energy.value)), `${between('energy', energy)} ${say(text('classe', 'class'))} ${energy.class}`],
    ...(meanKilowatts ? [[say(text('Puissance moyenne', 'Mean power')), say(amount('power', meanKilowatts.value)), between('power', meanKilowatts)] as const] : []),
    ...(peak ? [[`${say(text('Puissance', 'Power'))}, ${say(peakWords(account))}`, say(amount('power', peak.kilowatts.value)), `${between('power', peak.kilowatts)} ${say(text('06–09 h et 16–20 h', '06–09 h and 16–20 h'))}`] as const] : []),
  ];
}

/** Where its energy comes from, and the hosts that the figures are without. */
export function honesty(view: View, { energy, lacking }: Account): Html {
  const { say } = view;
  const kinds: readonly [readonly string[], Text][] = [
    [lacking.energy, text('Sans chiffre d’énergie, en tout ou pour certaines heures', 'Without a figure of energy, at all or for some hours')],
    [lacking.carbon, text('Sans chiffre de la salle ni de carbone, en tout ou pour certaines heures', 'Without a figure of the room and of carbon, at all or for some hours')],
    [lacking.embodied, text('Sans chiffre de la fabrication, en tout ou pour certaines heures', 'Without a figure of the making, at all or for some hours')],
  ];
  const missing = kinds.filter(([hosts]) => hosts.length > 0);
  return html`${energy ? html`<p class="note">${say(text('Provenance :', 'Provenance:'))} ${say(sources(energy))}.</p>` : ''}${missing.length > 0 ? html`<div class="warn"><ul>${missing.map(([hosts, words]) => html`<li>${say(words)}${say(text(' : ', ': '))}${hosts.join(', ')}</li>`)}</ul><p>${link(view, QUALITY_PAGE, say(text('Ce qui manque, et quoi faire', 'What is missing, and what to do')))}</p></div>` : ''}`;
}

export function daysSection({ say }: View, { days }: Account): Html | string {
  if (days.length === 0) return '';
  const [unit, size] = unitOf('energy', Math.max(...days.map(({ kilowattHours }) => kilowattHours)));
  const title = say(text('Énergie par jour', 'Energy by day'));
  const value = (kilowattHours: number): string => say(digits(kilowattHours / size));
  const highest = Math.max(...days.map(({ kilowattHours }) => kilowattHours));
  return section('jours', title,
    bars(days.map(({ day, kilowattHours }) => ({ label: day.slice(5), value: kilowattHours })), { id: 'd-jours', title, top: say(amount('energy', highest)) }),
    table(title, [say(text('jour', 'day')), unit], days.map(({ day, kilowattHours }) => [html`<time datetime="${day}">${day}</time>`, value(kilowattHours)])));
}

export function hoursSection({ say }: View, account: Account): Html | string {
  const { hours, energy } = account;
  if (!energy) return '';
  const highest = Math.max(...hours);
  const [unit, size] = unitOf('power', highest);
  const title = say(text('Puissance moyenne par heure du jour', 'Mean power by hour of the day'));
  const peak = say(peakWords(account));
  return section('heures', title,
    html`<p class="note">${say(text('Soulignées : les heures de pointe d’Hydro-Québec (l’hiver, du 1er décembre au 31 mars).', 'Underlined: Hydro-Québec’s peak hours (in winter, 1 December to 31 March).'))}</p>`,
    bars(hours.map((value, hour) => ({ label: String(hour), value, marked: PEAK_HOURS.includes(hour) })), { id: 'd-heures', title, top: say(amount('power', highest)) }),
    table(title, [say(text('heure', 'hour')), unit, say(text('pointe', 'peak'))], hours.map((value, hour) => [`${String(hour).padStart(2, '0')} h`, say(digits(value / size)), PEAK_HOURS.includes(hour) ? peak : '–'])));
}

/** After everything else: in Québec the making of machines weighs more than what they burn. */
export function carbonSection({ say }: View, { direct, lifecycle, embodied, room }: Account): Html {
  const title = say(text('Carbone', 'Carbon'));
  const rows: readonly (readonly [Text, Quantity | null])[] = [
    [text('électricité, émissions directes', 'electricity, direct emissions'), direct],
    [text('électricité, cycle de vie', 'electricity, life cycle'), lifecycle],
    [text('fabrication des machines', 'making of the machines'), embodied],
  ];
  const known = rows.flatMap(([words, quantity]) => (quantity ? [{ label: `${say(words)}, ${say(amount('carbon', quantity.value))}`, ...quantity }] : []));
  const share = (basis: Quantity | null): string => (basis && embodied && basis.value + embodied.value > 0 ? say(percent(embodied.value / (basis.value + embodied.value))) : say(noFigure));
  const told = (quantity: Quantity | null): string => (quantity ? say(figure('carbon', quantity)) : say(noFigure));
  return section('carbone', title,
    html`<p class="note">${say(text('L’électricité est comptée de deux façons, à lire l’une ou l’autre, jamais ensemble. Ni certificats ni compensation.', 'Electricity is counted in two ways, to be read one or the other, never together. Neither certificates nor offsets.'))}</p>`,
    known.length > 0 ? ranges(known, { id: 'd-carbone', title }) : '',
    table(say(text('Grammes d’équivalent CO₂', 'Grams of CO₂ equivalent')), [say(text('cause', 'cause of it')), say(text('quantité', 'amount')), say(text('part de la fabrication, avec elle', 'share of the making, with it'))], [
      [say(text('électricité, émissions directes', 'electricity, direct emissions')), told(direct), share(direct)],
      [say(text('électricité, cycle de vie', 'electricity, life cycle')), told(lifecycle), share(lifecycle)],
      [say(text('fabrication des machines', 'making of the machines')), told(embodied), '–'],
    ]),
    html`<p class="note">${say(text('Énergie avec la salle :', 'Energy with the room:'))} ${room ? say(figure('energy', room)) : say(noFigure)}</p>`);
}

/** Accounts with links to their pages: energy, powers, and the class. */
export function accountsTable(view: View, caption: string, first: string, rows: readonly (readonly [Account, string, string])[]): Html {
  const { say } = view;
  return table(caption, [first, say(text('énergie', 'energy')), say(text('entre', 'between')), say(text('classe', 'class')), say(text('moyenne', 'mean')), say(text('pointe', 'peak'))],
    rows.toSorted(([a], [b]) => (b.energy?.value ?? 0) - (a.energy?.value ?? 0)).map(([{ energy, meanKilowatts, peak }, file, words]) => [
      link(view, file, words),
      energy ? say(amount('energy', energy.value)) : say(noReading),
      energy ? say(bounds('energy', energy)) : '–',
      energy?.class ?? '–',
      meanKilowatts ? say(amount('power', meanKilowatts.value)) : '–',
      peak ? say(amount('power', peak.kilowatts.value)) : '–',
    ]));
}

const digits = (value: number): Text => {
  // As many digits in each row, a last 0 too: a column is read downwards.
  const rounded = value >= 100 ? String(Math.round(value)) : value.toPrecision(3);
  return { fr: rounded.replace('.', ','), en: rounded };
};
