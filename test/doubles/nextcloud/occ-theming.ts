import { existsSync, mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { isAbsolute, join } from 'node:path';
import { imageType } from '../kit/picture.ts';
import { fail, type Handler, isFlag } from './desk.ts';
import type { System } from './place.ts';

export const IMAGES = ['logo', 'logoheader', 'favicon', 'background'] as const;
const COLOURS = ['primary_color', 'background_color'];
const ADDRESSES = ['url', 'imprintUrl', 'privacyUrl'];

/** Where a picture of the brand is kept. */
export const imageFile = (system: System, key: string): string =>
  join(String(system['datadirectory']), `appdata_${String(system['instanceid'])}`, 'theming', 'global', 'images', key);

const theming: Handler = async (call, { system, store, print }) => {
  const [key, value] = call.words;
  if (key === undefined) {
    const rows = await store.database.all<{ configkey: string; configvalue: string }>(`SELECT configkey, configvalue FROM oc_appconfig WHERE appid = 'theming' AND configkey <> 'enabled' ORDER BY configkey`);
    for (const { configkey, configvalue } of rows) print(`- ${configkey}: ${configvalue}`);
    return undefined;
  }
  const image = (IMAGES as readonly string[]).includes(key);
  const stored = image ? `${key}Mime` : key;
  if (isFlag(call, 'reset')) {
    await store.dropAppValue('theming', stored);
    if (image) rmSync(imageFile(system, key), { force: true });
    return undefined;
  }
  if (value === undefined) {
    print(`${key} is currently set to ${(await store.appValue('theming', stored)) ?? ''}`);
    return undefined;
  }
  const problem = problemOf(key, value, image);
  if (problem !== undefined) return fail(problem);
  if (image) {
    mkdirSync(join(imageFile(system, key), '..'), { recursive: true });
    writeFileSync(imageFile(system, key), readFileSync(value));
  }
  await store.setAppValue('theming', stored, image ? (imageType(readFileSync(value)) ?? '') : value);
  return undefined;
};

function problemOf(key: string, value: string, image: boolean): string | undefined {
  if (COLOURS.includes(key) && !/^#([0-9a-f]{3}|[0-9a-f]{6})$/i.test(value)) return 'The given color is invalid';
  if (ADDRESSES.includes(key) && !/^https?:\/\//.test(value)) return `The given ${key} is not a valid URL`;
  if (!image) return undefined;
  if (!isAbsolute(value)) return 'The image file must be provided as an absolute path';
  if (!existsSync(value)) return 'The image file could not be found';
  return imageType(readFileSync(value)) === undefined ? 'Unsupported image type' : undefined;
}

export const themingCommands: Readonly<Record<string, Handler>> = { 'theming:config': theming };
