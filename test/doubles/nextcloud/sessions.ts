import { createHash, randomBytes } from 'node:crypto';
import type { Store } from './store.ts';

/** Cookie of the browser's session. */
export const COOKIE = 'nc_session_id';

const hashed = (token: string): string => createHash('sha256').update(token).digest('hex');
const now = (): number => Math.floor(Date.now() / 1000);

export interface Session {
  readonly user: string;
  readonly authtokenId: number;
  readonly tokenHash: string;
}

/** Opens a session and gives its cookie's value; a sign-in by the provider also leaves what ends it from there. */
export async function openSession(store: Store, user: string, signOn?: { sid: string; sub: string; iss: string; idToken: string }): Promise<string> {
  const token = randomBytes(32).toString('base64url');
  const row = await store.database.one<{ id: string }>(
    'INSERT INTO oc_authtoken (uid, login_name, name, token, last_activity) VALUES ($1, $1, $2, $3, $4) RETURNING id', user, 'browser', hashed(token), now());
  await store.setPreference(user, 'login', 'lastLogin', String(now()));
  if ((await store.preference(user, 'login', 'firstLogin')) === undefined) await store.setPreference(user, 'login', 'firstLogin', String(now()));
  if (signOn) {
    await store.database.all('DELETE FROM oc_user_oidc_sessions WHERE sid = $1', signOn.sid);
    await store.database.all(
      'INSERT INTO oc_user_oidc_sessions (sid, sub, iss, authtoken_id, nc_session_id, created_at, id_token, user_id) VALUES ($1, $2, $3, $4, $5, $6, $7, $8)',
      signOn.sid, signOn.sub, signOn.iss, Number(row?.id), hashed(token), now(), signOn.idToken, user);
  }
  return token;
}

/** The session of a cookie, unless it was ended or its account disabled. */
export async function sessionOf(store: Store, token: string | undefined): Promise<Session | undefined> {
  if (token === undefined) return undefined;
  const row = await store.database.one<{ id: string; uid: string }>('UPDATE oc_authtoken SET last_activity = $2 WHERE token = $1 AND type = 0 RETURNING id, uid', hashed(token), now());
  if (!row || (await store.preference(row.uid, 'core', 'enabled')) === 'false') return undefined;
  return { user: row.uid, authtokenId: Number(row.id), tokenHash: hashed(token) };
}

/** What a request that changes something must bring back. */
export const requestToken = ({ tokenHash }: Session): string => hashed(`request ${tokenHash}`).slice(0, 32);

/** Gives the ID token that the session began with, if the provider opened it. */
export async function closeSession(store: Store, session: Session): Promise<string | undefined> {
  await store.database.all('DELETE FROM oc_authtoken WHERE id = $1', session.authtokenId);
  return (await store.database.one<{ id_token: string }>('DELETE FROM oc_user_oidc_sessions WHERE authtoken_id = $1 RETURNING id_token', session.authtokenId))?.id_token;
}

/** Ends what a back-channel logout names: the session of its sid, or all of its sub and issuer. Gives how many. */
export async function endSessions(store: Store, issuer: string, { sid, sub }: { sid: string | undefined; sub: string | undefined }): Promise<number> {
  const found = sid === undefined
    ? await store.database.all<{ authtoken_id: number }>('DELETE FROM oc_user_oidc_sessions WHERE sub = $1 AND iss = $2 RETURNING authtoken_id', sub, issuer)
    : await store.database.all<{ authtoken_id: number }>('DELETE FROM oc_user_oidc_sessions WHERE sid = $1 RETURNING authtoken_id', sid);
  for (const { authtoken_id: id } of found) await store.database.all('DELETE FROM oc_authtoken WHERE id = $1', id);
  return found.length;
}
