import facts from '../facts/keycloak.json' with { type: 'json' };

/** A scalar's name, `{"*": type}` for a map, `{name: type}` for an object, `[type]` for a list. */
export type Shape = string | [Shape] | { [name: string]: Shape };

/** One input, as ../facts/keycloak.json tells it; the marks are explained there. */
export interface InputFact {
  type: Shape;
  required?: true;
  named?: true;
  replaces?: true;
  secret?: true;
  default?: unknown;
  computed?: true;
  keeps?: true;
  set?: true;
  duration?: true;
  values?: string[];
}

/** @throws Error when the type token is not in the facts */
export function inputFacts(token: string): Record<string, InputFact> {
  const resources = facts.resources as unknown as Record<string, { inputs: Record<string, InputFact> }>;
  const found = resources[token];
  if (found === undefined) throw new Error(`no facts about ${token} in tools/plugins/facts/keycloak.json`);
  return found.inputs;
}
