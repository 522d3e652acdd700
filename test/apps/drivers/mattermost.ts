import { ask, type Driver } from '../driver.ts';

interface Me {
  readonly username: string;
  readonly roles: string;
}

export const mattermost: Driver = {
  app: 'mattermost',
  async enter(page, url) {
    await page.goto(`${url}/login`);
    // The link comes with the plugin's part for the browser; who is in already sees the app's own pages.
    const link = page.locator('#chatiere-sign-on');
    const inside = page.locator('#account, #channel_view');
    await link.or(inside).first().waitFor();
    if ((await inside.count()) > 0) return;
    await link.click();
    await page.locator('#username, #kc-error-message').or(inside).first().waitFor();
  },
  async member(page, url) {
    const { status, body } = await ask<Me>(page, `${url}/api/v4/users/me`);
    return status === 200 && body ? { username: body.username, administrator: body.roles.split(' ').includes('system_admin') } : undefined;
  },
  async leave(page, url) {
    await ask(page, `${url}/api/v4/users/logout`, { method: 'POST', headers: { 'X-Requested-With': 'XMLHttpRequest' } });
    await page.goto(`${url}/login`);
  },
  async brand(page, url) {
    const { body } = await ask<{ SiteName: string; CustomBrandText: string; TermsOfServiceLink: string; PrivacyPolicyLink: string; HelpLink: string }>(page, `${url}/api/v4/config/client?format=old`);
    const { body: button } = await ask<{ colour: string }>(page, `${url}/plugins/chatiere-sign-on/button`);
    return { name: body!.SiteName, slogan: body!.CustomBrandText, colour: button!.colour, logo: `${url}/api/v4/brand/image`, legal: body!.TermsOfServiceLink, privacy: body!.PrivacyPolicyLink, support: body!.HelpLink };
  },
};
