import { html } from 'hono/html';
import { text } from '../../modules/kernel/index.ts';
import { type HostReport, type Provenance, provenanceWords } from '../../modules/metering/index.ts';
import { amount, bounds, figure, number, percent, pueWords } from '../energy/amounts.ts';
import { partName } from '../energy/tables.ts';
import { stack } from './drawings.ts';
import { page } from './layout.ts';
import { carbonSection, daysSection, honesty, hoursSection, leading, powers } from './parts.ts';
import { problemList } from './quality-page.ts';
import { section, table } from './table.ts';
import { fileOf, type Html, link, type View } from './view.ts';

/** A host: that its parts add up to it, machine and site, and each way in which its energy is known side by side. */
export function hostPage(view: View, host: HostReport): Html {
  const { report } = view;
  const operator = report.operators.find(({ id }) => id === host.operator);
  return page(view, fileOf('host', host.id), host.id,
    html`<p class="note">${link(view, fileOf('operator', host.operator), operator?.name ?? host.operator)} · ${host.site}</p>`,
    leading(powers(view, host)),
    honesty(view, host),
    problemList(view, host.problems),
    partsSection(view, host),
    machineSection(view, host),
    methodsSection(view, host),
    daysSection(view, host),
    hoursSection(view, host),
    carbonSection(view, host));
}

function partsSection(view: View, { parts, energy, id }: HostReport): Html | string {
  const { say } = view;
  if (!energy) return '';
  const title = say(text('Où va toute son énergie', 'Where all of its energy goes'));
  return section('parts', title,
    stack(parts.map(({ kind, kilowattHours }) => ({ kind, value: kilowattHours.value })), { id: 'd-parts', title }),
    table(say(text('Instances, ce qui sert à tous, système et repos : ensemble, tout le serveur', 'Instances, what serves everyone, system and rest: together, all of the host')), [say(text('partie', 'part')), say(text('énergie', 'energy')), say(text('entre', 'between')), say(text('part', 'share'))],
      parts.map((part, index) => [
        part.kind === 'instance' ? html`${index + 1}. ${link(view, fileOf('instance', part.id), part.id)}` : `${index + 1}. ${say(partName(part))}`,
        say(amount('energy', part.kilowattHours.value)),
        say(bounds('energy', part.kilowattHours)),
        say(percent(part.share)),
      ]),
      [id, say(amount('energy', energy.value)), say(bounds('energy', energy)), say(percent(1))]));
}

function machineSection({ say }: View, { hardware, density, pue }: HostReport): Html {
  const rows: [string, string][] = [
    ...(hardware ? [
      ['machine', hardware.example ? `${hardware.model} (${say(text('fiche inventée', 'invented record'))})` : hardware.model],
      [say(text('fabriquée en', 'made in')), `${hardware.year}, ${hardware.condition === 'new' ? say(text('achetée neuve', 'bought new')) : say(text('d’occasion', 'second-hand'))}`],
      [say(text('âge', 'age')), `${say(number(hardware.age, 2))} ${say(text('ans', 'years'))}${hardware.lifeYears === null ? '' : ` ${say(text('sur', 'of'))} ${say(number(hardware.lifeYears, 2))}`}${hardware.amortised ? `, ${say(text('vie attendue dépassée', 'past its expected life'))}` : ''}`],
    ] as [string, string][] : [['machine', say(text('pas de fiche matérielle', 'no hardware record'))] as [string, string]]),
    ...(density ? [
      ['instances', String(density.instances)],
      [say(text('charge moyenne', 'mean load')), say(percent(density.load))],
      [say(text('cœurs réservés', 'cores reserved')), say(percent(density.reservedCores))],
      [say(text('mémoire réservée', 'memory reserved')), say(percent(density.reservedMemory))],
    ] as [string, string][] : []),
    [say(text('PUE de la salle', 'PUE of the room')), pue ? `${say(number(pue.value))} (${say(pueWords(pue.category))}, ${pue.year})` : say(text('non déclaré', 'not declared'))],
  ];
  const title = say(text('La machine, et ce qu’elle porte', 'The machine, and what it carries'));
  return section('machine', title, table(title, [say(text('quoi', 'what')), say(text('valeur', 'value'))], rows));
}

function methodsSection({ say }: View, { methods }: HostReport): Html | string {
  if (methods.length === 0) return '';
  const title = say(text('La même énergie, de chaque façon de la connaître', 'The same energy, in each way to know it'));
  return section('facons', title,
    html`<p class="note">${say(text('La première ligne est celle que les pages montrent ; les autres disent de combien le modèle s’écarte. À comparer à heures égales.', 'The first line is the one that the pages show; the others say how far the model is off. To be compared over equal hours.'))}</p>`,
    table(title, [say(text('façon', 'way')), say(text('heures', 'hours')), say(text('énergie', 'energy'))], methods.map(({ provenance, hours, kilowattHours }) => [say(provenanceWords[provenance as Provenance]), say(number(hours)), say(figure('energy', kilowattHours))])));
}
