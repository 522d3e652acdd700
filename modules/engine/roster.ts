import { parse } from 'csv-parse/sync';
import { ChatiereError, nearest, type Problem, text } from '../kernel/index.ts';

/** A person to import, as a line of the CSV says. */
export interface Person {
  readonly username: string;
  readonly email: string;
  readonly firstName: string;
  readonly lastName: string;
  readonly organization: string;
  /** Names below the organization's group, such as `admins`; never empty. */
  readonly groups: readonly string[];
  /** Where it stands, for errors. */
  readonly file: string;
  readonly line: number;
}

export const COLUMNS = ['username', 'email', 'firstName', 'lastName', 'organization', 'groups'] as const;
export const GROUPS = ['admins', 'members'] as const;
type Row = Record<(typeof COLUMNS)[number], string>;

/**
 * Reads people from CSV: UTF-8, a header with the six columns in any order, groups separated by `;` (none: `members`).
 * Throws with every problem of the file, each with its line.
 */
export function parseRoster(csv: string, file: string, organizations: readonly string[]): Person[] {
  const problems: Problem[] = [];
  const people = records(csv, file).map(({ row, line }) => {
    const person = personOf(row, file, line);
    problems.push(...problemsOf(person, organizations));
    return person;
  });
  problems.push(...repeated(people, 'username'), ...repeated(people, 'email'));
  if (problems.length > 0) throw new ChatiereError(problems.toSorted((a, b) => (a.where?.line ?? 0) - (b.where?.line ?? 0)));
  return people;
}

function records(csv: string, file: string): { row: Row; line: number }[] {
  try {
    const options = { columns: (header: string[]) => checkedHeader(header, file), info: true, bom: true, trim: true, skip_empty_lines: true };
    return (parse(csv, options) as unknown as { record: Row; info: { lines: number } }[]).map(({ record, info }) => ({ row: record, line: info.lines }));
  } catch (error) {
    if (error instanceof ChatiereError) throw error;
    const { message, code = '', lines } = error as { message: string; code?: string; lines?: number };
    const what = unreadable.find(([codes]) => codes.test(code))?.[1] ?? text(`CSV illisible : ${message}`, `unreadable CSV: ${message}`);
    throw new ChatiereError({ code: 'csv', what, where: { file, ...(lines === undefined ? {} : { line: lines }) } });
  }
}

const unreadable: readonly (readonly [RegExp, ReturnType<typeof text>])[] = [
  [/^CSV_RECORD_INCONSISTENT/, text(`cette ligne n’a pas ${COLUMNS.length} cellules, comme l’en-tête`, `this line does not have ${COLUMNS.length} cells, as the header has`)],
  [/QUOTE/, text('guillemet qui n’est pas fermé, ou qui n’est pas doublé', 'quote that is not closed, or not doubled')],
];

function checkedHeader(header: string[], file: string): string[] {
  const allowed = text(COLUMNS.join(', '), COLUMNS.join(', '));
  if (header.length === 1 && /[;\t]/.test(header[0] as string)) {
    throw new ChatiereError({ code: 'csv-separator', what: text('les colonnes ne sont pas séparées par des virgules', 'the columns are not separated by commas'), where: { file, line: 1 }, given: header[0] as string, allowed, next: text('l’enregistrer avec des virgules', 'save it with commas') });
  }
  const problems = [
    ...header.filter((name) => !COLUMNS.includes(name as never)).map((name) => ({ code: 'csv-column', what: text('colonne inconnue', 'unknown column'), given: name })),
    ...header.filter((name, index) => header.indexOf(name) !== index).map((name) => ({ code: 'csv-column', what: text('colonne donnée deux fois', 'column given twice'), given: name })),
    ...COLUMNS.filter((name) => !header.includes(name)).map((name) => ({ code: 'csv-column', what: text(`colonne manquante : ${name}`, `missing column: ${name}`) })),
  ];
  if (problems.length > 0) throw new ChatiereError(problems.map((problem) => ({ ...problem, allowed, where: { file, line: 1 } })));
  return header;
}

function personOf(row: Row, file: string, line: number): Person {
  const groups = row.groups.split(';').map((group) => group.trim()).filter((group) => group !== '');
  return { ...row, groups: groups.length === 0 ? ['members'] : groups, file, line };
}

const rules: Readonly<Record<'username' | 'email' | 'firstName' | 'lastName', readonly [RegExp, ReturnType<typeof text>]>> = {
  username: [/^[a-z0-9][a-z0-9._-]{1,62}$/, text('lettres minuscules sans accent, chiffres, point, tiret ; 2 à 63 caractères', 'lower-case letters without accents, digits, dot, hyphen; 2 to 63 characters')],
  email: [/^(?=.{1,254}$)[^\s\p{C}@<>"(),;:\\[\]]{1,64}@[a-z0-9]([a-z0-9-]*[a-z0-9])?(\.[a-z0-9]([a-z0-9-]*[a-z0-9])?)*\.[a-z][a-z0-9-]*[a-z0-9]$/iu, text('une adresse comme nom@exemple.quebec', 'an address such as name@example.quebec')],
  firstName: [/^[^\p{C}<>&"$%!#?§;*~/\\|^=[\]{}()]{1,60}$/u, text('1 à 60 caractères, sans signe spécial', '1 to 60 characters, no special sign')],
  lastName: [/^[^\p{C}<>&"$%!#?§;*~/\\|^=[\]{}()]{1,60}$/u, text('1 à 60 caractères, sans signe spécial', '1 to 60 characters, no special sign')],
};

function problemsOf(person: Person, organizations: readonly string[]): Problem[] {
  const problem = (field: string, what: ReturnType<typeof text>, given: string, allowed: ReturnType<typeof text>, meant?: string): Problem => ({ code: 'csv-value', what, given, allowed, where: { file: person.file, line: person.line, field }, ...(meant === undefined ? {} : { next: text(`vouliez-vous dire « ${meant} » ?`, `did you mean “${meant}”?`) }) });
  const found = Object.entries(rules).flatMap(([field, [rule, allowed]]) => {
    const given = person[field as keyof typeof rules];
    return rule.test(given) ? [] : [problem(field, text('valeur invalide', 'invalid value'), given, allowed)];
  });
  if (!organizations.includes(person.organization)) {
    found.push(problem('organization', text('organisation inconnue de la fédération', 'organization unknown to the federation'), person.organization, text(organizations.join(', '), organizations.join(', ')), nearest(person.organization, organizations)));
  }
  for (const group of person.groups) {
    if (!GROUPS.includes(group as never)) found.push(problem('groups', text('groupe inconnu', 'unknown group'), group, text(GROUPS.join(' ; '), GROUPS.join('; '))));
  }
  return found;
}

/** Each line after the first that gives a value again, whatever its case. */
function repeated(people: readonly Person[], field: 'username' | 'email'): Problem[] {
  const first = new Map<string, number>();
  return people.flatMap((person) => {
    const key = person[field].toLowerCase();
    const line = first.get(key);
    if (line === undefined) first.set(key, person.line);
    return line === undefined ? [] : [{ code: 'csv-repeated', what: text(`déjà donné à la ligne ${line}`, `already given on line ${line}`), given: person[field], where: { file: person.file, line: person.line, field } }];
  });
}
