import type { z } from 'zod';
import { nearest, type Place, type Problem, type Text, text } from '../kernel/index.ts';
import { formats, kinds, rules } from './messages.ts';

type Issue = z.core.$ZodIssue;
type At = (path: readonly PropertyKey[], part?: 'key' | 'value') => Place;

/** Where a value stands, and how it is written: `1.10` is not 1.1 to whoever wrote it. */
export interface Writing {
  readonly at: At;
  readonly source: (path: readonly PropertyKey[]) => string | undefined;
}

/** Zod's findings as problems in our own words; zod's English never shows. `value` is what was checked, `schema` what it was checked against. */
export function schemaProblems(issues: readonly Issue[], value: unknown, schema: z.ZodType, writing: Writing, base: readonly PropertyKey[] = []): Problem[] {
  const { at } = writing;
  return issues.flatMap((issue): Problem[] => {
    const path = [...base, ...issue.path];
    const found = dig(value, path);
    const say = (code: string, what: Text, more: Partial<Problem> = {}): Problem => ({ code, what, where: at(path), ...given(found, writing.source(path)), ...more });
    const rule = issue.code === 'invalid_key' ? undefined : named(issue.message);
    if (rule && issue.code === 'invalid_type' && issue.expected === 'never') return [{ code: 'misplaced-key', what: text('clé qui n’a pas sa place ici', 'key that does not belong here'), where: at(path, 'key'), allowed: rule }];
    if (rule) return [say('invalid-format', text('valeur mal formée', 'malformed value'), { allowed: rule })];
    switch (issue.code) {
      case 'unrecognized_keys':
        return issue.keys.map((key) => unknownKey(key, path, knownKeys(schema, path, value), at));
      case 'invalid_type':
        if (found === undefined) return [missing(path, at)];
        if (found === null) return [{ code: 'empty', what: text('clé sans valeur', 'key without a value'), where: at(path), allowed: kinds(issue.expected), next: text('écrire la valeur, entre guillemets si elle commence par « # », ou retirer la clé', 'write the value, in quotes if it starts with “#”, or remove the key') }];
        return [say('wrong-type', text('valeur du mauvais genre', 'value of the wrong kind'), { allowed: kinds(issue.expected) })];
      case 'invalid_value':
        if (found === undefined) return [missing(path, at)];
        return [choice(found, issue.values.map(String), say)];
      case 'invalid_union':
        return union(issue, found, path, value, schema, writing, say);
      case 'invalid_key': {
        const known = named(issue.issues[0]?.message);
        return [{ code: 'invalid-key', what: text('nom invalide', 'invalid name'), where: at(path, 'key'), given: String(path.at(-1)), ...(known ? { allowed: known } : {}) }];
      }
      case 'too_big':
        // A whole number has a limit of its own, of which nobody needs to hear where the field's is lower.
        if (issue.maximum === Number.MAX_SAFE_INTEGER && issues.some((other) => other.code === 'too_big' && other !== issue && String(other.path) === String(issue.path))) return [];
        return [say('too-big', tooBig(issue.origin), { allowed: counted(text('au plus', 'at most'), issue.maximum, issue.origin) })];
      case 'too_small':
        return [say('too-small', tooSmall(issue.origin), { allowed: counted(issue.inclusive === false ? text('plus de', 'more than') : text('au moins', 'at least'), issue.minimum, issue.origin) })];
      case 'not_multiple_of':
        return [say('not-multiple', text('nombre trop précis', 'number that is too precise'), { allowed: text(`un multiple de ${issue.divisor}`, `a multiple of ${issue.divisor}`) })];
      case 'invalid_format':
        return [say('invalid-format', text('valeur mal formée', 'malformed value'), { allowed: formats(issue.format, issue) })];
      default:
        return [say('invalid-format', text('valeur mal formée', 'malformed value'))];
    }
  });
}

/** A key that the schema does not know, with the one that was probably meant. Its value is never shown: it may be a secret. */
function unknownKey(key: string, path: readonly PropertyKey[], known: readonly string[], at: At): Problem {
  const meant = nearest(key, known);
  return {
    code: 'unknown-key',
    what: text('clé inconnue', 'unknown key'),
    where: at([...path, key], 'key'),
    given: key,
    ...(known.length === 0 ? {} : { allowed: text(known.join(', '), known.join(', ')) }),
    next: meant ? text(`vouliez-vous dire « ${meant} » ?`, `did you mean “${meant}”?`) : text('retirer cette clé', 'remove this key'),
  };
}

function missing(path: readonly PropertyKey[], at: At): Problem {
  const key = String(path.at(-1));
  return { code: 'missing', what: text('clé absente', 'missing key'), where: at(path), next: text(`ajouter « ${key}: »`, `add “${key}:”`) };
}

type Say = (code: string, what: Text, more?: Partial<Problem>) => Problem;

function choice(found: unknown, values: readonly string[], say: Say): Problem {
  const meant = nearest(String(found), values);
  const next = meant ? { next: text(`vouliez-vous dire « ${meant} » ?`, `did you mean “${meant}”?`) } : {};
  return say('not-a-choice', text('valeur inconnue', 'unknown value'), { allowed: text(values.join(', '), values.join(', ')), ...next });
}

