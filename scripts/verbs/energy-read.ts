import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';
import type { EnergyFigure } from '../../modules/metering/index.ts';
import type { Context } from '../context.ts';
import type { Values, Verb } from '../verb.ts';
import { missingOption } from './common.ts';

export const energyRead: Verb = {
  name: 'energy read',
  summary: text('inscrit ce qu’un compteur à la prise ou une facture a compté', 'enters what a meter at the plug or a bill counted'),
  details: text(
    'Ce que la machine a pris entre deux moments, en kWh : la différence de deux lectures d’une prise, ou une facture de la machine seule. Sur ce temps, ce chiffre remplace le modèle ; les parts des instances restent. Rien ne peut compter deux fois : un temps déjà couvert est refusé, à moins de --replace. Un mois par machine suffit à passer de la classe D à la classe A.',
    'What the machine took between two moments, in kWh: the difference of two readings of a plug, or a bill of the machine alone. Over this time the figure replaces the model; the shares of the instances stay. Nothing can count twice: a time that is already covered is refused, unless --replace. One month a machine is enough to go from class D to class A.',
  ),
  examples: ['chatiere energy read --host serveur-1 --kwh 41,2 --from 2026-11-01 --to 2026-12-01', 'chatiere energy read --kwh 1.36 --from 2026-11-25T08:00 --to 2026-11-25T16:30'],
  options: [
    { flags: '--host <host>', help: text('serveur ; le seul par défaut', 'host; the only one by default'), of: 'host' },
    { flags: '--kwh <n>', help: text('énergie, en kilowattheures', 'energy, in kilowatt-hours') },
    { flags: '--from <date>', help: text('première lecture : 2026-11-01 ou 2026-11-01T08:00, heure du Québec', 'first reading: 2026-11-01 or 2026-11-01T08:00, Québec time') },
    { flags: '--to <date>', help: text('seconde lecture', 'second reading') },
    { flags: '--replace', help: text('remplace ce qui couvrait ce temps', 'replace what covered this time') },
  ],
  async run(context, values) {
    const { dockerMeters, enterReading, federationEnergy, openSession, refuseUnknown } = await import('../../modules/engine/index.ts');
    const { momentOf } = await import('../../modules/metering/index.ts');
    const kilowattHours = energyOf(values);
    const [from, to] = (['from', 'to'] as const).map((name) => momentOf(given(values, name), name)) as [number, number];
    if (from >= to) throw new ChatiereError({ code: 'period-order', what: text('la seconde lecture n’est pas après la première', 'the second reading is not after the first'), given: `${given(values, 'from')} – ${given(values, 'to')}` }, ExitCode.usage);
    const session = openSession(await context.federation());
    const hosts = [...session.federation.hosts.keys()];
    const host = (values['host'] as string | undefined) ?? (hosts.length === 1 ? (hosts[0] as string) : undefined);
    if (host === undefined) throw missingOption('host', hosts);
    refuseUnknown(hosts, [host], text('serveur inconnu', 'unknown host'));
    const exec = dockerMeters(session.federation);
    const energy = async () => (await federationEnergy(session, exec, { from, to })).hosts.find(({ id }) => id === host)?.energy ?? null;
    const before = await energy();
    await enterReading(session.federation, exec, host, { from, to, joules: kilowattHours * 3.6e6 }, { replace: values['replace'] === true, language: context.language });
    const after = await energy();
    await printChange(context, { host, from, to, kilowattHours, before, after });
    context.data({ host, from: new Date(from * 1000).toISOString(), to: new Date(to * 1000).toISOString(), kilowattHours, before, after });
    return undefined;
  },
};

function given(values: Values, name: string): string {
  const value = values[name] as string | undefined;
  if (value === undefined) throw missingOption(name, []);
  return value;
}

/** A comma or a point. A machine that is on takes more than nothing. */
function energyOf(values: Values): number {
  const words = given(values, 'kwh');
  const value = /^\d{1,9}([.,]\d{1,9})?$/.test(words) ? Number(words.replace(',', '.')) : 0;
  if (value > 0) return value;
  throw new ChatiereError({ code: 'kilowatt-hours', what: text('énergie impossible', 'impossible energy'), where: { field: '--kwh' }, given: words, allowed: text('plus de 0, en kWh : 41,2 ou 41.2', 'more than 0, in kWh: 41.2 or 41,2') }, ExitCode.usage);
}

interface Change {
  readonly host: string;
  readonly from: number;
  readonly to: number;
  readonly kilowattHours: number;
  readonly before: EnergyFigure | null;
  readonly after: EnergyFigure | null;
}

async function printChange(context: Context, { host, from, to, kilowattHours, before, after }: Change): Promise<void> {
  const { amount, figure, moment, noFigure } = await import('../energy/amounts.ts');
  const [start, end] = [from, to].map((seconds) => moment(new Date(seconds * 1000).toISOString())) as [ReturnType<typeof moment>, ReturnType<typeof moment>];
  const told = (one: EnergyFigure | null) => (one ? { fr: `${figure('energy', one).fr}, classe ${one.class}`, en: `${figure('energy', one).en}, class ${one.class}` } : noFigure);
  const [was, is, read] = [told(before), told(after), amount('energy', kilowattHours)];
  context.print(text(`${host}, du ${start.fr} au ${end.fr} : ${read.fr} à la prise.`, `${host}, from ${start.en} to ${end.en}: ${read.en} at the plug.`));
  context.print(text(`Avant : ${was.fr}. Maintenant : ${is.fr}.`, `Before: ${was.en}. Now: ${is.en}.`));
}
