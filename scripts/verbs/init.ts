import { ChatiereError, ExitCode, isSegment, segmentRule, type Text, text } from '../../modules/kernel/index.ts';
import { nothingWritten } from '../confirm.ts';
import type { Context } from '../context.ts';
import type { Beginning } from '../federation-files.ts';
import type { Values, Verb } from '../verb.ts';

export const init: Verb = {
  name: 'init',
  summary: text('commence une fédération : un dossier commenté, à mettre dans git', 'begins a federation: a commented directory, to put into git'),
  details: text('Sur un terminal, demande ce que les options ne disent pas. N’écrit jamais par-dessus un fichier.', 'On a terminal, asks for what the options do not say. Never overwrites a file.'),
  examples: ['chatiere init ma-federation', 'chatiere init rives --id rives --name "Fédération des Rives" --domain rives.example --operator coop-des-rives --host serveur-1'],
  arguments: [{ name: '<dir>', help: text('dossier, neuf ou vide', 'directory, new or empty'), of: 'directory' }],
  options: [
    { flags: '--id <id>', help: text('identifiant court, dans tous les noms', 'short identifier, in all names') },
    { flags: '--name <name>', help: text('nom de la fédération', 'name of the federation') },
    { flags: '--domain <domain>', help: text('domaine des adresses', 'domain of the addresses') },
    { flags: '--operator <id>', help: text('identifiant de la première coopérative', 'identifier of the first cooperative') },
    { flags: '--operator-name <name>', help: text('nom de la première coopérative', 'name of the first cooperative') },
    { flags: '--host <id>', help: text('identifiant du premier serveur', 'identifier of the first host') },
    { flags: '--environment <kind>', help: text('production par défaut', 'production by default'), choices: ['production', 'demo'] },
  ],
  async run(context, values) {
    const { basename, dirname, join, resolve } = await import('node:path');
    const { mkdir, readdir, writeFile } = await import('node:fs/promises');
    const directory = resolve(context.cwd, values['dir'] as string);
    if ((await readdir(directory).catch(() => [] as string[])).some((entry) => entry !== '.git')) throw notEmpty(directory);
    const beginning = await answers(context, values, basename(directory));
    const { IGNORED, openCatalog } = await import('../../modules/engine/index.ts');
    const { checkNewFederation } = await import('../../modules/federation/index.ts');
    const { latestRelease } = await import('../../modules/catalog/index.ts');
    const { federationFiles } = await import('../federation-files.ts');
    const catalog = openCatalog();
    const files = federationFiles(beginning, catalog, (app) => latestRelease(catalog, app).release, IGNORED);
    // Before anything is written: what the answers make is a federation.
    const locked = digestsLocked(() => checkNewFederation(directory, catalog, files));
    for (const [path, content] of files) {
      await mkdir(dirname(join(directory, path)), { recursive: true });
      await writeFile(join(directory, path), content, { flag: 'wx' });
    }
    context.print(text(`${directory} : ${files.size} fichiers. Ensuite : git init, puis « chatiere organization new ».`, `${directory}: ${files.size} files. Next: git init, then "chatiere organization new".`));
    if (!locked) context.print(text('Avant la mise en production : « chatiere images lock », là où le registre répond ; pour un essai sans registre : environment: demo et images: local dans federation.yaml.', 'Before production: "chatiere images lock", where the registry answers; for a trial without one: environment: demo and images: local in federation.yaml.'));
    context.data({ directory, files: [...files.keys()] });
    return undefined;
  },
};

/** A new production federation is complete but for the digests of images, where nobody has asked the registry yet. */
function digestsLocked(check: () => void): boolean {
  try {
    check();
    return true;
  } catch (error) {
    if (!(error instanceof ChatiereError)) throw error;
    const others = error.problems.filter(({ code }) => code !== 'no-digest');
    if (others.length > 0) throw new ChatiereError(others);
    return false;
  }
}

function notEmpty(given: string): ChatiereError {
  return new ChatiereError({ code: 'not-empty', what: text('ce dossier n’est pas vide', 'this directory is not empty'), given, next: text('en nommer un autre', 'name another one') });
}

interface Question {
  readonly key: string;
  readonly words: Text;
  readonly fallback: (known: Record<string, string>) => string;
  readonly segment?: boolean;
}
const questions: readonly Question[] = [
  { key: 'id', words: text('Identifiant court de la fédération', 'Short identifier of the federation'), fallback: ({ folder = '' }) => (isSegment(folder) ? folder : 'federation'), segment: true },
  { key: 'name', words: text('Nom de la fédération', 'Name of the federation'), fallback: ({ id = '' }) => `Fédération ${id}` },
  { key: 'domain', words: text('Domaine des adresses', 'Domain of the addresses'), fallback: ({ id = '' }) => `${id}.example` },
  { key: 'operator', words: text('Identifiant de la première coopérative', 'Identifier of the first cooperative'), fallback: ({ id = '' }) => `coop-${id}`.slice(0, 30), segment: true },
  { key: 'operatorName', words: text('Nom de la première coopérative', 'Name of the first cooperative'), fallback: ({ operator = '' }) => operator },
  { key: 'host', words: text('Identifiant du premier serveur', 'Identifier of the first host'), fallback: () => 'serveur-1', segment: true },
];

/** Options first, then questions on a terminal, else the fallbacks. */
async function answers(context: Context, values: Values, folder: string): Promise<Beginning> {
  const known: Record<string, string> = { folder };
  for (const { key, words, fallback, segment } of questions) {
    const given = values[key] as string | undefined;
    known[key] = given ?? (context.interactive ? await ask(context, words, fallback(known)) : fallback(known));
    if (segment && !isSegment(known[key])) throw new ChatiereError({ code: 'segment', what: text('identifiant invalide', 'invalid identifier'), where: { field: key }, given: known[key], allowed: segmentRule }, ExitCode.usage);
  }
  const { id, name, domain, operator, operatorName, host } = known as Record<keyof Beginning, string>;
  return { id, name, domain, operator, operatorName, host, environment: values['environment'] === 'demo' ? 'demo' : 'production' };
}

async function ask(context: Context, words: Text, fallback: string): Promise<string> {
  const { type } = await import('../ask.ts');
  const answer = await type(context, words, fallback);
  if (answer === undefined) throw nothingWritten();
  return answer;
}
