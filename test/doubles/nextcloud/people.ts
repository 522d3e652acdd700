import { html } from 'hono/html';
import type { Web } from './app.ts';
import { requestToken } from './sessions.ts';

/** The page of who is signed in, and the way to it. */
export function people(app: Web): void {
  app.get('/', (c) => c.redirect(c.get('visit').session ? '/apps/files/' : '/login'));
  app.get('/apps/files/', async (c) => {
    const { session, store, words, show } = c.get('visit');
    if (!session) return c.redirect('/login');
    const { user } = session;
    const groups = await store.groupsOf(user);
    const name = await store.database.one<{ name: string }>('SELECT display_name AS name FROM oc_user_oidc WHERE user_id = $1 UNION ALL SELECT displayname FROM oc_users WHERE uid = $1', user);
    const quota = (await store.preference(user, 'files', 'quota')) ?? (await store.appValue('files', 'default_quota'));
    const admin = groups.includes('admin');
    return show(200, words.files, html`<p id="account" data-user="${user}">${words.signedIn(name?.name ?? user)}</p>
<dl>
<dt>${words.role}</dt><dd id="role" data-administrator="${String(admin)}">${admin ? words.administrator : words.member}</dd>
<dt>${words.groups}</dt><dd id="groups">${groups.map((group) => html`<code>${group}</code> `)}</dd>
<dt>${words.email}</dt><dd id="email">${(await store.preference(user, 'settings', 'email')) ?? ''}</dd>
<dt>${words.quota}</dt><dd id="quota">${quota ?? ''}</dd>
</dl>
<p><a id="logout" href="/logout?requesttoken=${requestToken(session)}">${words.logout}</a></p>`);
  });
}
