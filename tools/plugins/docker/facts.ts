import { readFileSync } from 'node:fs';
import type { Property, Shape } from '../server/index.ts';

interface Facts {
  config: Record<string, Shape>;
  resources: Record<string, { inputs: Record<string, Property>; outputs: string[] }>;
}

let facts: Facts | undefined;

/** The plugin's settings and their forms. */
export const configFacts = (): Record<string, Shape> => read().config;

/**
 * The property table of a type, as `facts/docker.json` has it.
 *
 * @throws Error when the facts know no such type
 */
export function propertiesOf(token: string): Record<string, Property> {
  const found = read().resources[token];
  if (found === undefined) throw new Error(`facts/docker.json has no ${token}`);
  return { ...found.inputs, ...Object.fromEntries(found.outputs.map((name) => [name, { output: true }])) };
}

function read(): Facts {
  facts ??= JSON.parse(readFileSync(new URL('../facts/docker.json', import.meta.url), 'utf8')) as Facts;
  return facts;
}
