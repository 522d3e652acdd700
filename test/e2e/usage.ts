import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';
import { latestRelease, loadCatalog } from '../../modules/catalog/index.ts';
import { dockerMeters, openSession } from '../../modules/engine/index.ts';
import { minutesOf } from '../../modules/engine/meter-read.ts';
import { miniflux } from '../apps/drivers/miniflux.ts';
import { expectAccessible, expectKeyboard, expectLight, expectNoSideways, onPage } from './board-checks.ts';
import type { TrustingBrowser } from './browser.ts';
import { filesOf, watchCommandLines } from './canary.ts';
import type { Demo } from './demo.ts';
import type { TestFederation } from './federation.ts';
import type { Credentials } from './people.ts';

// How much the real Miniflux is used, once three people have signed in to it.

const CHECKOUT = join(import.meta.dirname, '..', '..');
const INSTANCE = 'mrc-demo.miniflux';
/** All of the organization's. */
const PEOPLE = ['marguerite.belanger', 'theodore.cote', 'anouk.desrosiers'];

let federation: TestFederation;
let people: Credentials;
let browser: TrustingBrowser;

async function signIn(username: string): Promise<void> {
  const context = await browser.browser.newContext({ locale: 'fr-CA' });
  const page = await context.newPage();
  const url = federation.url(`lecture.mrc-demo.${federation.domain}`);
  await miniflux.enter(page, url);
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(people.password(username));
  await page.locator('#kc-login').click();
  await page.locator('header nav').first().waitFor();
  expect((await miniflux.member(page, url))?.username).toContain(username);
  await context.close();
}

const database = () => `${federation.id}--mrc-demo--miniflux--database`;
const inDatabase = async (argv: readonly string[]): Promise<string> => (await execa('docker', ['exec', database(), ...argv], { stdin: 'ignore' })).stdout;
const query = (sql: string) => inDatabase(['psql', '--tuples-only', '--no-align', '--username=miniflux', '--dbname=miniflux', `--command=${sql}`]);

/** What was counted today is told until tomorrow: as if tomorrow had come. */
const anotherDay = () => rm(join(federation.directory, 'state', 'usage'), { recursive: true, force: true });

interface Told {
  readonly instances: readonly { readonly instance: string; readonly agreed: boolean; readonly counts: readonly { readonly id: string; readonly value: object }[] }[];
}
async function told(...args: string[]): Promise<Record<string, object>> {
  await anotherDay();
  const { instances } = JSON.parse(await federation.chatiere('usage', INSTANCE, '--json', ...args)) as Told;
  expect(instances).toMatchObject([{ instance: INSTANCE, agreed: true }]);
  return Object.fromEntries(instances[0]!.counts.map(({ id, value }) => [id, value]));
}

const openBoard = () => execa(join(CHECKOUT, 'scripts', 'chatiere'), ['-C', federation.directory, '--lang', 'fr', 'dashboard', '--port', '0'], { stdin: 'ignore', reject: false });

