import type { InstanceUsage } from '../modules/engine/index.ts';
import { type Text, text } from '../modules/kernel/index.ts';
import type { Band, Shown } from '../modules/metering/index.ts';
import { bytes } from './amounts.ts';
import { bare, printSections, type Section } from './catalog/section.ts';
import type { Context } from './context.ts';
import { moment } from './energy/amounts.ts';

type Count = InstanceUsage['counts'][number];

const windows: Readonly<Record<Band, Text>> = {
  day: text('venues en 24 heures', 'came within 24 hours'),
  week: text('venues en 7 jours', 'came within 7 days'),
  month: text('venues en 30 jours', 'came within 30 days'),
};
export const bandWords: Readonly<Record<Band, Text>> = {
  day: text('en 24 heures', 'within 24 hours'),
  week: text('en 7 jours, pas en 24 heures', 'within 7 days, not 24 hours'),
  month: text('en 30 jours, pas en 7 jours', 'within 30 days, not 7'),
};

/** For people: a heading an instance, a line a count with its meaning, then the bands. */
export function printUsage(context: Context, found: readonly InstanceUsage[]): void {
  if (found.length === 0) context.print(text('Aucune instance dans cette fédération.', 'No instance in this federation.'));
  printSections(context, found.map(sectionOf));
}

/** Why there is no count of an instance; undefined where there is one. */
export function uncounted({ instance, order, agreed, counts, at }: InstanceUsage): Text | undefined {
  if (!agreed) return text(`pas compté : la commande ${order} n’y consent pas`, `not counted: the order ${order} does not agree to it`);
  if (at === null) return text(`pas encore compté : chatiere usage ${instance}`, `not counted yet: chatiere usage ${instance}`);
  return counts.length === 0 ? text('rien à compter : le catalogue ne dit pas comment', 'nothing to count: the catalog does not say how') : undefined;
}

function sectionOf(usage: InstanceUsage): Section {
  const { instance, app, release, at, counts, bands } = usage;
  const title = bare(`${instance} (${app} ${release})`);
  const why = uncounted(usage);
  if (why) return { title, rows: [[why]] };
  const counted = moment(at as string);
  return {
    title,
    rows: [
      ...counts.map((count) => [labelOf(count), countWords(count), count.query.definition]),
      ...bands.filter(() => bands.length > 1).map(({ band, value }) => [text(`tranche : ${bandWords[band].fr}`, `band: ${bandWords[band].en}`), shownWords(value)]),
      [text(`compté le ${counted.fr}`, `counted on ${counted.en}`)],
    ],
  };
}

export function labelOf({ query }: Pick<Count, 'query'>): Text {
  if (query.window !== undefined) return windows[query.window];
  return query.counts === 'members' ? text('membres', 'members') : query.counts === 'storage' ? text('stockage', 'storage') : bare(query.id);
}

export const countWords = ({ query, value }: Count): Text => shownWords(value, query.counts === 'storage' ? bytes : bare);

export function shownWords(value: Shown, written: (count: number) => Text = bare): Text {
  switch (value.shown) {
    case 'count':
      return written(value.count);
    case 'below':
      return bare(`< ${value.threshold}`);
    case 'withheld':
      return text('retenu', 'withheld');
    case 'missing':
      return bare('–');
  }
}

/** For programs. Problems are the error's. */
export const usageData = ({ instance, organization, app, release, order, agreed, at, counts, bands }: InstanceUsage) => ({
  instance, organization, app, release, order, agreed, countedAt: at,
  counts: counts.map(({ query, value }) => ({ id: query.id, counts: query.counts, ...(query.window === undefined ? {} : { window: query.window }), definition: query.definition, value })),
  bands: bands.map(({ band, value }) => ({ band, value })),
});
