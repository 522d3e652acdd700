import { ChatiereError, ExitCode, nearest, type Text, text } from '../modules/kernel/index.ts';

/**
 * Values of an option that is given once a thing, `--price revue=25`; of a single thing the value stands alone, `--price 25`.
 * Key -> its values in the order given, at most `most(key)` of them. Throws a `ChatiereError` (a command line that is not understood).
 */
export function keyed(option: string, given: readonly string[] | undefined, keys: readonly string[], most: (key: string) => number = () => 1): ReadonlyMap<string, readonly string[]> {
  const found = new Map<string, string[]>();
  const known = [...new Set(keys)];
  for (const words of given ?? []) {
    const [, key, value] = /^([^=]*)=(.*)$/s.exec(words) ?? [words, known.length === 1 ? known[0] : undefined, words];
    if (key === undefined) throw refused(option, words, text(`${option} : de laquelle ?`, `${option}: of which one?`), known, text(`écrire ${option} ${known[0]}=${words}`, `write ${option} ${known[0]}=${words}`));
    if (!known.includes(key)) throw refused(option, words, text(`${option} : aucune de ce nom sur cette ligne`, `${option}: none of this name on this line`), known, meant(key, known));
    const values = [...(found.get(key) ?? []), value as string];
    if (value === '' || values.length > most(key)) throw refused(option, words, value === '' ? text(`${option} : valeur vide`, `${option}: empty value`) : text(`${option} : une valeur de trop`, `${option}: one value too many`));
    found.set(key, values);
  }
  return found;
}

function refused(code: string, given: string, what: Text, known: readonly string[] = [], next?: Text): ChatiereError {
  const list = known.map((key) => `${key}=…`).join(', ');
  return new ChatiereError({ code: code.slice(2), what, given, ...(list === '' ? {} : { allowed: text(list, list) }), ...(next && { next }) }, ExitCode.usage);
}

function meant(key: string, known: readonly string[]): Text | undefined {
  const found = nearest(key, known);
  return found === undefined ? undefined : text(`vouliez-vous dire « ${found} » ?`, `did you mean “${found}”?`);
}
