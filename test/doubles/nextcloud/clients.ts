import { createHash, randomBytes } from 'node:crypto';
import { html } from 'hono/html';
import type { Web } from './app.ts';
import { requestToken } from './sessions.ts';

interface Grant {
  readonly pollToken: string;
  granted?: { readonly loginName: string; readonly appPassword: string };
}

const random = (): string => randomBytes(32).toString('hex');

/** How a client on a phone or a desk gets an app password: it opens the browser, where its person signs in and grants, and asks until then. */
export function clientRoutes(app: Web): void {
  /** Token in the browser's address -> what was asked for. */
  const grants = new Map<string, Grant>();
  const own = (host: string | undefined) => `https://${host ?? ''}`;

  app.post('/index.php/login/v2', (c) => {
    const [flow, pollToken] = [random(), random()];
    grants.set(flow, { pollToken });
    const host = own(c.req.header('host'));
    return c.json({ poll: { token: pollToken, endpoint: `${host}/login/v2/poll` }, login: `${host}/login/v2/flow/${flow}` });
  });
  app.get('/login/v2/flow/:flow', async (c) => {
    const { session, words, show } = c.get('visit');
    if (!grants.has(c.req.param('flow'))) return show(403, words.refused, html``);
    if (!session) return c.redirect('/login');
    return show(200, words.grant, html`<form method="post"><input type="hidden" name="requesttoken" value="${requestToken(session)}"><button id="grant">${words.grant}</button></form>`);
  });
  app.post('/login/v2/flow/:flow', async (c) => {
    const { session, store, words, show } = c.get('visit');
    const grant = grants.get(c.req.param('flow'));
    if (!session || !grant || (await c.req.formData()).get('requesttoken') !== requestToken(session)) return show(403, words.refused, html``);
    const appPassword = random();
    await store.database.all('INSERT INTO oc_authtoken (uid, login_name, name, token, type) VALUES ($1, $1, $2, $3, 1)', session.user, 'client', createHash('sha256').update(appPassword).digest('hex'));
    grant.granted = { loginName: session.user, appPassword };
    return show(200, words.granted, html`<p id="granted"></p>`);
  });
  app.post('/login/v2/poll', async (c) => {
    const token = (await c.req.formData()).get('token');
    const [flow, grant] = [...grants].find(([, { pollToken }]) => pollToken === token) ?? [];
    if (flow === undefined || grant?.granted === undefined) return c.json([], 404);
    grants.delete(flow);
    return c.json({ server: own(c.req.header('host')), ...grant.granted });
  });
}
