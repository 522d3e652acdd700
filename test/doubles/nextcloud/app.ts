import { readFileSync } from 'node:fs';
import { type Context, Hono } from 'hono';
import { getCookie } from 'hono/cookie';
import { html } from 'hono/html';
import { askCache } from '../kit/cache.ts';
import { type Brand, type Language, page } from '../kit/page.ts';
import { clientRoutes } from './clients.ts';
import { statusOf } from './occ-maintenance.ts';
import { imageFile, IMAGES } from './occ-theming.ts';
import { ocsRoutes } from './ocs.ts';
import { openDatabase, type Place, readSystem, requestSetting, type System } from './place.ts';
import { people } from './people.ts';
import { COOKIE, requestToken, type Session, sessionOf } from './sessions.ts';
import { signInRoutes } from './sign-in.ts';
import { Store } from './store.ts';
import { WORDS } from './words.ts';

export const NAME = 'Nextcloud';

/** What every route knows of its request. */
export interface Visit {
  readonly place: Place;
  readonly system: System;
  readonly store: Store;
  readonly words: (typeof WORDS)[Language];
  readonly session: Session | undefined;
  show(status: 200 | 400 | 403 | 404 | 412 | 500 | 503, title: string, body: ReturnType<typeof html>): Promise<Response>;
}
export type Web = Hono<{ Variables: { visit: Visit } }>;

/** The whole web side. `open`: the installation's database; it is asked for only once there is an installation. */
export function createApp(place: Place, open: (system: System) => Store = onceOpened()): Web {
  const app: Web = new Hono();
  app.get('/status.php', (c) => {
    const system = readSystem(place);
    if (!isTrusted(place, system, hostOf(c))) return c.json({ error: 'Trusted domain error.', code: 15 }, 400);
    return c.json(statusOf(place, system));
  });
  app.use(async (c, next) => {
    const system = readSystem(place);
    const words = WORDS[languageOf(system)];
    if (system['installed'] !== true) return bare(system, 503, words.absent);
    if (!isTrusted(place, system, hostOf(c))) return bare(system, 400, words.untrusted);
    if (system['maintenance'] === true) return bare(system, 503, words.maintenance);
    await checkCache(system);
    const store = open(system);
    const session = await sessionOf(store, getCookie(c, COOKIE));
    const show: Visit['show'] = async (status, title, body) => answer(status, await page(NAME, languageOf(system), await brandOf(store, words), title, body, session && requestToken(session)));
    c.set('visit', { place, system, store, words, session, show });
    return next();
  });
  signInRoutes(app);
  people(app);
  ocsRoutes(app);
  clientRoutes(app);
  app.get('/apps/theming/image/:key', async (c) => {
    const { system, store } = c.get('visit');
    const key = IMAGES.find((each) => each === c.req.param('key'));
    const type = key === undefined ? undefined : await store.appValue('theming', `${key}Mime`);
    if (key === undefined || type === undefined) return c.notFound();
    return new Response(readFileSync(imageFile(system, key)), { headers: { 'content-type': type } });
  });
  app.notFound((c) => {
    const { show, words } = c.get('visit');
    return show(404, words.notFound, html``);
  });
  app.onError((error) => {
    console.error(error);
    const system = readSystem(place);
    // The database may be what failed.
    return bare(system, 500, WORDS[languageOf(system)].failed);
  });
  return app;
}

/** One pool for the whole life of the server. */
function onceOpened(): (system: System) => Store {
  let store: Store | undefined;
  return (system) => (store ??= new Store(openDatabase(system)));
}

const answer = (status: number, content: string): Response => new Response(content, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });

/** A page that must do without the database. */
const bare = async (system: System, status: number, title: string): Promise<Response> => answer(status, await page(NAME, languageOf(system), { name: NAME, links: {} }, title, html``));

const hostOf = (c: Context): string => c.req.header('host') ?? '';

const languageOf = (system: System): Language => (String(system['default_language'] ?? 'en').startsWith('fr') ? 'fr' : 'en');

/** Loopback always; any host once overwritehost is set; else the list, with `*` for any part. */
function isTrusted(place: Place, system: System, host: string): boolean {
  const name = host.replace(/:\d+$/, '');
  if (system['installed'] !== true || ['127.0.0.1', 'localhost', '[::1]'].includes(name) || requestSetting(place, system, 'OVERWRITEHOST', 'overwritehost') !== '') return true;
  const trusted = (system['trusted_domains'] ?? []) as readonly string[];
  return trusted.some((domain) => domain === host || new RegExp(`^${domain.split('*').map((part) => part.replace(/[.[\]:]/g, '\\$&')).join('[-.a-zA-Z0-9]*')}$`, 'i').test(name));
}

/** Locks are kept there: without it upstream answers no page. */
async function checkCache({ redis }: System): Promise<void> {
  const { host, port } = (redis ?? {}) as { host?: string; port?: number };
  if (host !== undefined) await askCache({ host, port: port ?? 6379 }, [['PING']]);
}

/** What the organization's theme says. */
export async function brandOf(store: Store, words: (typeof WORDS)[Language]): Promise<Brand> {
  const rows = await store.database.all<{ configkey: string; configvalue: string }>(`SELECT configkey, configvalue FROM oc_appconfig WHERE appid = 'theming'`);
  const values = Object.fromEntries(rows.map(({ configkey, configvalue }) => [configkey, configvalue]));
  return {
    name: values['name'] ?? NAME,
    slogan: values['slogan'],
    colour: values['primary_color'],
    logo: values['logoMime'] && '/apps/theming/image/logo',
    favicon: values['faviconMime'] && '/apps/theming/image/favicon',
    links: { ...(values['imprintUrl'] && { [words.legal]: values['imprintUrl'] }), ...(values['privacyUrl'] && { [words.privacy]: values['privacyUrl'] }) },
  };
}
