import type { Failure, Property, ResourceType } from '../server/index.ts';
import type { Connection } from './connection.ts';
import { seconds } from './duration.ts';
import { inputFacts, type InputFact, type Shape } from './facts.ts';
import { effective, type Values } from './values.ts';

/** What one resource type does, in values that are complete: inputs, defaults, and what the server keeps. */
export interface Definition {
  /** Inputs of the real plugin that are refused here, `outer.inner` for a part of one. */
  unserved?: readonly string[];
  /** By input: whether two values mean the same, where that is more than being equal. */
  same?: Record<string, (a: unknown, b: unknown) => boolean>;
  check?(inputs: Values): Failure[];
  /** Returns the id. */
  create(keycloak: Connection, values: Values): Promise<string>;
  /** `known`: the state or, just after a create, the inputs. Undefined: gone. */
  read(keycloak: Connection, id: string, known: Values): Promise<Values | undefined>;
  update?(keycloak: Connection, id: string, values: Values, state: Values): Promise<void>;
  delete(keycloak: Connection, id: string, state: Values): Promise<void>;
}

export interface Resource extends ResourceType<Connection> {
  token: string;
}

/** @throws Error when the facts know no such type */
export function define(token: string, definition: Definition): Resource {
  const facts = inputFacts(token);

  async function stateOf(keycloak: Connection, id: string, known: Values): Promise<Values> {
    const state = await definition.read(keycloak, id, known);
    if (state === undefined) throw new Error(`${token} ${id}: Keycloak made it but does not show it`);
    return withoutUndefined(state);
  }

  return {
    token,
    properties: Object.fromEntries(
      Object.entries(facts).map(([name, fact]) => [name, property(fact, definition.same?.[name])]),
    ),

    check: (inputs) => [...checkFacts(facts, inputs, definition.unserved ?? []), ...(definition.check?.(inputs) ?? [])],

    async create(keycloak, inputs) {
      const values = effective(facts, inputs);
      const id = await definition.create(keycloak, values);
      return { id, state: await stateOf(keycloak, id, values) };
    },

    async read(keycloak, id, state) {
      const found = await definition.read(keycloak, id, state);
      return found && withoutUndefined(found);
    },

    async update(keycloak, id, olds, news) {
      const values = effective(facts, news, olds);
      await definition.update?.(keycloak, id, values, olds);
      return stateOf(keycloak, id, values);
    },

    delete: (keycloak, id, state) => definition.delete(keycloak, id, state),
  };
}

function property(fact: InputFact, same: ((a: unknown, b: unknown) => boolean) | undefined): Property {
  const suppress = same ?? (fact.set ? sameMembers : fact.duration ? sameLength : undefined);
  return {
    ...(fact.required || fact.named ? { required: true } : {}),
    ...(fact.replaces ? { replaces: true } : {}),
    ...(fact.secret ? { secret: true } : {}),
    ...(fact.computed || fact.keeps ? { computed: true } : {}),
    ...('default' in fact ? { default: fact.default } : {}),
    ...(suppress ? { suppress } : {}),
  };
}

function sameMembers(a: unknown, b: unknown): boolean {
  const sorted = (list: unknown) => JSON.stringify(Array.isArray(list) ? [...list].sort() : []);
  return sorted(a) === sorted(b);
}

function sameLength(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' && a !== '' && b !== '' && seconds(a) === seconds(b);
}

function checkFacts(facts: Record<string, InputFact>, inputs: Values, unserved: readonly string[]): Failure[] {
  return [
    ...Object.entries(inputs).flatMap(([name, value]) => checkInput(name, value, facts[name])),
    ...unserved.flatMap((path) => refuse(path, inputs)),
  ];
}

function checkInput(name: string, value: unknown, fact: InputFact | undefined): Failure[] {
  if (fact === undefined || value === undefined || value === null || typeof value === 'symbol') return [];
  if (fact.values && typeof value === 'string' && !fact.values.includes(value)) {
    const allowed = fact.values.map((each) => JSON.stringify(each)).join(' ');
    return [{ property: name, reason: `expected ${name} to be one of [${allowed}], got ${value}` }];
  }
  if (fact.duration && typeof value === 'string' && value !== '') return checkDuration(name, value);
  return checkShape(name, value, fact.type);
}

function checkDuration(name: string, value: string): Failure[] {
  try {
    seconds(value);
    return [];
  } catch (error) {
    return [{ property: name, reason: (error as Error).message }];
  }
}

/** Names within an object that the real plugin does not know. */
function checkShape(path: string, value: unknown, shape: Shape): Failure[] {
  if (Array.isArray(shape)) {
    return Array.isArray(value) ? value.flatMap((each, i) => checkShape(`${path}[${i}]`, each, shape[0])) : [];
  }
  if (typeof shape === 'string' || '*' in shape || typeof value !== 'object' || value === null) return [];
  return Object.entries(value).flatMap(([name, inner]) => {
    const known = shape[name];
    if (known !== undefined) return checkShape(`${path}.${name}`, inner, known);
    const allowed = Object.keys(shape).join(', ');
    return [{ property: path, reason: `"${name}" is not known here; allowed: ${allowed}` }];
  });
}

/** False counts as absent: it is what the real plugin assumes. */
function refuse(path: string, inputs: Values): Failure[] {
  const [outer, inner] = path.split('.') as [string, string?];
  const given = inner === undefined ? inputs[outer] : (inputs[outer] as Values | undefined)?.[inner];
  if (given === undefined || given === null || given === false) return [];
  const reason = `${path} is not served by the stand-in plugin for keycloak. Leave it out or install the real plugin.`;
  return [{ property: outer, reason }];
}

function withoutUndefined(state: Values): Values {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}
