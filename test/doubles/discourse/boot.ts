import { mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { isIP } from 'node:net';
import type { Database } from '../kit/database.ts';
import { Refusal } from '../kit/refusal.ts';
import { askRedis, type Place, required } from './place.ts';
import { EXTENSIONS, SCHEMA } from './schema.ts';

const CONFIGURATION = '/var/www/discourse/config/discourse.conf';
export const NGINX = '/etc/nginx/conf.d/discourse.conf';

/** What upstream's start demands before anything runs. @throws Refusal */
export function checkStart(place: Place): void {
  const { contract: { app }, settings } = place;
  const hostname = required(place, 'DISCOURSE_HOSTNAME');
  if (isIP(hostname) !== 0 || hostname === 'discourse.example.com') throw new Refusal(app, `environment variable DISCOURSE_HOSTNAME: ${hostname} is no host name of one’s own`);
  required(place, 'DISCOURSE_SMTP_ADDRESS');
  if (settings.get('DISABLE_LETSENCRYPT') !== '1') throw new Refusal(app, 'environment variable DISABLE_LETSENCRYPT is not 1: the start would ask for certificates');
}

/** Writes the file that the image's programs read. @throws Refusal for a value that it cannot hold. */
export function writeConfiguration({ contract: { app }, settings }: Place, file: string = CONFIGURATION): void {
  const own = [...settings].filter(([name]) => name.startsWith('DISCOURSE_'));
  for (const [name, value] of own) if (/['\n]|<%/.test(value)) throw new Refusal(app, `environment variable ${name} holds ', a line break or <%, which discourse.conf cannot hold`);
  writeFileSync(file, own.map(([name, value]) => `${name.slice('DISCOURSE_'.length).toLowerCase()} = '${value}'\n`).join(''), { mode: 0o600 });
}

/** As `rake db:migrate`. @throws Error when the extensions are not there: Discourse's role may not make them. */
export async function migrate(place: Place, database: Database): Promise<void> {
  const rows = await database.all<{ extname: string }>('SELECT extname FROM pg_extension');
  const missing = EXTENSIONS.filter((name) => !rows.some(({ extname }) => extname === name));
  if (missing.length > 0) throw new Error(`PG::InsufficientPrivilege: permission denied to create extension ${missing.join(', ')}`);
  await database.script(SCHEMA);
  await askRedis(place);
  mkdirSync('/shared/uploads/default/original', { recursive: true });
}

/** Bytes of the largest request that the web server of the image takes, which an entry may have changed in its file. */
export function bodyLimit(file: string = NGINX): number {
  const [, amount = '', unit = ''] = /client_max_body_size\s+(\d+)([kmg]?);/i.exec(readFileSync(file, 'utf8')) ?? [];
  return Number(amount) * ({ k: 2 ** 10, m: 2 ** 20, g: 2 ** 30 }[unit.toLowerCase()] ?? 1);
}
