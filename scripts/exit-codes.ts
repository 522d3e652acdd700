import { ExitCode, type Text, text } from '../modules/kernel/index.ts';

/** What each exit code means; a code without words does not type-check. */
export const exitCodeWords: Readonly<Record<keyof typeof ExitCode, Text>> = {
  ok: text('réussi', 'done'),
  failure: text('échec', 'failed'),
  usage: text('ligne de commande', 'command line'),
  refused: text('refusé (fichiers, approbation)', 'refused (files, approval)'),
  locked: text('pile occupée', 'stack in use'),
  cancelled: text('annulé', 'cancelled'),
};

/** Codes in their order, for the help. */
export const exitCodes = (Object.entries(ExitCode) as [keyof typeof ExitCode, number][]).map(([name, code]) => ({ code, words: exitCodeWords[name] }));
