import { html } from 'hono/html';
import { type Problem, type Text, text } from '../../modules/kernel/index.ts';
import type { HostReport, Quality } from '../../modules/metering/index.ts';
import { moment, number, percent, pueWords } from '../energy/amounts.ts';
import { ranges } from './drawings.ts';
import { page } from './layout.ts';
import { section, table } from './table.ts';
import { fileOf, type Html, link, QUALITY_PAGE, type View } from './view.ts';

/** How far the figures are to be trusted: what was measured, how, with which factors; and what to do about what is missing. */
export function qualityPage(view: View): Html {
  const { say, report } = view;
  return page(view, QUALITY_PAGE, say(text('Qualité des données', 'Quality of the data')),
    problemList(view, report.hosts.flatMap(({ problems }) => problems)),
    coverageSection(view),
    classesSection(view),
    eventsSection(view),
    sitesSection(view),
    factorsSection(view));
}

/** What is missing, and what to do: nothing where nothing is. */
export function problemList({ say }: View, problems: HostReport['problems'] | readonly Problem[]): Html | string {
  if (problems.length === 0) return '';
  return html`<div class="warn"><p><strong>${say(text('Ce qui manque', 'What is missing'))}</strong></p><ul>${problems.map(({ what, next, where }) => {
    const place = where as { readonly file?: string; readonly field?: string } | undefined;
    return html`<li>${place?.file ? html`<code>${place.file}${place.field ? `: ${place.field}` : ''}</code> – ` : ''}${say(what)}${next ? html` → ${say(next as Text)}` : ''}</li>`;
  })}</ul></div>`;
}

function coverageSection(view: View): Html {
  const { say, report } = view;
  const title = say(text('Temps mesuré', 'Time measured'));
  const row = (host: HostReport, quality: Quality | null) => [
    link(view, fileOf('host', host.id), host.id),
    quality ? say(percent(quality.coverage)) : say(percent(0)),
    quality?.last ? say(moment(quality.last)) : '–',
    quality ? String(quality.gaps.length) : '–',
    quality ? hours(view, quality.gaps.reduce((sum, { seconds }) => sum + seconds, 0)) : '–',
    quality ? String(quality.steps.length) : '–',
    quality ? String(quality.walls) : '–',
    quality ? residual(view, quality) : '–',
  ];
  return section('mesure', title, table(say(text('Par serveur, dans la période ; l’écart est entre la somme des parts et le serveur', 'By host, in the period; the residual is between the sum of the parts and the host')), [
    say(text('serveur', 'host')), say(text('mesuré', 'measured')), say(text('dernier relevé', 'last sample')), say(text('trous', 'gaps')), say(text('durée des trous', 'their length')), say(text('sauts d’horloge', 'clock steps')), say(text('lectures à la prise', 'readings of a plug')), say(text('écart', 'residual')),
  ], report.hosts.map((host) => row(host, host.quality))));
}

const hours = ({ say }: View, seconds: number): string => `${say(number(seconds / 3600, 2))} h`;
const residual = ({ say }: View, quality: Quality): string => (quality.residual < 1e-9 ? '0' : say(number(quality.residual, 2)));

function classesSection(view: View): Html | string {
  const { say, report } = view;
  const known = report.hosts.flatMap(({ id, energy }) => (energy ? [{ id, energy }] : []));
  if (known.length === 0) return '';
  const classes = ['A', 'B', 'C', 'D', 'E'] as const;
  const title = say(text('Mesuré ou modélisé', 'Measured or modelled'));
  const whole = report.federation.energy;
  const shares = classes.map((name) => ({ label: `${name} ${say(percent(whole?.shares[name] ?? 0))}`, value: whole?.shares[name] ?? 0, low: whole?.shares[name] ?? 0, high: whole?.shares[name] ?? 0 }));
  return section('classes', title,
    ranges(shares.filter(({ value }) => value > 0), { id: 'd-classes', title: say(text('Part de l’énergie de la fédération par classe', 'Share of the federation’s energy by class')) }),
    table(say(text('Part de l’énergie par classe : A la meilleure, E la moins sûre', 'Share of the energy by class: A the best, E the least certain')), [say(text('serveur', 'host')), ...classes], known.map(({ id, energy }) => [id, ...classes.map((name) => (energy.shares[name] === undefined ? '–' : say(percent(energy.shares[name]))))])));
}

