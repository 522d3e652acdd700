import type { Property, Shape } from '../server/index.ts';
import facts from '../facts/docker.json' with { type: 'json' };

interface Facts {
  config: Record<string, Shape>;
  resources: Record<string, { inputs: Record<string, Property>; outputs: string[] }>;
}

const { config, resources } = facts as unknown as Facts;

/** The plugin's settings and their forms. */
export const configFacts = (): Record<string, Shape> => config;

/**
 * The property table of a type, as `facts/docker.json` has it.
 *
 * @throws Error when the facts know no such type
 */
export function propertiesOf(token: string): Record<string, Property> {
  const found = resources[token];
  if (found === undefined) throw new Error(`facts/docker.json has no ${token}`);
  return { ...found.inputs, ...Object.fromEntries(found.outputs.map((name) => [name, { output: true }])) };
}
