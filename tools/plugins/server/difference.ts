import type { Property, ResourceType } from './resource.ts';
import { isZero, same } from './same.ts';
import { holdsUnknown, isObject, type Values } from './value.ts';

export type Kind = 'add' | 'delete' | 'update';

export interface Change {
  property: string;
  kind: Kind;
  replaces: boolean;
  /** The program's own words changed, rather than what was found. */
  asked: boolean;
}

export interface Difference {
  changes: Change[];
  deleteBeforeReplace: boolean;
}

export interface Compared {
  state: Values;
  oldInputs: Values;
  news: Values;
  /** Property paths that the program told the engine to leave alone. */
  ignored: readonly string[];
}

/** State against inputs, property by property, each by its own rule. */
export function difference(type: ResourceType<never>, compared: Compared): Difference {
  const ignored = new Set(compared.ignored.map((path) => path.split(/[.[]/, 1)[0]));
  const changes = Object.entries(type.properties)
    .filter(([name, property]) => property.output !== true && !ignored.has(name))
    .flatMap(([name, property]) => change(name, property, type, compared));
  changes.push(...anyway(type, compared, changes));
  const replaces = changes.some((each) => each.replaces);
  return { changes, deleteBeforeReplace: replaces && (type.deleteBeforeReplace === true || namedByProgram(type, compared.news)) };
}

/** The bridge deletes first when a name was given, since two resources could not share it. */
function namedByProgram(type: ResourceType<never>, news: Values): boolean {
  const defaults = Array.isArray(news['__defaults']) ? news['__defaults'] : undefined;
  if (defaults === undefined) return false;
  return Object.entries(type.properties).some(
    ([name, property]) => property.autoname === true && name in news && !defaults.includes(name),
  );
}

function change(name: string, property: Property, type: ResourceType<never>, { state, oldInputs, news }: Compared): Change[] {
  const kind = kindOf(property, state[name], news[name]);
  if (kind === undefined) return [];
  const replaces = property.replaces === true || type.update === undefined;
  const asked = holdsUnknown(news[name]) || !same({ ...property, suppress: undefined as never }, oldInputs[name], news[name]);
  return [{ property: name, kind, replaces, asked }];
}

function kindOf(property: Property, old: unknown, news: unknown): Kind | undefined {
  const absent = property.exact === true ? (value: unknown) => value === undefined : isZero;
  if (news === undefined && (property.computed === true || absent(old))) return undefined;
  if (!holdsUnknown(news) && same(property, old, news)) return undefined;
  if (news === undefined) return 'delete';
  return old === undefined ? 'add' : 'update';
}

function anyway(type: ResourceType<never>, { state }: Compared, known: readonly Change[]): Change[] {
  if (known.some((each) => each.replaces)) return [];
  return (type.replaceAnyway?.(state) ?? []).map((property) => ({ property, kind: 'update', replaces: true, asked: false }));
}

/**
 * The inputs that explain a state just read: the old ones, but where the state means something else. Without old inputs
 * (an import), all that the state holds beyond defaults.
 */
export function inputsOf(type: ResourceType<never>, state: Values, oldInputs: Values): Values {
  if (Object.keys(oldInputs).length > 0) return readAgain(type, state, oldInputs);
  const found = Object.entries(type.properties).filter(
    ([name, property]) => property.output !== true && !isZero(state[name]) && state[name] !== property.default,
  );
  return { ...Object.fromEntries(found.map(([name]) => [name, state[name]])), __defaults: [] };
}

function readAgain(type: ResourceType<never>, state: Values, oldInputs: Values): Values {
  const kept = Object.entries(oldInputs).map(([name, old]): [string, unknown] => {
    const property = type.properties[name];
    const unseen = property === undefined || isObject(old) && name.startsWith('__');
    return [name, unseen || same(property, state[name], old) ? old : state[name]];
  });
  return Object.fromEntries(kept.filter(([, value]) => value !== undefined));
}
