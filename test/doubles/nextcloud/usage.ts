import type { Web } from './app.ts';

const DAY = 86_400;

/** Counts for whoever has the token; client sign-in is the browser's affair and is only begun here. */
export function usageRoutes(app: Web): void {
  app.get('/ocs/v2.php/apps/serverinfo/api/v1/info', async (c) => {
    const { store } = c.get('visit');
    const token = await store.appValue('serverinfo', 'token');
    if (!token || c.req.header('nc-token') !== token) return c.json({ ocs: { meta: { status: 'failure', statuscode: 997 }, data: [] } }, 401);
    const count = async (sql: string, ...values: unknown[]) => Number((await store.database.one<{ count: string }>(sql, ...values))?.count ?? 0);
    const active = (seconds: number) =>
      count(`SELECT count(*) FROM oc_preferences WHERE appid = 'login' AND configkey = 'lastLogin' AND configvalue::bigint >= $1`, Math.floor(Date.now() / 1000) - seconds);
    const storage = { num_users: await count('SELECT (SELECT count(*) FROM oc_users) + (SELECT count(*) FROM oc_user_oidc) AS count'), num_files: await count('SELECT count(*) FROM oc_filecache') };
    const activeUsers = { last5minutes: await active(300), last1hour: await active(3600), last24hours: await active(DAY), last7days: await active(7 * DAY), last1month: await active(30 * DAY) };
    return c.json({ ocs: { meta: { status: 'ok', statuscode: 200 }, data: { nextcloud: { storage }, activeUsers } } });
  });
}
