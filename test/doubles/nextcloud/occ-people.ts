import type { Call } from '../kit/call.ts';
import { type Desk, fail, type Handler, option } from './desk.ts';

const setEnabled = (enabled: boolean): Handler => async (call, { store, print }) => {
  const [user = ''] = call.words;
  if (!(await store.userExists(user))) return fail('User does not exist');
  await store.setPreference(user, 'core', 'enabled', String(enabled));
  print(`The specified user is ${enabled ? 'enabled' : 'disabled'}`);
  return undefined;
};

const inGroup = (change: (desk: Desk, user: string, group: string) => Promise<void>): Handler => async (call, desk) => {
  const [group = '', user = ''] = call.words;
  if ((await desk.store.database.one('SELECT gid FROM oc_groups WHERE gid = $1', group)) === undefined) return fail('group not found');
  if (!(await desk.store.userExists(user))) return fail('user not found');
  await change(desk, user, group);
  return undefined;
};

function show(call: Call, { print }: Desk, value: Readonly<Record<string, unknown>>): void {
  if (option(call, 'output')?.startsWith('json')) return print(JSON.stringify(value));
  for (const [key, inner] of Object.entries(value)) print(`  - ${key}: ${String(inner)}`);
}

const page = (call: Call): [number, number] => [Number(option(call, 'limit') ?? 500), Number(option(call, 'offset') ?? 0)];

const users: Handler = async (call, desk) => {
  const rows = await desk.store.database.all<{ uid: string; name: string | null }>(
    'SELECT uid, displayname AS name FROM oc_users UNION SELECT user_id, display_name FROM oc_user_oidc ORDER BY 1 LIMIT $1 OFFSET $2', ...page(call));
  show(call, desk, Object.fromEntries(rows.map(({ uid, name }) => [uid, name ?? uid])));
};

const groups: Handler = async (call, desk) => {
  const rows = await desk.store.database.all<{ gid: string; members: string[] }>(
    `SELECT g.gid, array_remove(array_agg(m.uid ORDER BY m.uid), NULL) AS members FROM oc_groups g LEFT JOIN oc_group_user m ON m.gid = g.gid GROUP BY g.gid ORDER BY g.gid LIMIT $1 OFFSET $2`, ...page(call));
  show(call, desk, Object.fromEntries(rows.map(({ gid, members }) => [gid, members])));
};

const report: Handler = async (call, desk) => {
  const count = async (sql: string) => Number((await desk.store.database.one<{ count: string }>(sql))?.count ?? 0);
  show(call, desk, { Database: await count('SELECT count(*) FROM oc_users'), user_oidc: await count('SELECT count(*) FROM oc_user_oidc') });
};

export const peopleCommands: Readonly<Record<string, Handler>> = {
  'user:enable': setEnabled(true),
  'user:disable': setEnabled(false),
  'user:list': users,
  'user:report': report,
  'group:list': groups,
  'group:adduser': inGroup(({ store }, user, group) => store.addToGroup(user, group)),
  'group:removeuser': inGroup(({ store }, user, group) => store.removeFromGroup(user, group)),
};
