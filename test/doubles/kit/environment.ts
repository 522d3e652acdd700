import { readFileSync } from 'node:fs';
import type { Contract, Variable } from '../contract.ts';
import { Refusal } from './refusal.ts';

/** What every container has, and what the shells of a script add. */
export const CONTAINER_VARIABLES = ['PATH', 'HOME', 'HOSTNAME', 'TERM', 'PWD', 'OLDPWD', 'SHLVL', '_'] as const;

/** Variables of the table that are set, by their plain names: a file that `<NAME>_FILE` names has been read. */
export type Settings = ReadonlyMap<string, string>;

/** @throws Refusal at the first variable, value or file that the table does not allow. Empty variables count as absent, after their name was judged. */
export function readEnvironment({ app, environment }: Contract, given: Readonly<Record<string, string | undefined>>): Settings {
  const settings = new Map<string, string>();
  for (const [name, value = ''] of Object.entries(given)) {
    if ((CONTAINER_VARIABLES as readonly string[]).includes(name)) continue;
    const base = baseOf(environment, name);
    if (base === undefined) throw new Refusal(app, `environment variable ${name} is not in the table`);
    if (value === '') continue;
    if (settings.has(base)) throw new Refusal(app, `both ${base} and ${base}_FILE are set`);
    if (name === base && !takes(environment[name] as Variable, value)) throw new Refusal(app, `environment variable ${name} has a value that the table does not allow`);
    settings.set(base, name === base ? value : contentOf(app, name, value));
  }
  return settings;
}

/** The row of a variable's name, its `_FILE` form included; undefined where the table has none. */
export function baseOf(environment: Contract['environment'], name: string): string | undefined {
  if (Object.hasOwn(environment, name)) return name;
  const base = /^(.+)_FILE$/.exec(name)?.[1];
  return base !== undefined && environment[base]?.file === true ? base : undefined;
}

/** Whether the table allows a value. */
export const takes = ({ values, pattern }: Variable, value: string): boolean =>
  (values?.includes(value) ?? true) && (pattern === undefined || new RegExp(`^(?:${pattern})$`).test(value));

function contentOf(app: string, name: string, path: string): string {
  try {
    return readFileSync(path, 'utf8').trimEnd();
  } catch {
    throw new Refusal(app, `environment variable ${name} names a file that cannot be read: ${path}`);
  }
}
