import { ExitCode, text } from '../../modules/kernel/index.ts';
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

export const doctor: Verb = {
  name: 'doctor',
  summary: text('dit d’où vient chaque pièce, ce qui manque et quoi faire', 'says where each part comes from, what is missing and what to do'),
  details: text('Ne télécharge, ne construit et ne démarre rien.', 'Downloads, builds and starts nothing.'),
  examples: ['chatiere doctor', 'chatiere doctor --json'],
  async run(context) {
    const { toolchainReport } = await import('../../modules/engine/toolchain/index.ts');
    const parts = await toolchainReport();
    context.print(table(parts.map(({ part, found, ok, note, next }) => [
      ok ? '✓' : '✗',
      part,
      found?.version ?? '–',
      found === undefined ? '' : context.say(origins[found.origin]),
      [note, ok && found?.origin !== 'stand-in' ? undefined : next].filter((words) => words !== undefined).map((words) => context.say(words)).join(' ; '),
    ])));
    context.data({ parts });
    return parts.every(({ ok }) => ok) ? ExitCode.ok : ExitCode.failure;
  },
};
