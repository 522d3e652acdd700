import type { InputFact } from './facts.ts';

/** A resource's properties by their names in the plugin's schema. */
export type Values = Record<string, unknown>;

/**
 * What Keycloak is to be told: the inputs, for those absent their default or, on an update,
 * what the state holds of properties that the server keeps.
 */
export function effective(facts: Record<string, InputFact>, inputs: Values, state: Values = {}): Values {
  const values: Values = {};
  for (const [name, fact] of Object.entries(facts)) {
    const kept = fact.computed || fact.keeps ? state[name] : undefined;
    const value = inputs[name] ?? fact.default ?? kept;
    if (value !== undefined && value !== null) values[name] = value;
  }
  return values;
}

export function text(values: Values, name: string): string {
  const value = values[name];
  return value === undefined || value === null ? '' : String(value);
}

export function flag(values: Values, name: string): boolean {
  return values[name] === true || values[name] === 'true';
}

export function whole(values: Values, name: string): number {
  return Number(values[name] ?? 0);
}

export function texts(values: Values, name: string): string[] {
  return Array.isArray(values[name]) ? (values[name] as string[]) : [];
}

export function table(values: Values, name: string): Record<string, string> {
  return (values[name] ?? {}) as Record<string, string>;
}

/** Undefined where empty, for what the real plugin leaves out of its request. */
export function some<T>(value: T): T | undefined {
  const empty = value === '' || value === 0 || value === false || (Array.isArray(value) && value.length === 0);
  return empty ? undefined : value;
}

/** A list without order, in the order known before; what is new follows. */
export function inKnownOrder(found: readonly string[] | undefined, known: unknown): string[] {
  const before = Array.isArray(known) ? (known as string[]) : [];
  const now = new Set(found ?? []);
  const kept = before.filter((each) => now.has(each));
  return [...new Set([...kept, ...now])];
}

const SEPARATOR = '##';

/** Keycloak's attributes have lists of values, the plugin's one text with the values between `##`. */
export function toLists(attributes: Record<string, string>): Record<string, string[]> {
  return Object.fromEntries(Object.entries(attributes).map(([name, value]) => [name, value.split(SEPARATOR)]));
}

export function fromLists(
  attributes: Record<string, unknown> | undefined,
  known: Record<string, string>,
): Record<string, string> {
  return Object.fromEntries(
    Object.entries(attributes ?? {}).map(([name, values]) => {
      const ordered = inKnownOrder(values as string[], known[name]?.split(SEPARATOR));
      return [name, ordered.join(SEPARATOR)];
    }),
  );
}
