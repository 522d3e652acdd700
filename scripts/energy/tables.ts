import { type Text, text } from '../../modules/kernel/index.ts';
import type { Account, EnergyReport, HostPartReport, HostReport, InstanceReport } from '../../modules/metering/index.ts';
import { bare, type Section } from '../catalog/section.ts';
import { amount, bounds, figure, moment, noFigure, noReading, number, peakWords, percent, pueWords, sources } from './amounts.ts';

const none = bare('–');
const heading: readonly Text[] = [bare(''), text('énergie', 'energy'), text('entre', 'between'), text('classe', 'class'), text('moyenne', 'mean'), text('pointe', 'peak'), text('CO₂e direct', 'direct CO₂e'), text('cycle de vie', 'life cycle'), text('fabrication', 'making')];

/** Everything asked for, as `chatiere energy` prints it. */
export function energySections(report: EnergyReport, named: readonly string[]): Section[] {
  const all = named.length === 0;
  const list = (title: Text, accounts: readonly Account[]): Section[] => (accounts.length === 0 ? [] : [{ title, rows: [heading, ...accounts.map(accountRow)] }]);
  const details = all ? [] : [...report.hosts.flatMap(hostDetails), ...report.instances.flatMap(instanceDetails)];
  return [
    ...(all ? list(text('Fédération', 'Federation'), [report.federation]) : []),
    ...list(text('Hébergeurs', 'Operators'), report.operators),
    ...list(text('Serveurs', 'Hosts'), report.hosts),
    ...list(text('Organisations', 'Organizations'), report.organizations),
    ...list(bare('Instances'), report.instances),
    ...details,
    ...remarks(report),
  ];
}

/** Only what was named, of whatever kind; the federation stays, which a program expects. */
export function only(report: EnergyReport, named: readonly string[]): EnergyReport {
  if (named.length === 0) return report;
  const pick = <T extends Account>(accounts: readonly T[]): T[] => accounts.filter(({ id }) => named.includes(id));
  return { ...report, operators: pick(report.operators), hosts: pick(report.hosts), organizations: pick(report.organizations), instances: pick(report.instances) };
}

function accountRow(account: Account): Text[] {
  const { id, energy, meanKilowatts, peak, direct, lifecycle, embodied } = account;
  if (energy === null) return [bare(id), noReading];
  return [
    bare(id),
    amount('energy', energy.value),
    bounds('energy', energy),
    bare(energy.class),
    meanKilowatts ? amount('power', meanKilowatts.value) : none,
    peak?.winter ? amount('power', peak.kilowatts.value) : none,
    direct ? amount('carbon', direct.value) : noFigure,
    lifecycle ? amount('carbon', lifecycle.value) : noFigure,
    embodied ? amount('carbon', embodied.value) : noFigure,
  ];
}

const partWords: Readonly<Record<HostPartReport['kind'], Text>> = {
  instance: bare('instance'),
  shared: text('commun', 'shared'),
  meter: text('compteur', 'meter'),
  system: text('système', 'system'),
  foreign: text('hors de la fédération', 'not of the federation'),
  idle: text('au repos, réservé par personne', 'at rest, reserved by nobody'),
  unseen: text('compté à la prise pendant un trou du relevé', 'counted at the plug during a gap'),
};

export const partName = ({ kind, id }: HostPartReport): Text => (kind === 'instance' ? bare(id) : id === '' ? partWords[kind] : { fr: `${partWords[kind].fr} : ${id}`, en: `${partWords[kind].en}: ${id}` });

function hostDetails(host: HostReport): Section[] {
  if (!host.energy) return [];
  const rows = host.parts.map((part) => [partName(part), amount('energy', part.kilowattHours.value), percent(part.share)]);
  return [{ title: { fr: `${host.id} : tout le serveur`, en: `${host.id}: the whole host` }, rows: [...rows, [text('en tout', 'in all'), amount('energy', host.energy.value), percent(1)]] }, aboutHost(host)];
}

