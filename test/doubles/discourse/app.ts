import { randomBytes } from 'node:crypto';
import { type Context, Hono } from 'hono';
import { getCookie, setCookie } from 'hono/cookie';
import { html } from 'hono/html';
import type { Database } from '../kit/database.ts';
import { type Brand, type Language, page } from '../kit/page.ts';
import { forum } from './forum.ts';
import type { Place } from './place.ts';
import { COOKIE, type User, userOf } from './sessions.ts';
import { signInRoutes } from './sign-in.ts';
import { SiteSettings } from './site-settings.ts';
import { WORDS } from './words.ts';

export const NAME = 'Discourse';
const CSRF = '_forum_csrf';

/** What every route knows of its request. */
export interface Visit {
  readonly place: Place;
  readonly database: Database;
  readonly settings: SiteSettings;
  readonly words: (typeof WORDS)[Language];
  readonly user: User | undefined;
  /** What a changing request must bring back. */
  readonly csrf: string;
  show(status: 200 | 403 | 404 | 413 | 500, title: string, body: ReturnType<typeof html>): Promise<Response>;
}
export type Web = Hono<{ Variables: { visit: Visit } }>;
export type WebContext = Context<{ Variables: { visit: Visit } }>;

/** The whole web side. `limit`: bytes of the largest request. */
export function createApp(place: Place, database: Database, limit: number): Web {
  const app: Web = new Hono();
  app.get('/srv/status', (c) => c.text('ok'));
  app.use(async (c, next) => {
    const visit = await visitOf(c, place, database);
    c.set('visit', visit);
    if (limit > 0 && Number(c.req.header('content-length') ?? 0) > limit) return visit.show(413, visit.words.tooLarge, html``);
    return next();
  });
  signInRoutes(app);
  forum(app);
  app.notFound((c) => {
    const { show, words } = c.get('visit');
    return show(404, words.notFound, html``);
  });
  app.onError(async (error) => {
    console.error(error);
    // The database may be what failed.
    const language = place.settings.get('DISCOURSE_DEFAULT_LOCALE') === 'fr' ? 'fr' : 'en';
    return answer(500, await page(NAME, language, { name: NAME, links: {} }, WORDS[language].failed, html``));
  });
  return app;
}

async function visitOf(c: WebContext, place: Place, database: Database): Promise<Visit> {
  const settings = await SiteSettings.read(place, database);
  const language: Language = settings.text('default_locale') === 'fr' ? 'fr' : 'en';
  const words = WORDS[language];
  const csrf = getCookie(c, CSRF) ?? randomBytes(16).toString('base64url');
  setCookie(c, CSRF, csrf, { path: '/', httpOnly: true, secure: true, sameSite: 'Lax' });
  return {
    place, database, settings, words, csrf,
    user: await userOf(database, getCookie(c, COOKIE)),
    show: async (status, title, body) => {
      const brand = await brandOf(database, settings, words);
      return c.html(await page(NAME, language, brand, title, html`${palette(brand)}${body}`), status);
    },
  };
}

/** The palette as upstream's pages give it to their style sheets; `tertiary` is the colour of links and buttons. */
const palette = ({ colour = '#0088cc' }: Brand): ReturnType<typeof html> => html`<style>:root { --tertiary: ${colour} }</style>`;

const answer = (status: number, content: string): Response => new Response(content, { status, headers: { 'content-type': 'text/html; charset=utf-8' } });

/** What the settings say of the organization. */
export async function brandOf(database: Database, settings: SiteSettings, words: (typeof WORDS)[Language]): Promise<Brand> {
  const links = { [words.legal]: settings.text('tos_url'), [words.privacy]: settings.text('privacy_policy_url'), [words.contact]: settings.text('contact_url') };
  return {
    name: settings.text('title'),
    slogan: settings.text('site_description') || undefined,
    colour: settings.text('colour') || undefined,
    logo: await addressOf(database, settings.text('logo')),
    favicon: await addressOf(database, settings.text('favicon')),
    links: Object.fromEntries(Object.entries(links).filter(([, address]) => address !== '')),
  };
}

/** Address of an upload by its id. */
async function addressOf(database: Database, id: string): Promise<string | undefined> {
  if (id === '') return undefined;
  return (await database.one<{ url: string }>('SELECT url FROM uploads WHERE id = $1', Number(id)))?.url;
}
