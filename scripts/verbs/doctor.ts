import type { Check } from '../../modules/engine/index.ts';
import type { PartReport } from '../../modules/engine/toolchain/index.ts';
import { ExitCode, type Text, text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Verb } from '../verb.ts';
import { table } from './common.ts';

const origins = {
  path: text('sur le PATH', 'on PATH'),
  downloaded: text('téléchargé', 'downloaded'),
  npm: text('paquet npm', 'npm package'),
  pypi: text('paquet PyPI', 'PyPI package'),
  debian: text('paquet Debian', 'Debian package'),
  built: text('construit ici', 'built here'),
  'stand-in': text('remplacement', 'stand-in'),
} as const;

const signs = { ok: '✓', waiting: '…', wrong: '✗' } as const;

export const doctor: Verb = {
  name: 'doctor',
  summary: text('dit ce qui manque, aux outils et à la fédération, et quoi faire ensuite', 'says what is missing, of the tools and of the federation, and what to do next'),
  details: text(
    'Regarde d’où vient chaque outil ; puis, de la fédération où l’on se trouve, ou de -C : fichiers, phrase de passe, disque, moteurs, ports, certificats, piles. Ne télécharge, ne construit, ne démarre et ne change rien.',
    'Looks where each tool comes from; then, of the federation where one stands, or of -C: files, passphrase, disk, engines, ports, certificates, stacks. Downloads, builds, starts and changes nothing.',
  ),
  examples: ['chatiere doctor', 'chatiere doctor --json'],
  async run(context) {
    const { toolchainReport } = await import('../../modules/engine/toolchain/index.ts');
    const { federationReport, nextStep } = await import('../../modules/engine/index.ts');
    const directory = await context.maybeFederation();
    const [parts, checks] = await Promise.all([toolchainReport(), directory === undefined ? [] : federationReport(directory)]);
    context.print(table(parts.map((part) => partRow(context, part))));
    context.print(directory === undefined ? text('\nPas de fédération ici.', '\nNo federation here.') : text(`\nFédération : ${directory}`, `\nFederation: ${directory}`));
    if (checks.length > 0) context.print(table(checks.map((check) => checkRow(context, check))));
    const lacking = parts.filter(({ ok }) => !ok).map(({ part, next }) => ({ state: 'wrong' as const, ...(next && { next: text(`${part} : ${next.fr}`, `${part}: ${next.en}`) }) }));
    // A mistake in the files is mended before anything else: the other commands refuse to begin.
    const next = nextStep([...checks.slice(0, 1), ...lacking, ...checks.slice(1)]) ?? (directory === undefined ? begin : running);
    context.print(text(`\nEnsuite : ${next.fr}`, `\nNext: ${next.en}`));
    context.data({ parts, federation: directory ?? null, checks, next });
    return lacking.length === 0 && checks.every(({ state }) => state !== 'wrong') ? ExitCode.ok : ExitCode.failure;
  },
};

const begin: Text = text('« chatiere init <dossier> » commence une fédération, « npm start » en montre une', '"chatiere init <dir>" begins a federation, "npm start" shows one');
const running: Text = text('rien ne presse ; « chatiere status » dit ce qui tourne', 'nothing is pressing; "chatiere status" says what runs');

function partRow(context: Context, { part, found, ok, note, next }: PartReport): string[] {
  return [
    ok ? signs.ok : signs.wrong,
    part,
    found?.version ?? '–',
    found === undefined ? '' : context.say(origins[found.origin]),
    [note, ok && found?.origin !== 'stand-in' ? undefined : next].filter((words) => words !== undefined).map((words) => context.say(words)).join(' ; '),
  ];
}

const checkRow = (context: Context, { title, state, found, next }: Check): string[] => [signs[state], context.say(title), [found, ...(next ? [next] : [])].map((words) => context.say(words)).join(' ; ')];
