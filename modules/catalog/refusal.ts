import { nearest, type Problem, type Text, text } from '../kernel/index.ts';
import { type Path, problemAt, type Sheet } from './sheet.ts';

/** A reference to a name that does not exist: what there is, and which one was probably meant. */
export function unknownName(sheet: Sheet<unknown>, path: Path, code: string, what: Text, given: string, known: Iterable<string>, part: 'key' | 'value' = 'value'): Problem {
  const names = [...known];
  return problemAt(sheet, path, code, what, { part, given, ...choices(given, names) });
}

/** What is allowed and what was probably meant, of a set of names. */
export function choices(given: string, names: readonly string[]): Pick<Problem, 'allowed' | 'next'> {
  const meant = nearest(given, names);
  return {
    allowed: names.length === 0 ? text('aucun pour l’instant', 'none so far') : text(names.join(', '), names.join(', ')),
    ...(meant === undefined || meant === given ? {} : { next: text(`vouliez-vous dire « ${meant} » ?`, `did you mean “${meant}”?`) }),
  };
}
