import { brandOf, type Web } from './app.ts';

const DAY = 86_400;

/** The OCS interface as far as the entry and its suite call it: counts for whoever has the token, oneself, and the theme. */
export function ocsRoutes(app: Web): void {
  app.get('/ocs/v2.php/apps/serverinfo/api/v1/info', async (c) => {
    const { store } = c.get('visit');
    const token = await store.appValue('serverinfo', 'token');
    if (!token || c.req.header('nc-token') !== token) return c.json(ocs('failure', 997, []), 401);
    const count = async (sql: string, ...values: unknown[]) => Number((await store.database.one<{ count: string }>(sql, ...values))?.count ?? 0);
    const active = (seconds: number) =>
      count(`SELECT count(*) FROM oc_preferences WHERE appid = 'login' AND configkey = 'lastLogin' AND configvalue::bigint >= $1`, Math.floor(Date.now() / 1000) - seconds);
    const storage = { num_users: await count('SELECT (SELECT count(*) FROM oc_users) + (SELECT count(*) FROM oc_user_oidc) AS count'), num_files: await count('SELECT count(*) FROM oc_filecache') };
    const activeUsers = { last5minutes: await active(300), last1hour: await active(3600), last24hours: await active(DAY), last7days: await active(7 * DAY), last1month: await active(30 * DAY) };
    return c.json(ocs('ok', 200, { nextcloud: { storage }, activeUsers }));
  });
  app.get('/ocs/v2.php/cloud/user', async (c) => {
    const { store, session } = c.get('visit');
    if (!session || c.req.header('ocs-apirequest') !== 'true') return c.json(ocs('failure', 997, []), 401);
    const { user } = session;
    return c.json(ocs('ok', 200, { id: user, groups: await store.groupsOf(user), email: (await store.preference(user, 'settings', 'email')) ?? null, quota: { quota: await store.preference(user, 'files', 'quota') } }));
  });
  app.get('/ocs/v1.php/cloud/capabilities', async (c) => {
    const { store, words } = c.get('visit');
    const { name, slogan = '', colour = '', logo = '' } = await brandOf(store, words);
    return c.json(ocs('ok', 100, { version: {}, capabilities: { theming: { name, slogan, color: colour, logo } } }));
  });
}

const ocs = (status: 'ok' | 'failure', statuscode: number, data: object) => ({ ocs: { meta: { status, statuscode }, data } });
