import { html } from 'hono/html';
import { text } from '../../modules/kernel/index.ts';
import type { Account, EnergyReport, HostReport } from '../../modules/metering/index.ts';
import { amount, figure, number, percent } from '../energy/amounts.ts';
import { actionsPage } from './actions-page.ts';
import { stack } from './drawings.ts';
import { hostPage } from './host-page.ts';
import { page } from './layout.ts';
import { accountsTable, carbonSection, daysSection, honesty, hoursSection, type Leading, leading, powers } from './parts.ts';
import { qualityPage } from './quality-page.ts';
import { section, table } from './table.ts';
import { usageSection, usageTable } from './usage-section.ts';
import { ACTIONS_PAGE, FEDERATION_PAGE, fileOf, type Html, link, pagesOf, type Subject, type View } from './view.ts';

/** The page of a name; undefined where there is none. */
export function pageOf(view: View, file: string): Html | undefined {
  const found = pagesOf(view.report).find((one) => one.file === file);
  if (!found) return undefined;
  if (file === ACTIONS_PAGE) return view.actions && actionsPage(view, view.actions);
  if (!found.subject) return file === FEDERATION_PAGE ? federationPage(view) : qualityPage(view);
  return subjects[found.subject](view, found.id);
}

const subjects: Readonly<Record<Subject, (view: View, id: string) => Html>> = {
  operator: operatorPage,
  host: (view, id) => hostPage(view, of(view.report.hosts, id)),
  organization: organizationPage,
  instance: instancePage,
};

const of = <T extends { readonly id: string }>(list: readonly T[], id: string): T => list.find((one) => one.id === id) as T;

function federationPage(view: View): Html {
  const { report, say } = view;
  const account = report.federation;
  return page(view, FEDERATION_PAGE, say(text('Énergie de la fédération', 'Energy of the federation')),
    leading([...powers(view, account), ...machines(view, report.hosts)]),
    honesty(view, account),
    hostsSection(view, report.hosts),
    section('organisations', say(text('Organisations', 'Organizations')), accountsTable(view, say(text('Énergie par organisation, la plus grande d’abord', 'Energy by organization, the largest first')), say(text('organisation', 'organization')), report.organizations.map((one) => [one, fileOf('organization', one.id), one.name] as const))),
    instancesSection(view, report.instances),
    daysSection(view, account),
    hoursSection(view, account),
    carbonSection(view, account));
}

function operatorPage(view: View, id: string): Html {
  const { report, say } = view;
  const account = of(report.operators, id);
  const hosts = report.hosts.filter(({ operator }) => operator === id);
  if (hosts.length === 0) return page(view, fileOf('operator', id), account.name, html`<p>${say(text('Cet hébergeur n’a pas de serveur dans la fédération.', 'This operator has no host in the federation.'))}</p>`);
  return page(view, fileOf('operator', id), account.name,
    leading([...powers(view, account), ...machines(view, hosts)]),
    honesty(view, account),
    hostsSection(view, hosts),
    instancesSection(view, report.instances.filter(({ operator }) => operator === id)),
    daysSection(view, account),
    hoursSection(view, account),
    carbonSection(view, account));
}

function organizationPage(view: View, id: string): Html {
  const { report, say } = view;
  const account = of(report.organizations, id);
  const instances = report.instances.filter(({ organization }) => organization === id);
  if (instances.length === 0) return page(view, fileOf('organization', id), account.name, html`<p>${say(text('Cette organisation n’a pas d’instance.', 'This organization has no instance.'))}</p>`);
  return page(view, fileOf('organization', id), account.name,
    leading(powers(view, account)),
    honesty(view, account),
    instancesSection(view, instances),
    usageTable(view, instances),
    daysSection(view, account),
    hoursSection(view, account),
    carbonSection(view, account));
}