function aboutHost({ id, density, hardware, pue, quality, energy }: HostReport): Section {
  return {
    title: { fr: `${id} : la machine`, en: `${id}: the machine` },
    rows: [
      ...(energy ? [[text('d’où vient l’énergie', 'where the energy comes from'), sources(energy)]] : []),
      ...(density ? [[text('charge, cœurs et mémoire réservés', 'load, cores and memory reserved'), { fr: [density.load, density.reservedCores, density.reservedMemory].map((share) => percent(share).fr).join(', '), en: [density.load, density.reservedCores, density.reservedMemory].map((share) => percent(share).en).join(', ') }]] : []),
      ...(hardware ? [[text('matériel', 'hardware'), bare(`${hardware.model} (${hardware.year})`)]] : []),
      ...(pue ? [[bare('PUE'), pueFigure(pue)]] : []),
      ...(quality ? [[text('temps mesuré', 'time measured'), percent(quality.coverage)]] : []),
    ],
  };
}

function pueFigure({ value, category, year }: NonNullable<HostReport['pue']>): Text {
  const [ratio, known] = [number(value), pueWords(category)];
  return { fr: `${ratio.fr} (${known.fr}, ${year})`, en: `${ratio.en} (${known.en}, ${year})` };
}

function instanceDetails({ id, own, shared, energy }: InstanceReport): Section[] {
  if (!energy) return [];
  return [{
    title: { fr: `${id} : d’où vient son énergie`, en: `${id}: where its energy comes from` },
    rows: [
      [text('calcul', 'computing'), amount('energy', own.cpu)],
      [text('mémoire', 'memory'), amount('energy', own.memory)],
      [text('sa part de la machine au repos', 'its share of the machine at rest'), amount('energy', own.idle)],
      [text('sa part de ce qui sert à tous', 'its share of what serves everyone'), amount('energy', shared)],
      [text('en tout', 'in all'), figure('energy', energy)],
    ],
  }];
}

/** Period, and what is missing, assumed or invented: figures never stand without it. */
function remarks({ from, to, hosts, federation, factors }: EnergyReport): Section[] {
  const [start, end] = [moment(from), moment(to)];
  const missing = hosts.flatMap(({ problems }) => problems).map(({ what, next }): Text[] => {
    const todo = next as Text | undefined;
    return [{ fr: todo ? `${what.fr} → ${todo.fr}` : what.fr, en: todo ? `${what.en} → ${todo.en}` : what.en }];
  });
  const invented = hosts.filter(({ hardware }) => hardware?.example).map(({ id }) => id);
  const assumed = hosts.filter(({ pue }) => pue?.category === 'assumed').map(({ id }) => id);
  const old = factors.filter((factor) => factor.old).map(({ id, year }) => `${id} (${year})`);
  const say = (list: readonly string[], words: Text): Text[][] => (list.length === 0 ? [] : [[{ fr: `${words.fr} : ${list.join(', ')}`, en: `${words.en}: ${list.join(', ')}` }]]);
  return [{
    title: { fr: `Du ${start.fr} au ${end.fr}`, en: `From ${start.en} to ${end.en}` },
    rows: [
      [text('Énergie à la machine, sans la salle. Ce qui sert à tous est réparti selon l’énergie propre de chaque instance.', 'Energy at the machine, without the room. What serves everyone is spread by each instance’s own energy.')],
      ...(federation.peak?.winter ? [[peakWords(federation)]].map(([words]) => [{ fr: `Pointe : ${(words as Text).fr}, 06–09 h et 16–20 h, du 1er décembre au 31 mars.`, en: `Peak: ${(words as Text).en}, 06–09 h and 16–20 h, 1 December to 31 March.` }]) : []),
      ...say(invented, text('Fiche matérielle inventée, chiffres donnés en exemple', 'Invented hardware record, figures given as an example')),
      ...say(assumed, text('PUE supposé, non mesuré', 'PUE that is assumed, not measured')),
      ...say(old, text('Facteur vieux de plus de 18 mois', 'Factor older than 18 months')),
      ...missing,
    ],
  }];
}
