import { readdirSync, readFileSync, realpathSync, statSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { type Problem, text } from '../kernel/index.ts';

/** Largest file that is read, in bytes: far above any honest sheet, far below what makes a parser slow. */
export const MAX_FILE = 256 * 1024;

/** Text files of a folder by path relative to it, `/` between names, sorted. */
export type Files = ReadonlyMap<string, string>;

/**
 * Reads every file below `folder` that `wanted` accepts, in the order of names. What cannot be read as a plain UTF-8 file of at most
 * 256 KiB within the folder becomes a problem instead; its place is `prefix/path`.
 */
export function readFiles(folder: string, problems: Problem[], prefix = '', wanted: (path: string) => boolean = () => true): Files {
  const root = realpathSync(folder);
  const files = new Map<string, string>();
  for (const path of listFiles(root, '', wanted)) {
    const content = readText(root, path, prefix, problems);
    if (content !== undefined) files.set(path, content);
  }
  return files;
}

function listFiles(root: string, folder: string, wanted: (path: string) => boolean): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true })
    .sort((a, b) => (a.name < b.name ? -1 : 1))
    .flatMap((entry) => {
      const path = folder === '' ? entry.name : `${folder}/${entry.name}`;
      if (entry.isDirectory() && wanted(`${path}/`)) return listFiles(root, path, wanted);
      // A link in a folder's place, or a folder in a file's, is read as a file, and so refused rather than passed over.
      return wanted(path) || (entry.isSymbolicLink() && wanted(`${path}/`)) ? [path] : [];
    });
}

function readText(root: string, path: string, prefix: string, problems: Problem[]): string | undefined {
  const where = { file: `${prefix}${path}` };
  const refuse = (code: string, what: Problem['what'], next: Problem['what'], given?: string): undefined => {
    problems.push({ code, what, where, next, ...(given === undefined ? {} : { given }) });
  };
  let bytes: Buffer;
  try {
    const real = realpathSync(join(root, path));
    if (real !== root && !real.startsWith(root + sep)) {
      return refuse('link-outside', text('lien qui mène hors du dossier', 'link that leads out of the directory'), text('mettre le fichier lui-même dans le dossier', 'put the file itself into the directory'), relative(root, real));
    }
    const { size } = statSync(real);
    if (!statSync(real).isFile()) {
      return refuse('not-a-file', text('ceci n’est pas un fichier ordinaire', 'this is not a regular file'), text('le retirer ou le remplacer par un fichier', 'remove it or put a file in its place'));
    }
    if (size > MAX_FILE) {
      return refuse('file-too-large', text('fichier de plus de 256 Kio', 'file of more than 256 KiB'), text('le scinder ou l’alléger', 'split it or make it smaller'), `${size}`);
    }
    bytes = readFileSync(real);
  } catch (error) {
    return refuse('file-unreadable', text('fichier illisible', 'file that cannot be read'), text('vérifier ses droits et son lien', 'check its permissions and its link'), (error as NodeJS.ErrnoException).code ?? 'error');
  }
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: false }).decode(bytes);
  } catch {
    return refuse('not-utf8', text('texte qui n’est pas en UTF-8', 'text that is not UTF-8'), text('l’enregistrer en UTF-8', 'save it as UTF-8'), isUtf16(bytes) ? 'UTF-16' : undefined);
  }
}

/** As some editors of Windows save: by its byte order mark. */
const isUtf16 = ([first, second]: Uint8Array): boolean => (first === 0xff && second === 0xfe) || (first === 0xfe && second === 0xff);