/** Of several forms, speaks of the one whose kind was given; of all of them when none was. */
function union(issue: z.core.$ZodIssueInvalidUnion, found: unknown, path: readonly PropertyKey[], value: unknown, schema: z.ZodType, writing: Writing, say: Say): Problem[] {
  if (found === undefined) return [missing(path, writing.at)];
  if (issue.errors.length === 0 && 'options' in issue) return [choice(found, (issue.options as readonly unknown[]).map(String), say)];
  const sameKind = issue.errors.filter((branch) => !branch.some(({ code, path: inner }) => inner.length === 0 && (code === 'invalid_type' || code === 'invalid_value')));
  // The form with the least wrong is the one that was meant.
  const branch = sameKind.toSorted((a, b) => a.length - b.length)[0];
  if (branch) return schemaProblems(branch, value, schema, writing, path);
  const allowed = issue.errors.flat().map((one) => (one.code === 'invalid_type' ? kinds(one.expected) : one.code === 'invalid_value' ? text(one.values.join(', '), one.values.join(', ')) : undefined)).filter((one) => one !== undefined);
  return [say('wrong-type', text('valeur du mauvais genre', 'value of the wrong kind'), { allowed: text(allowed.map(({ fr }) => fr).join(' ; '), allowed.map(({ en }) => en).join('; ')) })];
}

/** A limit of text is one of characters. */
function counted({ fr, en }: Text, limit: number | bigint, origin: string): Text {
  const noun = origin !== 'string' ? text('', '') : limit === 1 ? text(' caractère', ' character') : text(' caractères', ' characters');
  return text(`${fr} ${limit}${noun.fr}`, `${en} ${limit}${noun.en}`);
}

const tooBig = (origin: string): Text => (origin === 'string' ? text('texte trop long', 'text that is too long') : origin === 'array' ? text('liste trop longue', 'list that is too long') : text('nombre trop grand', 'number that is too large'));
const tooSmall = (origin: string): Text => (origin === 'string' ? text('texte trop court', 'text that is too short') : origin === 'array' ? text('liste trop courte', 'list that is too short') : text('nombre trop petit', 'number that is too small'));

/** Rules that schemas name by `error: '<rule>'`. */
const named = (message: string | undefined): Text | undefined => (message !== undefined && Object.hasOwn(rules, message) ? rules[message as keyof typeof rules] : undefined);

function given(found: unknown, written: string | undefined): { given: string } | object {
  if (found === undefined) return {};
  // The password of an address is never shown.
  return { given: (typeof found === 'object' ? JSON.stringify(found) : typeof found === 'string' ? found : (written ?? String(found))).replace(/(\/\/[^\s/:@]*:)[^\s/@]+@/g, '$1…@') };
}

export function dig(value: unknown, path: readonly PropertyKey[]): unknown {
  return path.reduce<unknown>((inner, key) => (typeof inner === 'object' && inner !== null && Object.hasOwn(inner, key) ? (inner as Record<PropertyKey, unknown>)[key] : undefined), value);
}

/** Keys of the object schema that stands at a path, through defaults, options and the map branch of unions; of forms that a key tells apart, those of the value's own. */
export function knownKeys(schema: z.ZodType, path: readonly PropertyKey[], value: unknown): string[] {
  let current = unwrap(schema, value);
  path.forEach((key, depth) => {
    const inner = dig(value, path.slice(0, depth + 1));
    current = current.flatMap((type) => step(type, key)).flatMap((type) => unwrap(type, inner));
  });
  const shapes = current.flatMap((type) => Object.entries(shapeOf(type) ?? {}));
  return [...new Set(shapes.filter(([, type]) => !isForbidden(type)).map(([key]) => key))].sort();
}

interface Definition {
  readonly type: string;
  readonly innerType?: z.core.$ZodType;
  readonly in?: z.core.$ZodType;
  readonly options?: readonly z.core.$ZodType[];
  readonly discriminator?: string;
  readonly element?: z.core.$ZodType;
  readonly valueType?: z.core.$ZodType;
  readonly shape?: Readonly<Record<string, z.core.$ZodType>>;
}
const definition = (type: z.core.$ZodType): Definition => type._zod.def as unknown as Definition;
const shapeOf = (type: z.core.$ZodType) => definition(type).shape;

/** A key that is named only to say why it does not belong there. */
const isForbidden = (type: z.core.$ZodType): boolean => definition(definition(type).innerType ?? type).type === 'never';

function unwrap(type: z.core.$ZodType, value: unknown): z.core.$ZodType[] {
  const { innerType, in: input, options, discriminator } = definition(type);
  if (innerType) return unwrap(innerType, value);
  if (input) return unwrap(input, value);
  const own = discriminator === undefined ? undefined : options?.find((option) => option._zod.propValues?.[discriminator]?.has(dig(value, [discriminator]) as z.core.util.Primitive));
  return own ? unwrap(own, value) : options ? options.flatMap((option) => unwrap(option, value)) : [type];
}

function step(type: z.core.$ZodType, key: PropertyKey): z.core.$ZodType[] {
  const { shape, element, valueType } = definition(type);
  const next = shape ? shape[String(key)] : (element ?? valueType);
  return next ? [next] : [];
}
