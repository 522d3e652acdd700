import type { Failure, Property, ResourceType } from '../server/index.ts';
import type { Connection } from './connection.ts';
import { seconds } from './duration.ts';
import { inputFacts, outputFacts, type InputFact } from './facts.ts';
import { effective, type Values } from './values.ts';

/** What one resource type does, in values that are complete: inputs, defaults, and what the server keeps. */
export interface Definition {
  /** Inputs of the real plugin that are refused here. */
  unserved?: readonly string[];
  /** By input: whether two values mean the same, where that is more than being equal. */
  same?: Record<string, (a: unknown, b: unknown) => boolean>;
  check?(inputs: Values): Failure[];
  /** Returns the id. */
  create(keycloak: Connection, values: Values): Promise<string>;
  /** `known`: the state or, just after a create, the inputs. Undefined: gone. */
  read(keycloak: Connection, id: string, known: Values): Promise<Values | undefined>;
  /** Absent: every input replaces. */
  update?(keycloak: Connection, id: string, values: Values, state: Values): Promise<void>;
  delete(keycloak: Connection, id: string, state: Values): Promise<void>;
}

/** As the engine's side wants it; Keycloak answers within the provider's time limit, so no signal is heeded. */
export interface Resource extends ResourceType<Connection> {
  token: string;
  create(keycloak: Connection, inputs: Values): Promise<{ id: string; state: Values }>;
  read(keycloak: Connection, id: string, state: Values): Promise<Values | undefined>;
  update?(keycloak: Connection, id: string, olds: Values, news: Values): Promise<Values>;
  delete(keycloak: Connection, id: string, state: Values): Promise<void>;
}

/** @throws Error when the facts know no such type */
export function define(token: string, definition: Definition): Resource {
  const facts = inputFacts(token);
  const { update } = definition;

  async function stateOf(keycloak: Connection, id: string, known: Values): Promise<Values> {
    const state = await definition.read(keycloak, id, known);
    if (state === undefined) throw new Error(`${token} ${id}: Keycloak took it but does not show it`);
    return withoutUndefined(state);
  }

  return {
    token,
    properties: properties(token, definition),

    check: (inputs) => [
      ...Object.entries(facts).flatMap(([name, fact]) => checkValue(name, inputs[name], fact)),
      ...(definition.check?.(inputs) ?? []),
    ],

    async create(keycloak, inputs) {
      const values = effective(facts, inputs);
      const id = await definition.create(keycloak, values);
      return { id, state: await stateOf(keycloak, id, values) };
    },

    async read(keycloak, id, state) {
      if (Object.keys(state).length === 0) throw new Error(`${token}: import is not served by the stand-in plugin for keycloak`);
      const found = await definition.read(keycloak, id, state);
      return found && withoutUndefined(found);
    },

    ...(update && {
      async update(keycloak: Connection, id: string, olds: Values, news: Values) {
        const values = effective(facts, news, olds);
        await update(keycloak, id, values, olds);
        return stateOf(keycloak, id, values);
      },
    }),

    delete: (keycloak, id, state) => definition.delete(keycloak, id, state),
  };
}

function properties(token: string, { unserved = [], same = {} }: Definition): Record<string, Property> {
  const inputs = Object.entries(inputFacts(token)).map(([name, fact]) => [
    name,
    unserved.includes(name) ? { type: fact.type, unserved: true } : property(fact, same[name]),
  ]);
  const outputs = outputFacts(token).map((name) => [name, { output: true }]);
  return Object.fromEntries([...inputs, ...outputs]);
}

function property(fact: InputFact, same: ((a: unknown, b: unknown) => boolean) | undefined): Property {
  const suppress = same ?? (fact.duration ? sameLength : undefined);
  return {
    type: fact.type,
    ...('default' in fact ? { default: fact.default } : {}),
    ...(fact.required ? { required: true } : {}),
    ...(fact.named ? { autoname: true } : {}),
    ...(fact.replaces ? { replaces: true } : {}),
    ...(fact.secret ? { secret: true } : {}),
    ...(fact.computed || fact.keeps ? { computed: true } : {}),
    ...(fact.set ? { set: true } : {}),
    ...(suppress ? { suppress } : {}),
  };
}

function sameLength(a: unknown, b: unknown): boolean {
  return typeof a === 'string' && typeof b === 'string' && a !== '' && b !== '' && seconds(a) === seconds(b);
}

function checkValue(name: string, value: unknown, fact: InputFact): Failure[] {
  if (typeof value !== 'string' || value === '') return [];
  if (fact.values && !fact.values.includes(value)) {
    const allowed = fact.values.map((each) => JSON.stringify(each)).join(' ');
    return [{ property: name, reason: `expected ${name} to be one of [${allowed}], got ${value}` }];
  }
  return fact.duration ? checkDuration(name, value) : [];
}

function checkDuration(name: string, value: string): Failure[] {
  try {
    seconds(value);
    return [];
  } catch (error) {
    return [{ property: name, reason: (error as Error).message }];
  }
}

function withoutUndefined(state: Values): Values {
  return Object.fromEntries(Object.entries(state).filter(([, value]) => value !== undefined));
}
