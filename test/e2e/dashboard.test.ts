import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboard } from '../../scripts/dashboard/app.ts';
import { namesOf, type Served, serveApp } from '../../scripts/dashboard/server.ts';
import { pagesOf } from '../../scripts/dashboard/view.ts';
import { BEGUN, demoActions, demoReport, demoUsage, NOW } from '../scripts/board.ts';
import { expectAccessible, expectKeyboard, expectLight, expectNoSideways, focused, MOST_BYTES, MOST_REQUESTS, onPage } from './board-checks.ts';
import { openBrowser, type TrustingBrowser } from './browser.ts';

const files = pagesOf(demoReport({ from: BEGUN, to: NOW })).map(({ file }) => file);
/** A picture of each page stays in this folder, where one is named. */
const pictures = process.env['DASHBOARD_PICTURES'];

const actions = demoActions();
let browser: TrustingBrowser;
let served: Served;
beforeAll(async () => {
  served = await serveApp(dashboard({ energy: async (period) => demoReport(period), actions: () => actions, usage: () => demoUsage('organization'), audience: 'organization', language: 'fr', names: namesOf('127.0.0.1'), now: () => NOW }), '127.0.0.1', 0);
  browser = await openBrowser();
  if (pictures !== undefined) mkdirSync(pictures, { recursive: true });
});
afterAll(async () => {
  await browser?.close();
  await served?.close();
});

const url = (file: string): string => new URL(file, served.url).href;

describe.each(files)('%s', (file) => {
  it('has no fault that axe finds, of WCAG 2.2 AA and before, wide, at 200 % and at 320 pixels', () =>
    expectAccessible(browser, url(file), async (page, width) => pictures !== undefined && page.screenshot({ path: join(pictures, `${file}-${width}.png`), fullPage: true })));

  it('does not scroll sideways at 200 % or at 320 pixels', () => expectNoSideways(browser, url(file)));

  it(`takes at most ${MOST_REQUESTS} requests and ${MOST_BYTES} bytes, all from its own server, and works without scripts`, async () => void (await expectLight(browser, url(file))));
});

describe('with the keyboard alone', () => {
  it.each(['index.html', 'serveur-serveur-1.html', 'instance-mrc-demo.miniflux.html', 'agir.html', 'qualite.html'])('everything of %s is reached in its order, is seen to have the focus, and lets it go', (file) => expectKeyboard(browser, url(file)));

  it('one skips to the content, follows a link and asks for another period', async () => {
    await onPage(browser, url('index.html'), {}, async (page) => {
      await page.keyboard.press('Tab');
      await page.keyboard.press('Enter');
      expect((await focused(page)).tag).toBe('MAIN');
      await page.getByLabel('Période', { exact: true }).last().focus();
      await page.keyboard.press('Home');
      expect(await page.locator('select').inputValue()).toBe('jour');
      await page.getByRole('button', { name: 'Afficher' }).focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/period=jour/);
      await page.getByRole('link', { name: 'Qualité des données' }).first().focus();
      await page.keyboard.press('Enter');
      await page.waitForURL(/qualite\.html\?period=jour/);
      expect(await page.getByRole('heading', { level: 1 }).textContent()).toBe('Qualité des données');
    });
  });
});

it('prints the figures without the ways to go', async () => {
  await onPage(browser, url('serveur-serveur-1.html'), {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav, form').evaluateAll((all) => all.map((one) => (one as unknown as { offsetHeight: number }).offsetHeight))).toEqual([0, 0]);
    expect(await page.getByRole('table').count()).toBeGreaterThan(4);
  });
});
