import { ExitCode, text } from '../../modules/kernel/index.ts';
import type { Option, Values, Verb } from '../verb.ts';

export const periodOptions: readonly Option[] = [
  { flags: '--period <période>', help: text('jour, semaine, mois (par défaut), annee, hiver, 2026, 2026-11 ou 2026-11-25', 'day, week, month (default), year, winter, 2026, 2026-11 or 2026-11-25') },
  { flags: '--from <date>', help: text('à la place : le début, 2026-11-01 ou 2026-11-01T08:00, heure du Québec', 'instead: the beginning, 2026-11-01 or 2026-11-01T08:00, Québec time') },
  { flags: '--to <date>', help: text('la fin, qui n’est pas comprise ; maintenant par défaut', 'the end, which is not included; now by default') },
];

/** Seconds. What proposals look at, where no period is asked for. */
export const THIRTY_DAYS = 30 * 86_400;

export const energy: Verb = {
  name: 'energy',
  summary: text('dit l’énergie, la puissance et le carbone de chaque instance, avec leur provenance', 'says the energy, power and carbon of each instance, and where they come from'),
  details: text(
    'Demandé au compteur de chaque serveur. Chaque chiffre a son intervalle et sa classe : A mesuré à la prise, B et C mesuré ou étalonné, D modélisé d’après la machine, E estimé. Un serveur sans compteur, un facteur absent : pas de chiffre, et ce qu’il faut faire. Le carbone est donné deux fois, jamais additionné : émissions directes du réseau du Québec, ou cycle de vie. Code 1 si rien n’a pu être lu.',
    'Asked of the meter of each host. Each figure has its interval and its class: A measured at the plug, B and C measured or calibrated, D modelled from the machine, E estimated. A host without a meter, a missing factor: no figure, and what to do. Carbon is given twice, never added up: direct emissions of Québec’s grid, or life cycle. Code 1 if nothing could be read.',
  ),
  examples: ['chatiere energy', 'chatiere energy mrc-demo.miniflux --period semaine', 'chatiere energy serveur-1 --from 2026-11-01 --to 2026-12-01', 'chatiere energy --period hiver --json'],
  arguments: [{ name: '[names...]', help: text('instances, organisations, serveurs ou hébergeurs ; tout par défaut', 'instances, organizations, hosts or operators; everything by default'), of: 'metered' }],
  options: periodOptions,
  async run(context, values) {
    const { dockerMeters, federationEnergy, openSession, refuseUnknown } = await import('../../modules/engine/index.ts');
    const { energySections, only } = await import('../energy/tables.ts');
    const { printSections } = await import('../catalog/section.ts');
    const period = await periodAsked(values);
    const session = openSession(await context.federation());
    const { instances, organizations, hosts, operators } = session.federation;
    const named = values['names'] as string[];
    refuseUnknown([...instances.keys(), ...organizations.keys(), ...hosts.keys(), ...operators.keys()], named, text('ni instance, ni organisation, ni serveur, ni hébergeur de ce nom', 'no instance, organization, host or operator of that name'));
    const report = await federationEnergy(session, dockerMeters(session.federation), period);
    const asked = only(report, named);
    printSections(context, energySections(asked, named));
    context.data({ energy: asked });
    return report.hosts.some((host) => host.energy) ? undefined : ExitCode.failure;
  },
};

/** @throws ChatiereError (exit code 2). */
export async function periodAsked(values: Values, now = Date.now() / 1000) {
  const { between, namedPeriod } = await import('../../modules/metering/index.ts');
  const [period, from, to] = ['period', 'from', 'to'].map((name) => values[name] as string | undefined);
  if (from !== undefined && period === undefined) return between(from, to, now);
  if (from === undefined && to === undefined) return namedPeriod(period ?? 'mois', now);
  const { ChatiereError } = await import('../../modules/kernel/index.ts');
  throw new ChatiereError({ code: 'period-twice', what: text('une période se donne par --period, ou par --from et --to', 'a period is given by --period, or by --from and --to'), given: [period, from, to].filter((one) => one !== undefined).join(' ') }, ExitCode.usage);
}

