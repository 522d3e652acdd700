import { readFile, stat } from 'node:fs/promises';
import { ChatiereError, ExitCode, type Text, text } from '../kernel/index.ts';

/** Bytes: some fifty thousand people. */
const MAX_ROSTER = 8 * 1024 * 1024;

/** The text of a CSV file; `shown` is its name for people. Spreadsheets often save other encodings, which would garble every accent. */
export async function readRosterFile(path: string, shown: string): Promise<string> {
  const refuse = (code: string, what: Text, next?: Text) => new ChatiereError({ code, what, where: { file: shown }, ...(next && { next }) }, ExitCode.usage);
  const readable = async <T>(read: Promise<T>): Promise<T> => read.catch((error: NodeJS.ErrnoException) => {
    throw refuse('unreadable', text(`fichier illisible (${error.code})`, `unreadable file (${error.code})`));
  });
  const found = await readable(stat(path));
  if (found.isFile() && found.size > MAX_ROSTER) throw refuse('file-too-large', text('fichier de plus de 8 Mio', 'file of more than 8 MiB'), text('le scinder', 'split it'));
  if (!found.isFile() && !found.isDirectory()) throw refuse('not-a-file', text('ceci n’est pas un fichier ordinaire', 'this is not a regular file'));
  const bytes = await readable(readFile(path));
  const next = text('l’enregistrer en « CSV UTF-8 »', 'save it as "CSV UTF-8"');
  try {
    const content = new TextDecoder('utf-8', { fatal: true }).decode(bytes);
    if (!content.includes('\0')) return content;
  } catch {
    // Said below.
  }
  throw refuse('not-utf8', text('texte qui n’est pas en UTF-8', 'text that is not UTF-8'), next);
}
