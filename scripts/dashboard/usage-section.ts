import { html } from 'hono/html';
import type { InstanceUsage } from '../../modules/engine/index.ts';
import { type Text, text } from '../../modules/kernel/index.ts';
import { type InstanceReport, perMember, type PerMember, type Shown, THRESHOLDS } from '../../modules/metering/index.ts';
import { amount, figure, moment, noFigure } from '../energy/amounts.ts';
import { bandWords, countWords, labelOf, shownWords, uncounted } from '../usage-words.ts';
import { bars } from './drawings.ts';
import { section, table } from './table.ts';
import { fileOf, type Html, link, type View } from './view.ts';

/** How many people an instance serves, each count with what it counts, and what that comes to for each of them. */
export function usageSection(view: View, account: InstanceReport): Html | string {
  const { say } = view;
  const usage = view.usage.find(({ instance }) => instance === account.id);
  if (!usage) return '';
  const title = say(text('Usage', 'Use'));
  const why = uncounted(usage);
  if (why) return section('usage', title, html`<p>${say(why)}.</p>`);
  const counted = say(moment(usage.at as string));
  const told = usage.counts.flatMap((count) => (count.query.counts === 'active' && count.value.shown === 'count' ? [{ label: say(labelOf(count)), value: count.value.count }] : []));
  const heads = [say(text('quoi', 'what')), say(text('nombre', 'number'))];
  const whole = say(text('Comptes : ceux de 24 heures sont aussi dans ceux de 7 jours, et ceux-ci dans ceux de 30', 'Counts: those of 24 hours are within those of 7 days too, and these within those of 30'));
  return section('usage', title,
    html`<p class="note">${say(text('Compté le', 'Counted on'))} <time datetime="${usage.at}">${counted}</time>, ${say(text('une fois par jour au plus', 'once a day at most'))}. ${say(thresholdWords(view))}</p>`,
    told.length > 1 ? bars(told, { id: 'd-usage', title: say(text('Personnes venues, selon la durée', 'People who came, by length of time')), top: String(Math.max(...told.map(({ value }) => value))) }) : '',
    table(whole, heads, usage.counts.map((count) => [html`${say(labelOf(count))}<small>${say(count.query.definition)}</small>`, say(countWords(count))])),
    usage.bands.length > 1 ? table(say(text('Tranches : chaque personne dans une seule', 'Bands: each person in one alone')), heads, usage.bands.map(({ band, value }) => [say(bandWords[band]), say(shownWords(value))])) : '',
    memberTable(view, account, usage));
}

/** The instances of an organization side by side. They are not added up: whoever uses two would count twice, and a sum would tell what is hidden. */
export function usageTable(view: View, instances: readonly InstanceReport[]): Html | string {
  const { say } = view;
  const found = instances.flatMap((account) => view.usage.filter(({ instance }) => instance === account.id).map((usage) => ({ account, usage })));
  if (found.length === 0) return '';
  const title = say(text('Usage', 'Use'));
  return section('usage', title,
    html`<p class="note">${say(text('Les instances ne s’additionnent pas : une même personne peut se servir de plusieurs.', 'Instances are not added up: one person may use several.'))} ${say(thresholdWords(view))}</p>`,
    table(say(text('Personnes, et ce que chacune prend', 'People, and what each of them takes')), ['instance', say(text('membres', 'members')), say(text('en 24 heures', 'in 24 hours')), say(text('en 7 jours', 'in 7 days')), say(text('en 30 jours', 'in 30 days')), say(text('par membre actif', 'per active member')), say(text('CO₂e par membre actif', 'CO₂e per active member')), say(text('compté le', 'counted on'))],
      found.map(({ account, usage }) => {
        const why = uncounted(usage);
        const one = ratioOf(view, account, usage);
        const cells = why ? Array<string>(6).fill('–') : [...(['members', 'day', 'week', 'month'] as const).map((key) => shownOf(view, usage, key)), ...('members' in one ? [say(amount('energy', one.kilowattHours.value)), one.grams ? say(amount('carbon', one.grams.direct.value)) : say(noFigure)] : ['–', '–'])];
        return [link(view, fileOf('instance', account.id), account.id), ...cells, why ? say(why) : say(moment(usage.at as string))];
      })));
}

function memberTable(view: View, account: InstanceReport, usage: InstanceUsage): Html {
  const { say } = view;
  const one = ratioOf(view, account, usage);
  const title = say(text('Par membre actif, sur la période affichée', 'Per active member, over the period shown'));
  if (!('members' in one)) return html`<p>${title}${say(text(' : ', ': '))}${say(one)}.</p>`;
  return html`<p class="note">${say(text('Énergie et carbone de la période, partagés entre les personnes venues dans les 30 jours d’avant le compte ; carbone selon ISO/IEC 21031 (SCI), fabrication comprise.', 'Energy and carbon of the period, shared among the people who came in the 30 days before the count; carbon by ISO/IEC 21031 (SCI), making included.'))}</p>${table(title, [say(text('quoi', 'what')), say(text('par membre actif', 'per active member'))], [
    [say(text('énergie', 'energy')), say(figure('energy', one.kilowattHours))],
    [say(text('CO₂e, électricité en émissions directes', 'CO₂e, electricity by direct emissions')), one.grams ? say(figure('carbon', one.grams.direct)) : say(noFigure)],
    [say(text('CO₂e, électricité en cycle de vie', 'CO₂e, electricity by life cycle')), one.grams ? say(figure('carbon', one.grams.lifecycle)) : say(noFigure)],
  ])}`;
}

/** Or why there is none: a hidden number of people gives no ratio, nor does one of another time. */
function ratioOf({ report }: View, account: InstanceReport, usage: InstanceUsage): PerMember | Text {
  const month = valueOf(usage, 'month');
  if (usage.at === null || month?.shown !== 'count') return text('pas de chiffre, le nombre de personnes venues en 30 jours n’est pas montré', 'no figure, the number of people who came in 30 days is not shown');
  const counted = Date.parse(usage.at);
  // The moment that the report ends at may be the minute before the count.
  if (counted < Date.parse(report.from) || counted > Date.parse(report.to) + 86_400_000) return text('pas de chiffre, le compte n’est pas de cette période', 'no figure, the count is not of this period');
  return perMember(account, month.count) ?? text('pas de relevé d’énergie', 'no reading of energy');
}

const valueOf = ({ counts }: InstanceUsage, key: 'members' | 'day' | 'week' | 'month'): Shown | undefined => counts.find(({ query }) => (key === 'members' ? query.counts === 'members' : query.counts === 'active' && query.window === key))?.value;
const shownOf = ({ say }: View, usage: InstanceUsage, key: Parameters<typeof valueOf>[1]): string => say(shownWords(valueOf(usage, key) ?? { shown: 'missing' }));

function thresholdWords({ audience }: View): Text {
  const least = THRESHOLDS[audience];
  return audience === 'public'
    ? text(`Ce qui peut être publié : « < ${least} », aucun compris ; « retenu », ce qui se devinerait d’un autre nombre ; « – », ce que le logiciel ne compte pas.`, `What may be published: "< ${least}", none included; "withheld", what another number would let be guessed; "–", what the app does not count.`)
    : text(`Pour l’organisation elle-même : « < ${least} », aucun compris ; « retenu », ce qui se devinerait d’un autre nombre ; « – », ce que le logiciel ne compte pas.`, `For the organization itself: "< ${least}", none included; "withheld", what another number would let be guessed; "–", what the app does not count.`);
}
