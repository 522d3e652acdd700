import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';
import { confirmPurge } from '../confirm.ts';
import type { Context } from '../context.ts';
import type { Verb } from '../verb.ts';
import { parallelOption, parallelOf, printReport } from './common.ts';

export const down: Verb = {
  name: 'down',
  summary: text('retire des instances, jamais leurs données', 'takes instances down, never their data'),
  details: text(
    'Les volumes de données, le domaine d’identité, les organisations et les personnes restent. --purge retire tout, données comprises, et demande le nom de la fédération.',
    'Data volumes, realm, organizations and people stay. --purge removes everything, data included, and asks for the federation’s name.',
  ),
  examples: ['chatiere down mrc-demo.miniflux', 'chatiere down --platform', 'chatiere down --purge --confirm demo'],
  arguments: [{ name: '[instances...]', help: text('<organisation>.<nom> ; toutes par défaut', '<organization>.<name>; all by default'), of: 'instance' }],
  options: [
    { flags: '--platform', help: text('aussi les services des serveurs : bordure, identité', 'the hosts’ services too: edge, identity') },
    { flags: '--purge', help: text('tout, données comprises', 'everything, data included') },
    { flags: '--confirm <id>', help: text('identifiant de la fédération, pour --purge hors d’un terminal', 'identifier of the federation, for --purge off a terminal') },
    parallelOption,
  ],
  async run(context, values) {
    const { openSession, down: takeDown } = await import('../../modules/engine/index.ts');
    const session = openSession(await context.federation());
    if (values['purge'] === true) return purgeAll(context, session, values['confirm'] as string | undefined, values['instances'] as string[]);
    const report = await context.work((work) => takeDown(session, values['instances'] as string[], { ...work, platform: values['platform'] === true, parallel: parallelOf(values) }));
    await printReport(context, report);
    return undefined;
  },
};

type Session = ReturnType<(typeof import('../../modules/engine/index.ts'))['openSession']>;

async function purgeAll(context: Context, session: Session, confirmed: string | undefined, instances: readonly string[]): Promise<undefined> {
  const { id } = session.federation.sheet;
  if (instances.length > 0) {
    throw new ChatiereError({ code: 'purge-all', what: text('--purge porte sur toute la fédération, pas sur une instance', '--purge is for the whole federation, not for one instance'), given: instances.join(' '), next: text(`chatiere down --purge --confirm ${id}`, `chatiere down --purge --confirm ${id}`) }, ExitCode.usage);
  }
  await confirmPurge(context, id, confirmed);
  const { purge } = await import('../../modules/engine/index.ts');
  const { containers, networks, volumes, namespaces } = await context.work(({ listen }) => purge(session, listen));
  const spaces = namespaces === 0 ? text('', '') : text(`${namespaces} espaces de noms, `, `${namespaces} namespaces, `);
  context.print(text(`Retirés : ${containers} conteneurs, ${networks} réseaux, ${volumes} volumes, ${spaces.fr}l’état et les clés. Vos fichiers restent.`, `Removed: ${containers} containers, ${networks} networks, ${volumes} volumes, ${spaces.en}the state and the keys. Your files stay.`));
  context.data({ federation: id, containers, networks, volumes, namespaces });
  return undefined;
}
