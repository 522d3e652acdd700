import type { Driver } from '../driver.ts';

export const miniflux: Driver = {
  app: 'miniflux',
  async enter(page, url) {
    await page.goto(url);
    const door = page.locator('.oauth2 a');
    if ((await door.count()) === 0) return;
    await door.click();
    // A click does not wait for where it leads: the identity server's form, its refusal, or Miniflux's own pages.
    await page.locator('#username, #kc-error-message, header nav').first().waitFor();
  },
  async member(page, url) {
    await page.goto(`${url}/settings`);
    // Its form hides the name where only single sign-on is open; the way out tells it: « Connecté en tant que … ».
    const out = page.locator('a[href="/logout"]').first();
    if ((await out.count()) === 0) return undefined;
    const username = (await out.getAttribute('title'))?.split(' ').at(-1) ?? '';
    // Accounts are administered under /users, for administrators alone.
    const administrator = (await page.locator('a[href="/users"]').count()) > 0;
    return { username, administrator };
  },
  leave: async (page, url) => void (await page.goto(`${url}/logout`)),
  brand: async () => ({}),
};
