import { createHash, randomBytes } from 'node:crypto';
import type { Database } from '../kit/database.ts';

/** Cookie of the browser's session. */
export const COOKIE = '_t';

export interface User extends Record<string, unknown> {
  readonly id: number;
  readonly username: string;
  readonly name: string | null;
  readonly admin: boolean;
  readonly moderator: boolean;
}

const hashed = (token: string): string => createHash('sha256').update(token).digest('base64url');
const NOW = `now() AT TIME ZONE 'utc'`;

export async function openSession(database: Database, user: number): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  await database.all(`INSERT INTO user_auth_tokens (user_id, auth_token, rotated_at) VALUES ($1, $2, ${NOW})`, user, hashed(token));
  return token;
}

/** Looked up at each request: who lost the session, the account or a role in between has lost it here. */
export async function userOf(database: Database, token: string | undefined): Promise<User | undefined> {
  if (token === undefined) return undefined;
  return database.one<User>(
    `UPDATE users SET last_seen_at = ${NOW} FROM user_auth_tokens AS t
     WHERE t.user_id = users.id AND t.auth_token = $1 AND users.active AND (users.suspended_till IS NULL OR users.suspended_till < ${NOW})
     RETURNING users.id, username, name, admin, moderator`, hashed(token));
}

export async function closeSession(database: Database, token: string): Promise<void> {
  await database.all('DELETE FROM user_auth_tokens WHERE auth_token = $1', hashed(token));
}
