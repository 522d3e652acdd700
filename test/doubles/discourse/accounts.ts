import type { Database } from '../kit/database.ts';
import type { Person } from '../kit/sign-on.ts';
import type { SiteSettings } from './site-settings.ts';

export const PROVIDER = 'oidc';

/** Why who signed in at the provider is not let in. */
export class NotAdmitted extends Error {}

const NOW = `now() AT TIME ZONE 'utc'`;
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

/** Makes or finds the account of who signed in and writes what the claims say of it; gives its id. @throws NotAdmitted */
export async function signedOn(database: Database, settings: SiteSettings, person: Person): Promise<number> {
  const { claims } = person;
  const sub = textOf(claims['sub']);
  // A claim that is absent counts as true in this line of versions.
  const verified = claims['email_verified'] !== false;
  const known = await database.one<{ user_id: number }>('SELECT user_id FROM user_associated_accounts WHERE provider_name = $1 AND provider_uid = $2', PROVIDER, sub);
  const user = known?.user_id ?? (await byEmail(database, settings, claims, verified)) ?? (await register(database, settings, claims, verified));
  await database.all(
    `INSERT INTO user_associated_accounts (provider_name, provider_uid, user_id, last_used, info, extra) VALUES ($1, $2, $3, ${NOW}, $4, $5)
     ON CONFLICT (provider_name, provider_uid) DO UPDATE SET user_id = $3, last_used = ${NOW}, info = $4, extra = $5`,
    PROVIDER, sub, user, JSON.stringify({ name: claims['name'], email: claims['email'], nickname: claims['preferred_username'] }), JSON.stringify({ raw_info: claims, id_token: person.idToken }));
  if (settings.isOn('auth_overrides_name')) await database.all('UPDATE users SET name = $2 WHERE id = $1', user, textOf(claims['name']));
  if (settings.isOn('openid_connect_overrides_email') && verified && claims['email']) await database.all('UPDATE user_emails SET email = $2 WHERE user_id = $1', user, claims['email']);
  const claim = settings.text('openid_connect_groups_claim');
  if (claim !== '') await associate(database, user, claims[claim]);
  return user;
}

async function byEmail(database: Database, settings: SiteSettings, claims: Person['claims'], verified: boolean): Promise<number | undefined> {
  if (!settings.isOn('openid_connect_match_by_email') || !verified) return undefined;
  return (await database.one<{ user_id: number }>('SELECT user_id FROM user_emails WHERE lower(email) = lower($1)', claims['email']))?.user_id;
}

async function register(database: Database, settings: SiteSettings, claims: Person['claims'], verified: boolean): Promise<number> {
  const email = textOf(claims['email']);
  if (!settings.isOn('allow_new_registrations') || settings.isOn('invite_only')) throw new NotAdmitted('new accounts are not allowed');
  if (email === '') throw new NotAdmitted('the provider gave no address');
  if (!verified) throw new NotAdmitted('the address must be confirmed by mail');
  if (await database.one('SELECT 1 AS taken FROM user_emails WHERE lower(email) = lower($1)', email)) throw new NotAdmitted('the address belongs to another account');
  const username = await freeName(database, textOf(claims['preferred_username']) || (email.split('@')[0] ?? ''));
  const row = await database.one<{ id: number }>(
    'INSERT INTO users (username, username_lower, name, active, approved) VALUES ($1, lower($1::varchar), $2, true, $3) RETURNING id', username, textOf(claims['name']), !settings.isOn('must_approve_users'));
  await database.all('INSERT INTO user_emails (user_id, email) VALUES ($1, $2)', row?.id, email);
  return row?.id ?? 0;
}

/** Letters, digits, `_`, `-` and `.`, at most 20; a number is added where the name is taken. */
async function freeName(database: Database, wanted: string): Promise<string> {
  const base = wanted.normalize('NFKD').replace(/[^\w.-]/g, '').slice(0, 18) || 'user';
  for (let number = 0; ; number++) {
    const name = number === 0 ? base : `${base}${number}`;
    if (!(await database.one('SELECT 1 AS taken FROM users WHERE username_lower = lower($1)', name))) return name;
  }
}

/** The person's associated groups become those of the claim; a claim that is absent empties them. */
async function associate(database: Database, user: number, claim: unknown): Promise<void> {
  const names = Array.isArray(claim) ? claim.filter((name) => typeof name === 'string') : [];
  await database.all(
    `INSERT INTO associated_groups (name, provider_name, provider_id) SELECT name, $1, name FROM unnest($2::text[]) AS name ON CONFLICT (provider_name, provider_id) DO UPDATE SET last_used = ${NOW}`, PROVIDER, names);
  await database.all(
    `DELETE FROM user_associated_groups AS m USING associated_groups AS g WHERE g.id = m.associated_group_id AND m.user_id = $1 AND g.provider_name = $2 AND g.provider_id <> ALL ($3::text[])`, user, PROVIDER, names);
  await database.all(
    `INSERT INTO user_associated_groups (user_id, associated_group_id) SELECT $1::integer, id FROM associated_groups WHERE provider_name = $2 AND provider_id = ANY ($3::text[]) ON CONFLICT DO NOTHING`, user, PROVIDER, names);
}
