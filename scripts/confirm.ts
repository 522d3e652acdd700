import { ChatiereError, ExitCode, type Text, text } from '../modules/kernel/index.ts';
import type { Context } from './context.ts';

/** Somebody gave up at a question. */
export const nothingWritten = (): ChatiereError => new ChatiereError({ code: 'cancelled', what: text('annulé : rien n’a été écrit', 'cancelled: nothing was written') }, ExitCode.cancelled);

/** On a terminal, asks before something is written that was just shown; elsewhere, or with --yes, goes on. */
export async function confirmWriting(context: Context, question: Text, yes: boolean): Promise<void> {
  if (yes || !context.interactive) return;
  const { agree } = await import('./ask.ts');
  if (!(await agree(context, question))) throw nothingWritten();
}

/** Typed on a terminal, or given by --confirm; anything else refuses. */
export async function confirmPurge(context: Context, id: string, confirmed: string | undefined): Promise<void> {
  const given = confirmed ?? (context.interactive ? await ask(context, id) : undefined);
  if (given === id) return;
  throw new ChatiereError({
    code: 'not-confirmed',
    what: text('les données seraient perdues : rien n’a été retiré', 'data would be lost: nothing was removed'),
    ...(given === undefined ? {} : { given }),
    next: text(`confirmer par l’identifiant de la fédération : --confirm ${id}`, `confirm with the federation’s identifier: --confirm ${id}`),
  }, given === undefined ? ExitCode.usage : ExitCode.cancelled);
}

async function ask(context: Context, id: string): Promise<string> {
  const { type } = await import('./ask.ts');
  return (await type(context, text(`Toutes les données de la fédération seront perdues. Écrire son identifiant (${id}) pour continuer`, `All data of the federation will be lost. Type its identifier (${id}) to go on`))) ?? '';
}
