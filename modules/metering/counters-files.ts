import { readdirSync, readFileSync } from 'node:fs';

/** Text of one of the kernel's files; `undefined` where there is none, or none for us. */
export function readText(path: string): string | undefined {
  try {
    return readFileSync(path, 'utf8');
  } catch {
    return undefined;
  }
}

/** A file that holds one whole number and nothing else. */
export const readCount = (path: string): number | undefined => count(readText(path));

/** A whole number of the kernel's; `undefined` for `max`, for a negative, for nothing. */
export const count = (words: string | undefined): number | undefined => (words !== undefined && /^\d+$/.test(words.trim()) ? Number(words) : undefined);

/** Value of a key in a file of lines `key value`. */
export const valueOf = (content: string | undefined, key: string): number | undefined =>
  count(content?.split('\n').find((line) => line.startsWith(`${key} `))?.slice(key.length + 1));

/** Names of the folders in a folder; none where it is absent. */
export function foldersIn(path: string): string[] {
  try {
    return readdirSync(path, { withFileTypes: true }).filter((entry) => entry.isDirectory()).map(({ name }) => name);
  } catch {
    return [];
  }
}

/** Names in a folder, links to folders among them; none where it is absent. */
export function namesIn(path: string): string[] {
  try {
    return readdirSync(path);
  } catch {
    return [];
  }
}