function instancePage(view: View, id: string): Html {
  const { report, say } = view;
  const account = of(report.instances, id);
  const { own, shared, energy } = account;
  const parts = [
    { kind: 'cpu', words: text('calcul', 'computing'), value: own.cpu },
    { kind: 'memory', words: text('mémoire, où le processeur la compte à part', 'memory, where the processor counts it apart'), value: own.memory },
    { kind: 'rest', words: text('sa part de la machine au repos, selon ce qu’elle réserve', 'its share of the machine at rest, by what it reserves'), value: own.idle },
    { kind: 'all', words: text('sa part de ce qui sert à tous', 'its share of what serves everyone'), value: shared },
  ] as const;
  const whole = parts.reduce((sum, { value }) => sum + value, 0);
  const title = say(text('De quoi son énergie est faite', 'What its energy is made of'));
  const organization = report.organizations.find((one) => one.id === account.organization);
  return page(view, fileOf('instance', id), id,
    html`<p class="note">${account.app} · ${link(view, fileOf('organization', account.organization), organization?.name ?? account.organization)} · ${link(view, fileOf('host', account.host), account.host)}</p>`,
    leading(powers(view, account)),
    honesty(view, account),
    energy ? section('parts', title, stack(parts, { id: 'd-parts', title }), table(title, [say(text('partie', 'part')), say(text('énergie', 'energy')), say(text('part', 'share'))],
      parts.map(({ words, value }, index) => [`${index + 1}. ${say(words)}`, say(amount('energy', value)), whole === 0 ? '–' : say(percent(value / whole))]),
      [say(text('en tout', 'in all')), say(figure('energy', energy)), say(percent(1))])) : '',
    usageSection(view, account),
    daysSection(view, account),
    hoursSection(view, account),
    carbonSection(view, account));
}

/** Density and age, beside the energy: what a federation can change. */
function machines({ say }: View, hosts: readonly HostReport[]): Leading[] {
  const dense = hosts.flatMap(({ density }) => density ?? []);
  const aged = hosts.flatMap(({ hardware }) => hardware ?? []);
  const mean = (list: readonly number[]): number => list.reduce((sum, value) => sum + value, 0) / list.length;
  return [
    ...(dense.length > 0 ? [[say(text('Densité', 'Density')), `${say(number(mean(dense.map(({ instances }) => instances))))} ${say(text('instances par serveur', 'instances a host'))}`, `${say(text('charge moyenne', 'mean load'))} ${say(percent(mean(dense.map(({ load }) => load))))}`] as const] : []),
    ...(aged.length > 0 ? [[say(text('Âge du matériel', 'Age of the hardware')), `${say(number(mean(aged.map(({ age }) => age)), 2))} ${say(text('ans', 'years'))}`, aged.some(({ example }) => example) ? say(text('fiche inventée, en exemple', 'invented record, as an example')) : say(text('en moyenne', 'on average'))] as const] : []),
  ];
}

function hostsSection(view: View, hosts: readonly HostReport[]): Html {
  const { say } = view;
  const title = say(text('Serveurs', 'Hosts'));
  return section('serveurs', title,
    accountsTable(view, say(text('Énergie et puissance par serveur', 'Energy and power by host')), say(text('serveur', 'host')), hosts.map((host) => [host, fileOf('host', host.id), host.id] as const)),
    table(say(text('Densité et âge', 'Density and age')), [say(text('serveur', 'host')), 'instances', say(text('charge', 'load')), say(text('cœurs réservés', 'cores reserved')), say(text('mémoire réservée', 'memory reserved')), say(text('âge', 'age')), say(text('au repos, à personne', 'at rest, nobody’s'))],
      hosts.map(({ id, density, hardware, parts, energy }) => [
        id,
        density ? String(density.instances) : '–',
        ...(density ? [density.load, density.reservedCores, density.reservedMemory].map((share) => say(percent(share))) : ['–', '–', '–']),
        hardware ? `${say(number(hardware.age, 2))} ${say(text('ans', 'years'))}` : '–',
        energy ? say(percent(parts.find(({ kind }) => kind === 'idle')?.share ?? 0)) : '–',
      ])));
}

function instancesSection(view: View, instances: EnergyReport['instances']): Html {
  const { say } = view;
  const title = 'Instances';
  if (instances.length === 0) return section('instances', title, html`<p>${say(text('Aucune instance.', 'No instance.'))}</p>`);
  return section('instances', title, accountsTable(view, say(text('Énergie par instance, la plus grande d’abord', 'Energy by instance, the largest first')), 'instance', instances.map((one: Account) => [one, fileOf('instance', one.id), one.id] as const)));
}
