import type { Context } from 'hono';
import { deleteCookie, getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { isPassword } from '../kit/password.ts';
import { checkRedirect } from '../kit/redirects.ts';
import { type Pending, SignOn } from '../kit/sign-on.ts';
import type { Visit, Web } from './app.ts';
import { requestSetting } from './place.ts';
import { NotAdmitted, provision } from './provisioning.ts';
import { type OidcProvider, providers } from './provider.ts';
import { closeSession, COOKIE, endSessions, openSession, requestToken } from './sessions.ts';
import { checkReach, trustImported } from './trust.ts';

const PENDING = 'nc_oidc_pending';
/** What comes back from the identity server is matched with what left, once. */
const pending = new Map<string, { readonly provider: number; readonly flow: Pending }>();

const SECURE = { path: '/', httpOnly: true, secure: true, sameSite: 'Lax' } as const;

export function signInRoutes(app: Web): void {
  app.get('/login', async (c) => {
    const visit = c.get('visit');
    const { store, words, session, show } = visit;
    if (session) return c.redirect('/');
    const all = (await store.isEnabled('user_oidc')) ? await providers(store) : [];
    const onlyThis = (await store.appValue('user_oidc', 'allow_multiple_user_backends')) === '0' && all.length === 1;
    if (onlyThis && c.req.query('direct') !== '1') return c.redirect(`/apps/user_oidc/login/${all[0]?.id}`);
    return show(200, words.login, html`${all.map(({ id, identifier }) => html`<p><a class="provider" href="/apps/user_oidc/login/${id}">${words.with(identifier)}</a></p>`)}${localForm(visit)}`);
  });
  app.post('/login', async (c) => {
    const visit = c.get('visit');
    const form = await c.req.formData();
    const user = String(form.get('user'));
    const row = await visit.store.database.one<{ password: string }>('SELECT password FROM oc_users WHERE uid = $1', user);
    const enabled = (await visit.store.preference(user, 'core', 'enabled')) !== 'false';
    if (!row || !enabled || !isPassword(String(form.get('password')), row.password)) return visit.show(403, visit.words.login, html`<p id="error">${visit.words.wrong}</p>${localForm(visit)}`);
    setCookie(c, COOKIE, await openSession(visit.store, user), SECURE);
    return c.redirect('/');
  });
  app.get('/apps/user_oidc/login/:id{[0-9]+}', begin);
  for (const prefix of ['', '/index.php']) app.get(`${prefix}/apps/user_oidc/code`, complete);
  app.get('/logout', (c) => {
    const { session, words, show } = c.get('visit');
    if (session && c.req.query('requesttoken') !== requestToken(session)) return show(412, words.refused, html`<p id="error">CSRF check failed</p>`);
    return logout(c);
  });
  app.get('/apps/user_oidc/sls', logout);
  for (const prefix of ['', '/index.php']) app.post(`${prefix}/apps/user_oidc/backchannel-logout/:identifier`, backchannel);
}

const localForm = ({ words }: Visit) => html`<form method="post" action="/login?direct=1"><h2>${words.localLogin}</h2>
<label>${words.user} <input name="user" id="user" autocomplete="username"></label> <label>${words.password} <input name="password" id="password" type="password"></label>
<button id="submit">${words.login}</button></form>`;

type WebContext = Context<{ Variables: { visit: Visit } }>;

const ownAddress = (c: WebContext): string => `https://${c.req.header('host') ?? ''}`;

/** As the edge says it, or as the settings force it. */
function isSecure(c: WebContext): boolean {
  const { place, system } = c.get('visit');
  return (requestSetting(place, system, 'OVERWRITEPROTOCOL', 'overwriteprotocol') || c.req.header('x-forwarded-proto')) === 'https';
}

/** Ready to be asked: what the installation trusts and may reach is as it is at this moment. */
async function signOnOf({ system }: Visit, provider: OidcProvider): Promise<SignOn> {
  trustImported(system);
  await checkReach(system, provider.discovery);
  const settings = (system['user_oidc'] ?? {}) as { use_pkce?: boolean; enrich_login_id_token_with_userinfo?: boolean };
  const { clientId, clientSecret, scope, discovery } = provider;
  return new SignOn({ discovery, clientId, clientSecret, scope, pkce: settings.use_pkce !== false, userInfo: settings.enrich_login_id_token_with_userinfo === true });
}

async function begin(c: WebContext): Promise<Response> {
  const visit = c.get('visit');
  const { store, words, show, place } = visit;
  if (!isSecure(c)) return show(404, words.failed, html`<p>https</p>`);
  const provider = (await store.isEnabled('user_oidc')) ? (await providers(store)).find(({ id }) => String(id) === c.req.param('id')) : undefined;
  if (!provider) return show(404, words.notFound, html``);
  const redirect = checkRedirect(place.contract, 'redirect', ownAddress(c), `${ownAddress(c)}/apps/user_oidc/code`);
  try {
    const { address, pending: flow } = await (await signOnOf(visit, provider)).begin(redirect);
    pending.set(flow.state, { provider: provider.id, flow });
    setCookie(c, PENDING, flow.state, { ...SECURE, maxAge: 600 });
    return c.redirect(address.href);
  } catch (error) {
    console.error(error);
    return show(404, words.failed, html`<p id="error">Could not reach the OpenID Connect provider.</p>`);
  }
}

async function complete(c: WebContext): Promise<Response> {
  const visit = c.get('visit');
  const { store, system, words, show } = visit;
  const state = getCookie(c, PENDING) ?? '';
  const waiting = pending.get(state);
  pending.delete(state);
  deleteCookie(c, PENDING, SECURE);
  const provider = (await providers(store)).find(({ id }) => id === waiting?.provider);
  if (!waiting || !provider) return show(403, words.refused, html`<p id="error">state</p>`);
  try {
    const back = new URL(c.req.url);
    const person = await (await signOnOf(visit, provider)).complete(new URL(`${ownAddress(c)}${back.pathname}${back.search}`), waiting.flow);
    const user = await provision(store, system, provider, person);
    const sid = person.sid ?? person.idToken.slice(-64);
    setCookie(c, COOKIE, await openSession(store, user, { sid, sub: String(person.claims['sub']), iss: person.issuer, idToken: person.idToken }), SECURE);
    return c.redirect('/');
  } catch (error) {
    if (!(error instanceof NotAdmitted)) console.error(error);
    return show(403, words.refused, html`<p id="error">${error instanceof Error ? error.message : ''}</p>`);
  }
}

/** Ends the session here, then at the identity server, unless single logout is off or the session did not come from there. */
async function logout(c: WebContext): Promise<Response> {
  const visit = c.get('visit');
  const { session, store, system, place } = visit;
  const idToken = session && (await closeSession(store, session));
  deleteCookie(c, COOKIE, SECURE);
  const [provider] = await providers(store);
  const single = (system['user_oidc'] as { single_logout?: boolean } | undefined)?.single_logout !== false;
  if (!provider || idToken === undefined || !single) return c.redirect('/login?direct=1');
  const after = checkRedirect(place.contract, 'post-logout', ownAddress(c), provider.postLogoutUri ?? `${ownAddress(c)}/`);
  const hint = provider.setting('send-id-token-hint') === '1' ? idToken : undefined;
  return c.redirect((await (await signOnOf(visit, provider)).logoutAddress(hint, after)).href);
}

/** Also answers 200 when there was nothing to end. */
async function backchannel(c: WebContext): Promise<Response> {
  const visit = c.get('visit');
  const provider = (await providers(visit.store)).find(({ identifier }) => identifier === c.req.param('identifier'));
  if (!provider) return c.json({ error: 'unknown_provider', error_description: 'no such provider' }, 400);
  try {
    const { issuer, ...whom } = await (await signOnOf(visit, provider)).endedBy(String((await c.req.formData()).get('logout_token')));
    await endSessions(visit.store, issuer, whom);
    return c.json([]);
  } catch (error) {
    console.error(error);
    return c.json({ error: 'invalid_token', error_description: 'the logout token does not stand' }, 400);
  }
}
