import { existsSync, readFileSync } from 'node:fs';
import { html, raw } from 'hono/html';
import { brandOf, type Visit, type Web } from './app.ts';
import { ownAddress } from './place.ts';

/** Home, what is known of who is signed in, and the site's public facts. */
export function forum(app: Web): void {
  app.get('/', async (c) => {
    const visit = c.get('visit');
    const { database, settings, user, words, show } = visit;
    if (!(await hasAdministrator(visit))) return show(200, words.installer, html`<p id="installer"></p>`);
    if (!user && settings.isOn('login_required')) return c.redirect(signsOnAtOnce(visit) ? '/auth/oidc' : '/login');
    const topics = Number((await database.one<{ count: string }>(`SELECT count(*) FROM topics WHERE deleted_at IS NULL AND archetype = 'regular'`))?.count ?? 0);
    return show(200, words.home, html`<p>${words.topics(topics)}</p>${user ? await account(visit) : html`<p><a id="login" href="/login">${words.login}</a></p>`}`);
  });
  app.get('/session/current.json', (c) => {
    const { user } = c.get('visit');
    return user ? c.json({ current_user: { id: user.id, username: user.username, name: user.name, admin: user.admin, moderator: user.moderator === true } }) : c.body(null, 404);
  });
  app.get('/session/csrf.json', (c) => c.json({ csrf: c.get('visit').csrf }));
  app.get('/site/basic-info.json', async (c) => {
    const { place, database, settings, words } = c.get('visit');
    const { name, slogan, logo, favicon } = await brandOf(database, settings, words);
    const absolute = (address: string | undefined): string => (address === undefined ? '' : `${ownAddress(place)}${address}`);
    return c.json({ title: name, description: slogan ?? '', logo_url: absolute(logo), favicon_url: absolute(favicon), header_background_color: 'ffffff' });
  });
  app.get('/user-api-key/new', async (c) => {
    c.header('Auth-Api-Version', '4');
    const { user, words, show } = c.get('visit');
    if (c.req.method === 'HEAD') return c.body(null, 200);
    return user ? show(200, words.key, html``) : c.redirect('/login');
  });
  app.get('/uploads/default/original/:file{[0-9a-f]{40}\\.[a-z]+}', (c) => {
    const file = `/shared/uploads/default/original/${c.req.param('file')}`;
    if (!existsSync(file)) return c.notFound();
    return c.body(readFileSync(file), 200, { 'content-type': `image/${file.split('.').at(-1)}` });
  });
}

const hasAdministrator = async ({ database }: Visit): Promise<boolean> => (await database.one('SELECT id FROM users WHERE admin AND id > 0')) !== undefined;

/** Straight to the identity server: login required, no local login, and that one provider. */
export const signsOnAtOnce = ({ settings }: Visit): boolean =>
  settings.isOn('auth_immediately') && settings.isOn('login_required') && !settings.isOn('enable_local_logins') && settings.isOn('openid_connect_enabled');

async function account({ database, user, words, csrf }: Visit): Promise<ReturnType<typeof html>> {
  const groups = await database.all<{ name: string }>('SELECT g.name FROM associated_groups g JOIN user_associated_groups m ON m.associated_group_id = g.id WHERE m.user_id = $1 ORDER BY 1', user?.id);
  const role = user?.admin ? words.administrator : user?.moderator ? words.moderator : words.member;
  return html`<p id="account" data-user="${user?.username}">${words.signedIn(user?.name || (user?.username ?? ''))}</p>
<dl>
<dt>${words.role}</dt><dd id="role" data-administrator="${String(user?.admin === true)}">${role}</dd>
<dt>${words.groups}</dt><dd id="groups">${groups.map(({ name }) => html`<code>${name}</code> `)}</dd>
</dl>
<button id="logout" data-user="${user?.username}" data-csrf="${csrf}">${words.logout}</button>
<script>${raw(LOGOUT)}</script>`;
}

/** Upstream's page does the same: the answer says where to go on. */
const LOGOUT = `document.getElementById('logout').addEventListener('click', async ({ target }) => {
  const answer = await fetch('/session/' + encodeURIComponent(target.dataset.user), { method: 'DELETE', headers: { 'X-CSRF-Token': target.dataset.csrf } });
  location.href = (await answer.json()).redirect_url || '/';
});`;
