import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';
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
  arguments: [{ name: '[instances...]', help: text('<organisation>.<nom> ; toutes par défaut', '<organization>.<name>; all by default') }],
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
  const { containers, networks, volumes } = await context.work(({ listen }) => purge(session, listen));
  context.print(text(`Retirés : ${containers} conteneurs, ${networks} réseaux, ${volumes} volumes, l’état et les clés. Vos fichiers restent.`, `Removed: ${containers} containers, ${networks} networks, ${volumes} volumes, the state and the keys. Your files stay.`));
  context.data({ schema: 1, kind: 'result', federation: id, containers, networks, volumes });
  return undefined;
}

/** Typed on a terminal, or given by --confirm; anything else refuses. */
async function confirmPurge(context: Context, id: string, confirmed: string | undefined): Promise<void> {
  const given = confirmed ?? (context.interactive ? await ask(context, id) : undefined);
  if (given === id) return;
  throw new ChatiereError({
    code: 'not-confirmed',
    what: text('les données seraient perdues : rien n’a été retiré', 'data would be lost: nothing was removed'),
    ...(given === undefined ? {} : { given }),
    next: text(`confirmer par l’identifiant de la fédération : --confirm ${id}`, `confirm with the federation’s identifier: --confirm ${id}`),
  }, given === undefined ? ExitCode.refused : ExitCode.cancelled);
}

async function ask(context: Context, id: string): Promise<string> {
  const { isCancel, text: prompt } = await import('@clack/prompts');
  const answer = await prompt({ message: context.say(text(`Toutes les données de la fédération seront perdues. Écrire son identifiant (${id}) pour continuer`, `All data of the federation will be lost. Type its identifier (${id}) to go on`)) });
  return isCancel(answer) ? '' : answer;
}
