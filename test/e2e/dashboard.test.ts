import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { dashboard } from '../../scripts/dashboard/app.ts';
import { namesOf, type Served, serveApp } from '../../scripts/dashboard/server.ts';
import { pagesOf } from '../../scripts/dashboard/view.ts';
import { BEGUN, demoActions, demoReport, demoUsage, NOW } from '../scripts/board.ts';
import { openBrowser, type TrustingBrowser } from './browser.ts';

/** Bounds of a page, its style with it. */
const [MOST_BYTES, MOST_REQUESTS] = [60_000, 5];
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

/** Opens a page, hands it over, and closes all of it; whatever the browser complains of fails the test. */
async function onPage<T>(file: string, options: BrowserContextOptions, act: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.browser.newContext({ locale: 'fr-CA', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  try {
    await page.goto(new URL(file, served.url).href);
    return await act(page);
  } finally {
    await context.close();
    expect(complaints).toEqual([]);
  }
}

describe.each(files)('%s', (file) => {
  it('has no fault that axe finds, of WCAG 2.2 AA and before, wide, at 200 % and at 320 pixels', async () => {
    for (const viewport of [{ width: 1280, height: 1024 }, { width: 640, height: 512 }, { width: 320, height: 256 }]) {
      await onPage(file, { viewport }, async (page) => {
        await page.evaluate(axe.source);
        const { violations, passes } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
        expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
        expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'document-title', 'html-has-lang']));
        if (pictures !== undefined) await page.screenshot({ path: join(pictures, `${file}-${viewport.width}.png`), fullPage: true });
      });
    }
  });

  it('does not scroll sideways at 200 % or at 320 pixels', async () => {
    for (const viewport of [{ width: 640, height: 512 }, { width: 320, height: 256 }]) {
      await onPage(file, { viewport }, async (page) => {
        expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
      });
    }
  });

  it(`takes at most ${MOST_REQUESTS} requests and ${MOST_BYTES} bytes, all from its own server, and works without scripts`, async () => {
    const context = await browser.browser.newContext({ javaScriptEnabled: false });
    const page = await context.newPage();
    const answers: Promise<number>[] = [];
    const asked: string[] = [];
    page.on('request', (request) => asked.push(request.url()));
    page.on('response', (response) => { if (response.url().startsWith('http')) answers.push(response.body().then(({ length }) => length)); });
    await page.goto(new URL(file, served.url).href, { waitUntil: 'networkidle' });
    const web = asked.filter((url) => !url.startsWith('data:'));
    expect(web.every((url) => url.startsWith(served.url))).toBe(true);
    expect(web.length).toBeLessThanOrEqual(MOST_REQUESTS);
    expect((await Promise.all(answers)).reduce((sum, length) => sum + length, 0)).toBeLessThanOrEqual(MOST_BYTES);
    expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
    expect(await page.getByRole('main').count()).toBe(1);
    expect(await page.getByRole('navigation').count()).toBe(1);
    await context.close();
  });
});

/** What has the focus: its place in the document's order, its words, and whether one sees that it has it. */
const focused = (page: Page) => page.evaluate(`(() => {
  const all = [...document.querySelectorAll('a[href],button,select,input,[tabindex="0"]')];
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  return { place: all.indexOf(at), count: all.length, words: at.textContent.trim().slice(0, 40), seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, tag: at.tagName };
})()`) as Promise<{ place: number; count: number; words: string; seen: boolean; tag: string }>;

describe('with the keyboard alone', () => {
  it('everything is reached in its order, is seen to have the focus, and lets it go', async () => {
    for (const file of ['index.html', 'serveur-serveur-1.html', 'qualite.html']) {
      await onPage(file, {}, async (page) => {
        await page.keyboard.press('Tab');
        const first = await focused(page);
        expect([first.place, first.words, first.seen]).toEqual([0, 'Aller au contenu', true]);
        // A field for a date takes several steps: one a part of it.
        const places = [0];
        for (let step = 0; step < 200 && places.at(-1) !== first.count - 1; step++) {
          await page.keyboard.press('Tab');
          const { place, seen, words } = await focused(page);
          expect(seen, words).toBe(true);
          if (place !== places.at(-1)) places.push(place);
        }
        expect(places).toEqual(Array.from({ length: first.count }, (_, place) => place));
      });
    }
  });

  it('one skips to the content, follows a link and asks for another period', async () => {
    await onPage('index.html', {}, async (page) => {
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
  await onPage('serveur-serveur-1.html', {}, async (page) => {
    await page.emulateMedia({ media: 'print' });
    expect(await page.locator('nav, form').evaluateAll((all) => all.map((one) => (one as unknown as { offsetHeight: number }).offsetHeight))).toEqual([0, 0]);
    expect(await page.getByRole('table').count()).toBeGreaterThan(4);
  });
});
