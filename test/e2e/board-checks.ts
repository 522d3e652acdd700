import axe from 'axe-core';
import type { BrowserContextOptions, Page } from 'playwright-core';
import { expect } from 'vitest';
import type { TrustingBrowser } from './browser.ts';

// What every page of the dashboard is held to, of recorded readings and of a running federation alike.

/** Bounds of a page, its style with it. */
export const [MOST_BYTES, MOST_REQUESTS] = [60_000, 5];
/** Of a window of 1280 pixels, 200 % and 400 %. */
const ZOOMED = [{ width: 640, height: 512 }, { width: 320, height: 256 }];

/** Opens a page, hands it over, and closes all of it; whatever the browser complains of fails the test. */
export async function onPage<T>({ browser }: TrustingBrowser, url: string, options: BrowserContextOptions, act: (page: Page) => Promise<T>): Promise<T> {
  const context = await browser.newContext({ locale: 'fr-CA', ...options });
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => complaints.push(message.text()));
  page.on('pageerror', (error) => complaints.push(error.message));
  try {
    await page.goto(url);
    return await act(page);
  } finally {
    await context.close();
    expect(complaints).toEqual([]);
  }
}

/** Nothing that axe finds, of WCAG 2.2 AA and before, wide, at 200 % and at 320 pixels. @param look at each size, once it was found right. */
export async function expectAccessible(browser: TrustingBrowser, url: string, look: (page: Page, width: number) => Promise<unknown> = async () => undefined): Promise<void> {
  for (const viewport of [{ width: 1280, height: 1024 }, ...ZOOMED]) {
    await onPage(browser, url, { viewport }, async (page) => {
      await page.evaluate(axe.source);
      const { violations, passes } = await page.evaluate(() => (globalThis as unknown as { axe: typeof axe }).axe.run({ runOnly: ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa'] }));
      expect(violations.map(({ id, nodes }) => [id, nodes.map(({ html }) => html)])).toEqual([]);
      expect(passes.map(({ id }) => id)).toEqual(expect.arrayContaining(['color-contrast', 'document-title', 'html-has-lang']));
      await look(page, viewport.width);
    });
  }
}

/** Nothing beside the window at 200 % or at 320 pixels. */
export async function expectNoSideways(browser: TrustingBrowser, url: string): Promise<void> {
  for (const viewport of ZOOMED) {
    await onPage(browser, url, { viewport }, async (page) => {
      expect(await page.evaluate('document.documentElement.scrollWidth - document.documentElement.clientWidth')).toBe(0);
    });
  }
}

/** Few bytes and requests, all of its own server's, and whole without scripts. @returns what it took. */
export async function expectLight({ browser }: TrustingBrowser, url: string): Promise<{ readonly bytes: number; readonly requests: number }> {
  const context = await browser.newContext({ javaScriptEnabled: false });
  const page = await context.newPage();
  const answers: Promise<number>[] = [];
  const asked: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('response', (response) => { if (response.url().startsWith('http')) answers.push(response.body().then(({ length }) => length)); });
  await page.goto(url, { waitUntil: 'networkidle' });
  const web = asked.filter((one) => !one.startsWith('data:'));
  expect(web.every((one) => one.startsWith(new URL(url).origin))).toBe(true);
  expect(web.length).toBeLessThanOrEqual(MOST_REQUESTS);
  const bytes = (await Promise.all(answers)).reduce((sum, length) => sum + length, 0);
  expect(bytes).toBeLessThanOrEqual(MOST_BYTES);
  expect(await page.getByRole('heading', { level: 1 }).count()).toBe(1);
  expect(await page.getByRole('main').count()).toBe(1);
  expect(await page.getByRole('navigation').count()).toBe(1);
  await context.close();
  return { bytes, requests: web.length };
}

/** What has the focus: its place in the document's order, its words, and whether one sees that it has it. */
export const focused = (page: Page) => page.evaluate(`(() => {
  const all = [...document.querySelectorAll('a[href],button,select,input,[tabindex="0"]')];
  const at = document.activeElement;
  const { outlineStyle, outlineWidth } = getComputedStyle(at);
  return { place: all.indexOf(at), count: all.length, words: at.textContent.trim().slice(0, 40), seen: outlineStyle !== 'none' && parseFloat(outlineWidth) >= 2, tag: at.tagName };
})()`) as Promise<{ place: number; count: number; words: string; seen: boolean; tag: string }>;

/** By the keyboard alone everything is reached in its order, is seen to have the focus, and lets it go. */
export async function expectKeyboard(browser: TrustingBrowser, url: string): Promise<void> {
  await onPage(browser, url, {}, async (page) => {
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
