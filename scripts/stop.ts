import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { text } from '../modules/kernel/index.ts';
import { confirmPurge } from './confirm.ts';
import type { Context } from './context.ts';
import { type OwnOptions, ownCommand } from './own-command.ts';

const HELP = `npm stop [-- OPTIONS]
  --purge                 retire aussi les données ; demande le nom de la fédération · removes the data too; asks for the federation’s name
  --confirm <id>          ce nom, hors d’un terminal · that name, off a terminal
  --federation-dir <dir>  une autre fédération que la démonstration · another federation than the demonstration
  --lang fr|en`;

await ownCommand(process.argv.slice(2), HELP, stop);

/** Everything down but data, realm and people; with --purge, nothing is left. */
async function stop(context: Context, options: OwnOptions): Promise<void> {
  if (!existsSync(join(options.directory, 'federation.yaml'))) {
    return context.print(text(`Rien à arrêter : pas de fédération dans ${options.directory}`, `Nothing to stop: no federation in ${options.directory}`));
  }
  await (options.purge ? purgeAll : takeDown)(context, options);
}

async function takeDown(context: Context, { directory }: OwnOptions): Promise<void> {
  const { down, openSession, removeNames } = await import('../modules/engine/index.ts');
  const session = openSession(directory);
  await context.work(async ({ listen, signal }) => {
    await down(session, [], { listen, signal, platform: true });
    await removeNames(session);
  });
  context.print(text('Arrêté ; les données et les personnes restent. Reprendre : npm start.', 'Stopped; data and people stay. Go on: npm start.'));
}

/** The demonstration's usual directory is a copy of ours: it goes too. Another one holds somebody's files: they stay. */
async function purgeAll(context: Context, { directory, usual, confirm }: OwnOptions): Promise<void> {
  const { openSession, purge } = await import('../modules/engine/index.ts');
  const session = openSession(directory);
  await confirmPurge(context, session.federation.sheet.id, confirm);
  await context.work(({ listen }) => purge(session, listen));
  if (usual) await rm(directory, { recursive: true });
  context.print(text('Tout est retiré, données comprises.', 'Everything is removed, data included.'));
}