/** On the demo as it came up: nobody has signed in yet. */
export function usage(demo: () => Demo): void {
  beforeAll(async () => {
    ({ federation, people, browser } = demo());
    for (const username of PEOPLE) await signIn(username);
  });

  describe('the use of an instance of three people', () => {
    it('is counted right by the entry’s queries', async () => {
      const { usage } = latestRelease(loadCatalog(join(CHECKOUT, 'catalog')), 'miniflux').sheet;
      const counts = Object.fromEntries(await Promise.all(usage.map(async ({ id, argv }) => [id, await inDatabase(argv)])));
      expect(counts).toEqual({ members: '3', 'active-month': '3', feeds: '0' });
    });

    it('is told to nobody', async () => {
      const below = (threshold: number) => ({ shown: 'below', threshold });
      expect(await told()).toEqual({ members: below(5), 'active-month': below(5), feeds: { shown: 'withheld' } });
      expect(await told('--public')).toEqual({ members: below(10), 'active-month': below(10), feeds: { shown: 'withheld' } });
      expect(await federation.chatiere('usage', INSTANCE)).toMatch(/^ {2}membres +< 5 /m);
    });

    it('carries no name and no address: not in what is said, nor in files, logs or command lines', async () => {
      await anotherDay();
      const lines = new Set<string>();
      const looking = new AbortController();
      const look = watchCommandLines(lines, looking.signal);
      const said = [await federation.attempt('usage', INSTANCE), await federation.attempt('usage', INSTANCE, '--json'), await federation.attempt('usage', INSTANCE, '--public', '--debug')];
      looking.abort();
      await look;
      expect(said.map(({ exitCode }) => exitCode)).toEqual([0, 0, 0]);
      const places = { ...(await filesOf(federation.directory)), said: JSON.stringify(said), 'command lines': [...lines].filter((line) => line.includes(federation.directory) || line.includes('psql')).join('\n') };
      expect(places['command lines']).toContain('usage');
      // Files are read byte by byte: of what has an accent, its bytes.
      const names = [...PEOPLE, '@mrc-demo', ...['Bélanger', 'Théodore', 'Côté'].flatMap((name) => [name, Buffer.from(name).toString('latin1')])];
      const found = Object.entries(places).flatMap(([place, content]) => names.filter((name) => content.includes(name)).map((name) => `${name} in ${place}`));
      expect(found).toEqual([]);
    });

    it('writes nothing into the database', async () => {
      const before = await query('SELECT count(*), max(id) FROM users');
      await anotherDay();
      await federation.chatiere('usage', INSTANCE);
      expect(await query('SELECT count(*), max(id) FROM users')).toBe(before);
    });

    it('is not counted without consent', async () => {
      const { stdout } = await federation.attempt('usage', 'village-demo.miniflux');
      expect(stdout).toContain('pas compté : la commande cmd-2026-002 n’y consent pas');
    });
  });

  describe('the dashboard of the running federation', () => {
    let board: ReturnType<typeof openBoard> | undefined;
    let url: string;
    beforeAll(async () => {
      // Two minutes of the meter's, by its own count; most of them have gone by.
      const { federation: files } = openSession(federation.directory);
      await vi.waitFor(async () => expect((await minutesOf(files, dockerMeters(files), 'serveur-1', { from: 0, to: Date.now() / 1000 })).length).toBeGreaterThanOrEqual(2), { timeout: 240_000, interval: 2000 });
      const opened = (board = openBoard());
      url = await new Promise((resolve, reject) => {
        let said = '';
        opened.stdout.on('data', (part: Buffer) => {
          const found = /http:\S+/.exec(said += String(part));
          if (found) resolve(found[0]);
        });
        void opened.then((end) => reject(new Error(`the dashboard ended: ${said}${end.stderr}`)));
      });
    });
    afterAll(async () => {
      board?.kill('SIGINT');
      await board;
    });

    it('has figures of what runs, in French, and the counts as their audience may see them', async () => {
      await onPage(browser, new URL(`instance-${INSTANCE}.html`, url).href, {}, async (page) => {
        expect(await page.locator('html').getAttribute('lang')).toBe('fr-CA');
        expect(await page.locator('dl').first().textContent()).toMatch(/Énergie[\d,]+\u00a0(Wh|kWh) *\[/);
        expect(await page.locator('section[aria-labelledby="usage"]').textContent()).toMatch(/membres[^]*< 5[^]*pas de chiffre, le nombre de personnes venues en 30 jours n’est pas montré/);
      });
    });

    it.each(['index.html', 'serveur-serveur-1.html', `instance-${INSTANCE}.html`, 'agir.html', 'qualite.html'])('%s: axe, enlarged, the keyboard, weight and requests', async (file) => {
      const page = new URL(file, url).href;
      await expectAccessible(browser, page);
      await expectNoSideways(browser, page);
      await expectKeyboard(browser, page);
      const { bytes, requests } = await expectLight(browser, page);
      console.log(`${file}: ${bytes} bytes, ${requests} requests`);
    });
  });

  describe('among eleven members', () => {
    beforeAll(async () => void (await query(`INSERT INTO users (username, password, last_login_at) SELECT 'essai-' || n, '', now() - interval '40 days' FROM generate_series(1, 8) AS n`)));

    it('the three who came are hidden, and the members are told', async () => {
      expect(await told()).toEqual({ members: { shown: 'count', count: 11 }, 'active-month': { shown: 'below', threshold: 5 }, feeds: { shown: 'below', threshold: 5 } });
      expect(await told('--public')).toEqual({ members: { shown: 'count', count: 11 }, 'active-month': { shown: 'withheld' }, feeds: { shown: 'below', threshold: 10 } });
    });

    it('a larger group is told, and then the rest is too large to hide', async () => {
      await query(`UPDATE users SET last_login_at = now() - interval '2 days' WHERE username IN ('essai-1', 'essai-2', 'essai-3')`);
      expect(await told()).toMatchObject({ members: { shown: 'count', count: 11 }, 'active-month': { shown: 'count', count: 6 } });
    });
  });
}
