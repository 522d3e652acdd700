import { html } from 'hono/html';
import { text } from '../../modules/kernel/index.ts';
import { moment } from '../energy/amounts.ts';
import { ACTIONS_PAGE, FEDERATION_PAGE, fileOf, type Html, link, QUALITY_PAGE, STYLE_FILE, type View } from './view.ts';

/** A whole page. Landmarks: banner with the ways to go, main, and what the figures are in the footer. */
export function page(view: View, file: string, title: string, ...content: readonly (Html | string)[]): Html {
  const { say, report, language } = view;
  return html`<!doctype html>
<html lang="${language === 'fr' ? 'fr-CA' : 'en-CA'}">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width,initial-scale=1"><meta name="robots" content="noindex"><title>${title} – ${report.federation.name}</title><link rel="icon" href="data:,"><link rel="stylesheet" href="${STYLE_FILE}"></head>
<body>
<a class="skip" href="#contenu">${say(text('Aller au contenu', 'Skip to the content'))}</a>
<header><p>${report.federation.name}</p>
<nav aria-label="${say(text('Pages', 'Pages of the board'))}"><ul>${ways(view).map(([target, words]) => html`<li>${target === file ? html`<a href="${target}${view.query}" aria-current="page">${words}</a>` : link(view, target, words)}</li>`)}</ul></nav></header>
<main id="contenu" tabindex="-1"><h1>${title}</h1>
${period(view)}
${filter(view, file)}
${content}</main>
<footer><p>${say(text('Énergie à la machine, sans ce que la salle ajoute. Ce qui sert à tous (identité, porte d’entrée, compteur, système) est réparti selon l’énergie propre de chaque instance.', 'Energy at the machine, without what the room adds. What serves everyone (identity, edge, meter, system) is spread by each instance’s own energy.'))}</p>
<p>${say(text('Classes : A mesuré à la prise ; B et C mesuré par le processeur ou modèle étalonné ; D modèle d’après la machine ; E estimation. Entre crochets : l’intervalle.', 'Classes: A measured at the plug; B and C measured by the processor or a calibrated model; D model from the machine; E estimate. In brackets: the interval.'))}</p></footer>
</body></html>`;
}

/** The federation, its operators and hosts, and quality: the others are one table away. */
function ways({ report, say }: View): [string, string][] {
  return [
    [FEDERATION_PAGE, say(text('Fédération', 'Federation'))],
    ...report.operators.map(({ id, name }): [string, string] => [fileOf('operator', id), name]),
    ...report.hosts.map(({ id }): [string, string] => [fileOf('host', id), id]),
    [ACTIONS_PAGE, say(text('Agir', 'Actions'))],
    [QUALITY_PAGE, say(text('Qualité des données', 'Quality of the data'))],
  ];
}

function period({ report, say }: View): Html {
  const [from, to] = [say(moment(report.from)), say(moment(report.to))];
  return html`<p class="period">${say(text('Du', 'From'))} <time datetime="${report.from}">${from}</time> ${say(text('au', 'to'))} <time datetime="${report.to}">${to}</time>, ${say(text('heure du Québec', 'Québec time'))}</p>`;
}

const PERIODS = [
  ['jour', text('aujourd’hui', 'today')],
  ['semaine', text('sept jours', 'seven days')],
  ['mois', text('ce mois-ci', 'this month')],
  ['annee', text('cette année', 'this year')],
  ['hiver', text('dernier hiver', 'last winter')],
] as const;

/** A plain form: it needs no script. Dates, where given, are stronger than the named period. */
function filter({ asked, say }: View, file: string): Html | string {
  if (!asked) return '';
  return html`<form method="get" action="${file}" aria-label="${say(text('Période', 'Period'))}">
<div><label for="period">${say(text('Période', 'Period'))}</label><select id="period" name="period">${PERIODS.map(([value, words]) => html`<option value="${value}"${asked.period === value ? html` selected` : ''}>${say(words)}</option>`)}</select></div>
<div><label for="from">${say(text('ou du', 'or from'))}</label><input id="from" name="from" type="date" value="${asked.from}"></div>
<div><label for="to">${say(text('au (non compris)', 'to (not included)'))}</label><input id="to" name="to" type="date" value="${asked.to}"></div>
<button>${say(text('Afficher', 'Show'))}</button></form>`;
}