const reasons: Readonly<Record<string, Text>> = {
  late: text('compteur arrêté ou machine en veille', 'meter stopped or machine suspended'),
  boot: text('redémarrage du serveur', 'restart of the host'),
  clock: text('horloge', 'clock'),
};
const counters: Readonly<Record<string, Text>> = {
  'node-cpu': text('processeur du serveur', 'processor of the host'),
  energy: text('énergie du processeur', 'energy of the processor'),
  'container-cpu': text('processeur d’un conteneur', 'processor of a container'),
  disk: text('disque', 'disk'),
  network: text('réseau', 'network'),
};

function eventsSection(view: View): Html | string {
  const { say, report } = view;
  const rows = report.hosts.flatMap(({ id, quality }) => [
    ...(quality?.gaps ?? []).slice(-20).map(({ from, seconds, reason }) => [id, say(moment(from)), `${say(text('trou', 'gap'))}, ${say(reasons[reason] as Text)}`, hours(view, seconds)]),
    ...(quality?.steps ?? []).slice(-20).map(({ at, seconds }) => [id, say(moment(at)), say(text('horloge réglée', 'clock set')), hours(view, seconds)]),
    ...Object.entries(quality?.missing ?? {}).map(([name, seconds]) => [id, '–', `${say(text('compteur illisible', 'counter that could not be read'))}, ${say(counters[name] as Text)}`, hours(view, seconds)]),
  ]);
  if (rows.length === 0) return '';
  return section('evenements', say(text('Trous, horloges et compteurs', 'Gaps, clocks and counters')),
    html`<p class="note">${say(text('Rien n’est deviné dans un trou : l’énergie de ce temps n’est pas comptée, à moins qu’une prise ne l’ait comptée. Les vingt derniers de chaque serveur.', 'Nothing is guessed in a gap: the energy of that time is not counted, unless a plug counted it. The last twenty of each host.'))}</p>`,
    table(say(text('Du plus ancien au plus récent', 'From the oldest to the latest')), [say(text('serveur', 'host')), say(text('quand', 'when')), say(text('quoi', 'what')), say(text('durée', 'length'))], rows));
}

function sitesSection({ say, report }: View): Html {
  return section('sites', say(text('Salles et fiches', 'Rooms and records')), table(say(text('PUE et fiche matérielle', 'PUE and hardware record')), [say(text('serveur', 'host')), 'PUE', say(text('preuve', 'evidence')), say(text('fiche matérielle', 'hardware record'))], report.hosts.map(({ id, pue, hardware }) => [
    id,
    pue ? `${say(number(pue.value))} (${say(pueWords(pue.category))})` : say(text('non déclaré', 'not declared')),
    pue?.evidence ?? '–',
    hardware ? (hardware.example ? say(text('inventée', 'invented')) : say(text('oui', 'yes'))) : say(text('non', 'no')),
  ])));
}

function factorsSection({ say, report }: View): Html | string {
  if (report.factors.length === 0) return '';
  const value = (amount: number): string => say(number(amount));
  return section('facteurs', say(text('Facteurs utilisés', 'Factors that were used')), table(say(text('Du catalogue, chacun avec son année ; plus de 18 mois : vieux', 'Of the catalog, each with its year; more than 18 months: old')), [say(text('facteur', 'factor')), say(text('valeur', 'value')), say(text('entre', 'between')), say(text('unité', 'unit')), say(text('année', 'year')), say(text('vieux', 'old'))], report.factors.map(({ id, year, old, unit, value: amount, low, high }) => [id, value(amount), `${value(low)}–${value(high)}`, unit, String(year), old ? say(text('oui', 'yes')) : say(text('non', 'no'))])));
}
