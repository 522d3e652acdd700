import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { isPassword } from '../kit/password.ts';
import { isPrivate } from '../kit/reach.ts';
import { checkRedirect } from '../kit/redirects.ts';
import { type Pending, SignOn } from '../kit/sign-on.ts';
import { NotAdmitted, PROVIDER, signedOn } from './accounts.ts';
import type { Visit, Web, WebContext } from './app.ts';
import { signsOnAtOnce } from './forum.ts';
import { ownAddress, trustAuthorities } from './place.ts';
import { closeSession, COOKIE, openSession } from './sessions.ts';

const PENDING = '_forum_oidc';
/** What comes back from the identity server is matched with what left, once. */
const pending = new Map<string, Pending>();

const SECURE = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax' } as const;

export function signInRoutes(app: Web): void {
  app.get('/login', async (c) => {
    const visit = c.get('visit');
    if (visit.user) return c.redirect('/');
    return signsOnAtOnce(visit) ? c.redirect('/auth/oidc') : loginPage(visit, 200);
  });
  app.get('/auth/oidc', (c) => (signsOnAtOnce(c.get('visit')) ? begin(c) : loginPage(c.get('visit'), 200)));
  app.post('/auth/oidc', async (c) => ((await hasToken(c)) ? begin(c) : refused(c.get('visit'), 'CSRF')));
  app.get('/auth/oidc/callback', complete);
  app.post('/session', localLogin);
  app.delete('/session/:username', logout);
  app.get('/u/admin-login', (c) => {
    const { words, show } = c.get('visit');
    return show(200, words.adminLogin, html`<form method="post" action="/u/admin-login"><label>${words.email} <input name="email" type="email"></label></form>`);
  });
}

function loginPage({ settings, words, csrf, show }: Visit, status: 200 | 403, error?: string): Promise<Response> {
  const provider = html`<form method="post" action="/auth/oidc"><input type="hidden" name="authenticity_token" value="${csrf}"><button id="provider">${words.with}</button></form>`;
  const local = html`<form method="post" action="/session"><input type="hidden" name="authenticity_token" value="${csrf}">
<label>${words.user} <input id="user" name="login"></label> <label>${words.password} <input id="password" name="password" type="password"></label> <button id="submit">${words.login}</button></form>`;
  return show(status, words.login, html`${error ? html`<p id="error">${error}</p>` : ''}${settings.isOn('openid_connect_enabled') ? provider : ''}${settings.isOn('enable_local_logins') ? local : ''}`);
}

const refused = ({ words, show }: Visit, why: string): Promise<Response> => show(403, words.refused, html`<p id="error">${why}</p>`);

async function hasToken(c: WebContext): Promise<boolean> {
  const given = c.req.header('x-csrf-token') ?? (c.req.method === 'POST' ? (await c.req.formData()).get('authenticity_token') : undefined);
  return given === getCookie(c, '_forum_csrf') && given !== undefined && given !== null;
}

/** @throws when the identity server is where calls may not go. */
async function signOnOf({ settings, place }: Visit): Promise<SignOn> {
  const discovery = settings.text('openid_connect_discovery_document');
  const { hostname } = new URL(discovery);
  const allowed = settings.text('allowed_internal_hosts').split('|').includes(hostname);
  if (!allowed && (await isPrivate(hostname))) throw new Error(`FinalDestination: all resolved IPs of ${hostname} were disallowed`);
  trustAuthorities(place);
  return new SignOn({
    discovery, clientId: settings.text('openid_connect_client_id'), clientSecret: settings.text('openid_connect_client_secret'),
    scope: settings.text('openid_connect_authorize_scope'), pkce: settings.isOn('openid_connect_use_pkce'), userInfo: true,
  });
}

async function begin(c: WebContext): Promise<Response> {
  const visit = c.get('visit');
  const { settings, place, words, show } = visit;
  if (!settings.isOn('openid_connect_enabled')) return show(404, words.notFound, html``);
  const own = ownAddress(place);
  const redirect = checkRedirect(place.contract, 'redirect', own, `${own}/auth/oidc/callback`);
  try {
    const { address, pending: flow } = await (await signOnOf(visit)).begin(redirect);
    pending.set(flow.state, flow);
    setCookie(c, PENDING, flow.state, { ...SECURE, maxAge: 600 });
    return c.redirect(address.href);
  } catch (error) {
    console.error(error);
    return show(500, words.failed, html`<p id="error">openid_connect_discovery_error</p>`);
  }
}

async function complete(c: WebContext): Promise<Response> {
  const visit = c.get('visit');
  const state = getCookie(c, PENDING) ?? '';
  const flow = pending.get(state);
  pending.delete(state);
  deleteCookie(c, PENDING, SECURE);
  if (!flow) return refused(visit, 'csrf_detected');
  try {
    const { pathname, search } = new URL(c.req.url);
    const person = await (await signOnOf(visit)).complete(new URL(`${ownAddress(visit.place)}${pathname}${search}`), flow);
    const user = await signedOn(visit.database, visit.settings, person);
    if ((await visit.database.one('SELECT id FROM users WHERE id = $1 AND active AND approved', user)) === undefined) return await refused(visit, 'the account awaits approval');
    setCookie(c, COOKIE, await openSession(visit.database, user), SECURE);
    return c.redirect('/');
  } catch (error) {
    if (!(error instanceof NotAdmitted)) console.error(error);
    return refused(visit, error instanceof Error ? error.message : '');
  }
}

async function localLogin(c: WebContext): Promise<Response> {
  const visit = c.get('visit');
  if (!visit.settings.isOn('enable_local_logins') || !(await hasToken(c))) return refused(visit, 'local logins are off');
  const form = await c.req.formData();
  const row = await visit.database.one<{ id: number; password_hash: string | null }>('SELECT id, password_hash FROM users WHERE username_lower = lower($1) AND active AND approved', String(form.get('login')));
  if (!row || !isPassword(String(form.get('password')), row.password_hash ?? '')) return loginPage(visit, 403, visit.words.wrong);
  setCookie(c, COOKIE, await openSession(visit.database, row.id), SECURE);
  return c.redirect('/');
}

/** Ends the session here; the answer says where the browser ends it at the identity server. */
async function logout(c: WebContext): Promise<Response> {
  const visit = c.get('visit');
  const { database, settings, user, place } = visit;
  if (!user || user.username !== c.req.param('username') || !(await hasToken(c))) return c.json({ errors: ['not allowed'] }, 403);
  await closeSession(database, getCookie(c, COOKIE) ?? '');
  deleteCookie(c, COOKIE, SECURE);
  const kept = await database.one<{ token: string | null }>(`SELECT extra ->> 'id_token' AS token FROM user_associated_accounts WHERE provider_name = $1 AND user_id = $2`, PROVIDER, user.id);
  if (!kept?.token || !settings.isOn('openid_connect_rp_initiated_logout')) return c.json({ redirect_url: null });
  const after = checkRedirect(place.contract, 'post-logout', ownAddress(place), settings.text('openid_connect_rp_initiated_logout_redirect'));
  return c.json({ redirect_url: (await (await signOnOf(visit)).logoutAddress(kept.token, after)).href });
}
