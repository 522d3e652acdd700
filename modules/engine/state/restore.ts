import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { ChatiereError, ExitCode, text } from '../../kernel/index.ts';
import { checkpointFile, type Layout } from '../layout.ts';
import { type Copy, copiesOf, folderOf, keepContent, replaceFile, settle, soundCopies } from './copies.ts';
import { parseCheckpoint, readContent } from './store.ts';

/** Set while a stack's state is older than what runs: the next `up` compares it with reality first. */
const markOf = (layout: Layout, stack: string): string => join(folderOf(layout, stack), 'restored');

export const isRestored = (layout: Layout, stack: string): boolean => existsSync(markOf(layout, stack));
export const forgetRestored = (layout: Layout, stack: string): void => rmSync(markOf(layout, stack), { force: true });

/** Takes a kept copy back, the newest sound one when none is named. What lay there stays beside the copies, under `aside`. */
export function restoreState(layout: Layout, stack: string, sequence?: number): { copy: Copy; aside: string | undefined } {
  const copy = soundCopies(layout, stack).find((one) => sequence === undefined || one.sequence === sequence);
  if (copy === undefined) throw noSuchCopy(layout, stack, sequence);
  const present = readContent(layout, stack);
  const aside = present && setAside(layout, stack, present);
  writeFileSync(markOf(layout, stack), '', { mode: 0o600 });
  const content = readFileSync(copy.file);
  replaceFile(checkpointFile(layout, stack), content);
  // Becomes the newest copy, so that the next look finds it sound.
  keepContent(layout, stack, content);
  return { copy, aside };
}

/** Takes a state that was changed by hand as it is; refuses one that is no checkpoint. */
export function acceptState(layout: Layout, stack: string): void {
  const content = readContent(layout, stack);
  if (content !== undefined && parseCheckpoint(content) !== undefined) return settle(layout, stack);
  throw new ChatiereError({
    code: 'state-unreadable',
    what: text(`pile « ${stack} » : ce qui est là n’est pas un état`, `stack "${stack}": what is there is no state`),
    where: { file: checkpointFile(layout, stack) },
    next: text(`chatiere state restore ${stack}`, `chatiere state restore ${stack}`),
  });
}

function setAside(layout: Layout, stack: string, content: Buffer): string {
  const file = join(folderOf(layout, stack), `aside-${new Date().toISOString().replaceAll(':', '')}.json`);
  replaceFile(file, content);
  return file;
}

function noSuchCopy(layout: Layout, stack: string, sequence: number | undefined): ChatiereError {
  const copies = copiesOf(layout, stack).map((copy) => copy.sequence).join(', ');
  return new ChatiereError({
    code: 'no-copy',
    what: text(`pile « ${stack} » : pas de copie saine de l’état`, `stack "${stack}": no sound copy of the state`),
    ...(sequence === undefined ? {} : { given: String(sequence) }),
    ...(copies === '' ? {} : { allowed: text(copies, copies) }),
    next: text('reprendre le dossier state/ d’une sauvegarde', 'take the folder state/ back from a backup'),
  }, ExitCode.refused);
}
