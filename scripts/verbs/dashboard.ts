import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';
import type { Period } from '../../modules/metering/index.ts';
import type { Values, Verb } from '../verb.ts';
import { periodAsked, periodOptions, THIRTY_DAYS } from './energy.ts';

const USUAL_PORT = 8090;

export const dashboard: Verb = {
  name: 'dashboard',
  summary: text('montre le tableau de bord de la sobriété : énergie, pointe, densité, âge, carbone', 'shows the sobriety dashboard: energy, peak, density, age, carbon'),
  details: text(
    'Des pages dessinées sur cette machine, sans script, sans police ni image venue d’ailleurs : fédération, hébergeurs, serveurs, organisations, instances, actions proposées, qualité des données. Elles écoutent à l’intérieur de cette machine seulement, jusqu’à Ctrl-C, et ne font que lire. --once les écrit dans un dossier à publier tel quel ; --period, --from et --to y disent de quelle période. L’usage y est celui que « chatiere usage » a compté en dernier ; ce qui est écrit dans un dossier, ou servi hors de cette machine, ne montre rien sous 10. Aucun nom de personne n’y est.',
    'Pages drawn on this machine, without scripts, fonts or pictures from elsewhere: federation, operators, hosts, organizations, instances, proposed actions, quality of the data. They listen inside this machine only, until Ctrl-C, and only read. --once writes them to a folder that can be published as it is; --period, --from and --to say of which period. Use is what "chatiere usage" last counted; what is written to a folder, or served outside of this machine, shows nothing below 10. No name of a person is in them.',
  ),
  examples: ['chatiere dashboard', 'chatiere dashboard --port 8091', 'chatiere dashboard --once site --period 2026-11'],
  options: [
    { flags: '--port <n>', help: text(`port ; ${USUAL_PORT} par défaut, 0 : un port libre`, `port; ${USUAL_PORT} by default, 0: a free one`) },
    { flags: '--address <ip>', help: text('adresse d’écoute ; 127.0.0.1 par défaut. Ailleurs, derrière une porte d’entrée qui demande qui vient', 'address to listen on; 127.0.0.1 by default. Elsewhere, behind an edge that asks who comes') },
    { flags: '--once <dir>', help: text('écrit les pages dans ce dossier et s’arrête', 'write the pages to this folder, and stop'), of: 'directory' },
    ...periodOptions,
  ],
  async run(context, values) {
    const { dockerMeters, federationActions, federationEnergy, lastUsage, openSession } = await import('../../modules/engine/index.ts');
    const folder = values['once'] as string | undefined;
    const port = portOf(values);
    if (folder === undefined && ['period', 'from', 'to'].some((name) => values[name] !== undefined)) throw new ChatiereError({ code: 'period-of-pages', what: text('la période se choisit dans la page ; --period, --from et --to vont avec --once', 'the period is chosen on the page; --period, --from and --to go with --once') }, ExitCode.usage);
    const session = openSession(await context.federation());
    const energy = (period: Period) => federationEnergy(session, dockerMeters(session.federation), period);
    const proposed = remembered((period) => federationActions(session, dockerMeters(session.federation), period));
    const actions = (until: number) => proposed({ from: until - THIRTY_DAYS, to: until });
    if (folder !== undefined) {
      const { resolve } = await import('node:path');
      const { writePages } = await import('../dashboard/once.ts');
      const period = await periodAsked(values);
      const files = (await writePages(resolve(context.cwd, folder), { report: await energy(period), actions: await actions(period.to), usage: lastUsage(session, 'public'), audience: 'public', language: context.language, say: context.say })).map((file) => `${folder}/${file}`);
      context.print(files.join('\n'));
      context.data({ files });
      return undefined;
    }
    const { dashboard: build } = await import('../dashboard/app.ts');
    const { namesOf, serveApp } = await import('../dashboard/server.ts');
    const address = (values['address'] as string | undefined) ?? '127.0.0.1';
    const names = namesOf(address);
    // Who is not on this machine is the public, or another organization.
    const audience = names === undefined ? 'public' : 'organization';
    const served = await serveApp(build({ energy: remembered(energy), actions, usage: () => lastUsage(session, audience), audience, language: context.language, names, now: minute }), address, port);
    context.print(text(`Tableau de bord : ${served.url} (Ctrl-C pour arrêter)`, `Dashboard: ${served.url} (Ctrl-C to stop)`));
    context.data({ url: served.url });
    await context.work(({ signal }) => new Promise<void>((resolve) => signal.addEventListener('abort', () => resolve(), { once: true }))).finally(() => served.close());
    return undefined;
  },
};

/** The minute that has begun: meters sample once a minute, so that more would read the same again. */
const minute = (): number => Math.floor(Date.now() / 60_000) * 60;

/** The last periods that were asked for: the pages of a visit read the meters once. */
function remembered<T>(read: (period: Period) => Promise<T>): (period: Period) => Promise<T> {
  const known = new Map<string, Promise<T>>();
  return (period) => {
    const key = `${period.from}/${period.to}`;
    const found = known.get(key) ?? read(period);
    known.delete(key);
    known.set(key, found);
    found.catch(() => known.delete(key));
    for (const old of [...known.keys()].slice(0, -8)) known.delete(old);
    return found;
  };
}

function portOf(values: Values): number {
  const given = (values['port'] as string | undefined) ?? String(USUAL_PORT);
  if (/^\d{1,5}$/.test(given) && Number(given) <= 65_535) return Number(given);
  throw new ChatiereError({ code: 'port', what: text('port invalide', 'invalid port'), where: { field: '--port' }, given, allowed: text('0 à 65535', '0 to 65535') }, ExitCode.usage);
}
