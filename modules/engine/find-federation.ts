import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';

/** The nearest folder at or above `start` that holds a federation.yaml. */
export function findFederation(start: string): string | undefined {
  for (let folder = resolve(start); ; folder = dirname(folder)) {
    if (existsSync(join(folder, 'federation.yaml'))) return folder;
    if (dirname(folder) === folder) return undefined;
  }
}

/** The directory asked for, else the nearest above `start`; an error that says how to name one. */
export function locateFederation(asked: string | undefined, start: string): string {
  const found = asked === undefined ? findFederation(start) : existsSync(join(asked, 'federation.yaml')) ? resolve(asked) : undefined;
  if (found !== undefined) return found;
  throw new ChatiereError({
    code: 'no-federation',
    what: text('aucune fédération ici : federation.yaml est introuvable', 'no federation here: federation.yaml was not found'),
    given: asked ?? start,
    next: text(
      'donner son dossier par -C <dossier> ou CHATIERE_FEDERATION, ou en créer un : chatiere init <dossier>',
      'name its directory with -C <dir> or CHATIERE_FEDERATION, or create one: chatiere init <dir>',
    ),
  }, ExitCode.usage);
}
