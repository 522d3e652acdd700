import { ask, type Driver } from '../driver.ts';

interface Me {
  readonly username: string;
  readonly roles: string;
}

export const mattermost: Driver = {
  app: 'mattermost',
  // What the plugin's button opens; where the identity server has a session, it leads back by itself.
  enter: async (page, url) => void (await page.goto(`${url}/plugins/mattermost-oidc/oauth2/connect?return_to=%2F`)),
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
    const { body: button } = await ask<{ button_color: string }>(page, `${url}/plugins/mattermost-oidc/api/v1/config`);
    return { name: body!.SiteName, slogan: body!.CustomBrandText, colour: button!.button_color, logo: `${url}/api/v4/brand/image`, legal: body!.TermsOfServiceLink, privacy: body!.PrivacyPolicyLink, support: body!.HelpLink };
  },
};
