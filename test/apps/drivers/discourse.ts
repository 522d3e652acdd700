import { ask, type Driver } from '../driver.ts';

interface Current {
  readonly current_user: { readonly username: string; readonly admin: boolean };
}

export const discourse: Driver = {
  app: 'discourse',
  // Members only, and one way in: the page leads on by itself.
  enter: async (page, url) => void (await page.goto(url)),
  async member(page, url) {
    const { status, body } = await ask<Current>(page, `${url}/session/current.json`);
    return status === 200 && body ? { username: body.current_user.username, administrator: body.current_user.admin } : undefined;
  },
  async leave(page, url) {
    const { body: token } = await ask<{ csrf: string }>(page, `${url}/session/csrf.json`);
    const { body: current } = await ask<Current>(page, `${url}/session/current.json`);
    const { body } = await ask<{ redirect_url?: string }>(page, `${url}/session/${current?.current_user.username}`, { method: 'DELETE', headers: { 'X-CSRF-Token': token?.csrf ?? '', 'X-Requested-With': 'XMLHttpRequest' } });
    await page.goto(body?.redirect_url ?? url);
  },
  async brand(page, url) {
    const { body } = await ask<{ title: string; description: string; logo_url: string }>(page, `${url}/site/basic-info.json`);
    await page.goto(url);
    // Of links and buttons: the palette of the page.
    const colour = await page.evaluate<string>(`getComputedStyle(document.documentElement).getPropertyValue('--tertiary')`);
    return { name: body!.title, slogan: body!.description, logo: body!.logo_url, colour };
  },
};
