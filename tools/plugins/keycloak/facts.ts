import type { Shape } from '../server/index.ts';
import facts from '../facts/keycloak.json' with { type: 'json' };

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
  return factsOf(token).inputs;
}

/** Names of the outputs that are no inputs. */
export function outputFacts(token: string): readonly string[] {
  return factsOf(token).outputsOnly;
}

/** The provider's settings. */
export function configFacts(): Record<string, Shape> {
  return facts.config as Record<string, Shape>;
}

interface Facts {
  inputs: Record<string, InputFact>;
  outputsOnly: string[];
}

function factsOf(token: string): Facts {
  const found = (facts.resources as unknown as Record<string, Facts>)[token];
  if (found === undefined) throw new Error(`no facts about ${token} in tools/plugins/facts/keycloak.json`);
  return found;
}
