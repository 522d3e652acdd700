import { join, resolve } from 'node:path';
import { ChatiereError, text } from '../modules/kernel/index.ts';
import { formatSeconds } from './words.ts';
import type { Context } from './context.ts';
import { CHECKOUT, ensureDemo } from './demo.ts';
import { type OwnOptions, ownCommand } from './own-command.ts';

const HELP = `npm start [-- OPTIONS]
  --federation-dir <dir>  une autre fédération que la démonstration · another federation than the demonstration
  --people <file>         ses personnes, en CSV · its people, as CSV
  --lang fr|en`;

await ownCommand(process.argv.slice(2), HELP, start);

/** The demonstration, from nothing to an address to open: tools, images, everything up, people let in. */
async function start(context: Context, { directory, people: given }: OwnOptions): Promise<void> {
  const begun = performance.now();
  const { addressOf, importRoster, openSession, prepareDocker, readRosterFile, up } = await import('../modules/engine/index.ts');
  if (await ensureDemo(directory)) context.print(text(`Fédération de démonstration copiée dans ${directory}`, `Demonstration federation copied to ${directory}`));
  warnUnprivileged(context);
  const session = openSession(directory);
  const file = resolve(given ?? join(CHECKOUT, 'examples', 'people.csv'));
  const { people, passwordFile } = await context.work(async ({ listen, signal }) => {
    await prepareDocker(listen);
    await up(session, [], { listen, signal, refresh: true });
    return importRoster(session, { csv: await readRosterFile(file, file), file, permanent: session.federation.sheet.environment === 'demo', listen });
  });
  const [instance] = [...session.federation.instances.keys()];
  if (instance === undefined) throw new ChatiereError({ code: 'no-instance', what: text('cette fédération n’a pas d’instance', 'this federation has no instance') });
  const url = addressOf(session, instance);
  const person = people.find(({ organization }) => instance.startsWith(`${organization}.`)) ?? people[0];
  context.print(text(
    `
Prêt en ${formatSeconds((performance.now() - begun) / 1000, 'fr')}.
  Adresse       ${url}
  Personne      ${person?.username ?? '–'}
  Mot de passe  dans ${passwordFile}
  Autorité      ${session.layout.authority} (à faire connaître au navigateur)
Arrêter : npm stop (les données restent).`,
    `
Ready in ${formatSeconds((performance.now() - begun) / 1000, 'en')}.
  Address    ${url}
  Person     ${person?.username ?? '–'}
  Password   in ${passwordFile}
  Authority  ${session.layout.authority} (for the browser to trust)
Stop: npm stop (the data stay).`,
  ));
}

function warnUnprivileged(context: Context): void {
  if (process.getuid?.() === 0) return;
  context.print(text(
    'Sans root : Docker ne peut être ni installé ni démarré d’ici, et /etc/hosts n’est pas modifiable ; ce qui manquera sera nommé.',
    'Not root: Docker can be neither installed nor started from here, and /etc/hosts cannot be changed; what is missing will be named.',
  ));
}
