import { readFileSync } from 'node:fs';
import { Refusal } from '../kit/refusal.ts';
import { fail, type Handler, isFlag, option } from './desk.ts';
import { type Place, readSystem, type System, writeSystem } from './place.ts';

/** The table's row `private-addresses` names it; it is in no document. */
const BY_COMMAND = ['system.allow_local_remote_servers'];

/** Keys that some document of the table lists: `system.<key>`, or `apps.<app>`. */
function checkKey({ contract: { app, documents } }: Place, section: 'system' | 'apps', key: string): void {
  const listed = Object.values(documents).some((rows) => Object.keys(rows).some((row) => row === `${section}.${key}` || row.startsWith(`${section}.${key}.`)));
  if (!listed && !BY_COMMAND.includes(`${section}.${key}`)) throw new Refusal(app, `setting ${section}.${key} is not in the table`);
}

const READERS: Readonly<Record<string, (text: string) => unknown>> = {
  string: (text) => text,
  integer: Number.parseInt,
  double: Number.parseFloat,
  boolean: (text) => ['true', '1'].includes(text),
  json: (text) => JSON.parse(text) as unknown,
  null: () => null,
};

const setSystem: Handler = async (call, { place }) => {
  const [key = '', ...path] = call.words;
  checkKey(place, 'system', key);
  const read = READERS[option(call, 'type') ?? 'string'];
  if (read === undefined) return fail('Unable to parse value: unknown type');
  const system = readSystem(place);
  if (isFlag(call, 'update-only') && system[key] === undefined) return fail(`Cannot update setting ${key}, it does not exist`);
  system[key] = nested(system[key], path, read(option(call, 'value') ?? ''));
  writeSystem(place, system);
  return undefined;
};

/** A list where every key is a number from 0 on, else a map. */
function nested(current: unknown, [head, ...rest]: readonly string[], value: unknown): unknown {
  if (head === undefined) return value;
  const inner = { ...(current as Record<string, unknown> | undefined) };
  inner[head] = nested(inner[head], rest, value);
  const keys = Object.keys(inner);
  return keys.every((key, index) => key === String(index)) ? Object.values(inner) : inner;
}

const getSystem: Handler = async (call, { system, print }) => {
  const value = call.words.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], system);
  if (value === undefined) return 1;
  const json = option(call, 'output')?.startsWith('json') === true;
  print(json ? JSON.stringify(value) : Array.isArray(value) ? value.join('\n') : typeof value === 'object' ? JSON.stringify(value) : String(value));
  return undefined;
};

const setApp: Handler = async (call, { place, store }) => {
  const [app = '', key = ''] = call.words;
  if (app !== 'user_oidc') checkKey(place, 'apps', app);
  if (isFlag(call, 'update-only') && (await store.appValue(app, key)) === undefined) return fail(`Config value ${key} for app ${app} not updated, as it does not exist`);
  await store.setAppValue(app, key, option(call, 'value') ?? '');
  return undefined;
};

const getApp: Handler = async (call, { store, print }) => {
  const [app = '', key = ''] = call.words;
  const value = (await store.appValue(app, key)) ?? option(call, 'default-value');
  if (value === undefined) return 1;
  print(option(call, 'output')?.startsWith('json') ? JSON.stringify(value) : value);
  return undefined;
};

interface Document {
  readonly system?: System;
  readonly apps?: Readonly<Record<string, Readonly<Record<string, string | number | boolean | null>>>>;
}

const importDocument: Handler = async (call, { place, store, print }) => {
  const { system = {}, apps = {}, ...other } = JSON.parse(readFileSync(call.words[0] ?? 0, 'utf8')) as Document;
  if (Object.keys(other).length > 0) return fail(`Additional keys are not allowed: ${Object.keys(other).join(', ')}`);
  for (const key of Object.keys(system)) checkKey(place, 'system', key);
  for (const [app, values] of Object.entries(apps)) {
    checkKey(place, 'apps', app);
    const wrong = Object.entries(values).find(([, value]) => value !== null && typeof value !== 'string' && !Number.isInteger(value));
    if (wrong) return fail(`Invalid app config value for "${app}":"${wrong[0]}": only integers, strings and null`);
  }
  const merged = { ...readSystem(place), ...system };
  writeSystem(place, Object.fromEntries(Object.entries(merged).filter(([, value]) => value !== null)));
  for (const [app, values] of Object.entries(apps)) {
    for (const [key, value] of Object.entries(values)) await (value === null ? store.dropAppValue(app, key) : store.setAppValue(app, key, String(value)));
  }
  print('Config successfully imported');
  return undefined;
};

export const configCommands: Readonly<Record<string, Handler>> = {
  'config:system:set': setSystem,
  'config:system:get': getSystem,
  'config:app:set': setApp,
  'config:app:get': getApp,
  'config:import': importDocument,
};
