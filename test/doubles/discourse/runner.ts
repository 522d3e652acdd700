import { createHash } from 'node:crypto';
import { existsSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { createTransport } from 'nodemailer';
import type { Call } from '../kit/call.ts';
import type { Database } from '../kit/database.ts';
import { hashPassword } from '../kit/password.ts';
import { imageType } from '../kit/picture.ts';
import { Refusal } from '../kit/refusal.ts';
import { type Place, required, trustAuthorities } from './place.ts';
import { dropSetting, setSetting } from './site-settings.ts';

const UPLOADS = '/shared/uploads/default/original';
const BREAK_GLASS = { name: 'secours', email: 'secours@chatiere.invalid', password: '/run/secrets/break-glass-password' };
const PICTURES: Readonly<Record<string, string>> = { 'image/png': 'png', 'image/jpeg': 'jpeg', 'image/webp': 'webp', 'image/gif': 'gif' };

/** Does what the entry's Ruby scripts would: the double has no Ruby, and knows them by their names, as its table does. */
export async function rails(place: Place, { words: [script = '', ...argv] }: Call, database: Database): Promise<void> {
  if (!existsSync(script)) throw new Error(`Could not find ${script}`);
  const scripts: Readonly<Record<string, () => Promise<void>>> = {
    'mail.rb': () => checkRelay(place),
    'account.rb': () => keepBreakGlass(database),
    'settings.rb': () => writeSettings(place, database, argv),
  };
  const run = scripts[basename(script)];
  if (!run) throw new Refusal(place.contract.app, `rails runner ${script}: no such script`);
  await run();
}

/** Opens and ends a session with the relay. Without encryption only where the settings say so. */
async function checkRelay(place: Place): Promise<void> {
  const { settings } = place;
  const on = (name: string) => settings.get(name) === 'true';
  const [host, port] = [required(place, 'DISCOURSE_SMTP_ADDRESS'), Number(settings.get('DISCOURSE_SMTP_PORT') ?? 587)];
  const [user, pass] = [settings.get('DISCOURSE_SMTP_USER_NAME'), settings.get('DISCOURSE_SMTP_PASSWORD')];
  trustAuthorities(place);
  const transport = createTransport({
    host, port, secure: on('DISCOURSE_SMTP_FORCE_TLS'), requireTLS: on('DISCOURSE_SMTP_ENABLE_START_TLS'), ignoreTLS: !on('DISCOURSE_SMTP_ENABLE_START_TLS'),
    connectionTimeout: 20_000, greetingTimeout: 20_000, ...(user !== undefined && pass !== undefined && { auth: { user, pass } }),
  });
  try {
    await transport.verify();
  } catch (error) {
    throw new Error(`mail relay ${host}:${port}: ${error instanceof Error ? error.message : String(error)}`);
  } finally {
    transport.close();
  }
}

async function keepBreakGlass(database: Database): Promise<void> {
  const hash = hashPassword(readFileSync(BREAK_GLASS.password, 'utf8').trim());
  const row = await database.one<{ id: number }>(
    `INSERT INTO users (username, username_lower, password_hash, active, approved, admin) VALUES ($1, $1, $2, true, true, true)
     ON CONFLICT (username_lower) DO UPDATE SET password_hash = $2, active = true, approved = true, admin = true RETURNING id`, BREAK_GLASS.name, hash);
  await database.all('INSERT INTO user_emails (user_id, email) VALUES ($1, $2) ON CONFLICT DO NOTHING', row?.id, BREAK_GLASS.email);
}

/** `name=value`, `name=file` for a picture, `colour=#rrggbb`; empty gives the setting back. */
async function writeSettings({ contract }: Place, database: Database, argv: readonly string[]): Promise<void> {
  const listed = contract['settings'] as Readonly<Record<string, { type: 'text' | 'picture' }>>;
  for (const argument of argv) {
    const [name = '', value = ''] = argument.split(/=(.*)/s);
    const type = name === 'colour' ? 'colour' : Object.hasOwn(listed, name) ? listed[name]?.type : undefined;
    if (type === undefined) throw new Refusal(contract.app, `site setting ${name} is not in the table`);
    if (type === 'picture' ? statSync(value).size === 0 : value === '') await dropSetting(database, name);
    else await setSetting(database, name, type === 'picture' ? await picture(database, name, value) : value);
  }
}

/** Gives the upload's id; the same content is the same upload. @throws when the file is no picture that Discourse takes. */
async function picture(database: Database, name: string, file: string): Promise<string> {
  const content = readFileSync(file);
  const extension = PICTURES[imageType(content) ?? ''];
  if (extension === undefined) throw new Error(`${name}: Sorry, the file you are trying to upload is not authorized`);
  const sha1 = createHash('sha1').update(content).digest('hex');
  writeFileSync(join(UPLOADS, `${sha1}.${extension}`), content);
  const row = await database.one<{ id: number }>(
    `INSERT INTO uploads (user_id, original_filename, filesize, url, sha1, extension) VALUES (-1, $1, $2, $3, $4, $5) ON CONFLICT (sha1) DO UPDATE SET url = $3 RETURNING id`,
    basename(file), content.length, `/uploads/default/original/${sha1}.${extension}`, sha1, extension);
  return String(row?.id);
}
