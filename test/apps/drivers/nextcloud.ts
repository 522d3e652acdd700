import { ask, type Driver } from '../driver.ts';

const OCS = { 'OCS-APIRequest': 'true' };
interface Ocs<T> {
  readonly ocs: { readonly data: T };
}
interface User {
  readonly id: string;
  readonly groups: readonly string[];
}
interface Capabilities {
  readonly capabilities: { readonly theming: { readonly name: string; readonly slogan: string; readonly color: string; readonly logo: string } };
}

export const nextcloud: Driver = {
  app: 'nextcloud',
  // The only sign-in leads on by itself.
  enter: async (page, url) => void (await page.goto(url)),
  async member(page, url) {
    const { status, body } = await ask<Ocs<User>>(page, `${url}/ocs/v2.php/cloud/user?format=json`, { headers: OCS });
    return status === 200 && body ? { username: body.ocs.data.id, administrator: body.ocs.data.groups.includes('admin') } : undefined;
  },
  async leave(page, url) {
    await page.goto(url);
    const token = await page.locator('head').getAttribute('data-requesttoken');
    await page.goto(`${url}/logout?requesttoken=${encodeURIComponent(token ?? '')}`);
  },
  async brand(page, url) {
    const { body } = await ask<Ocs<Capabilities>>(page, `${url}/ocs/v1.php/cloud/capabilities?format=json`, { headers: OCS });
    const { name, slogan, color, logo } = body!.ocs.data.capabilities.theming;
    return { name, slogan, colour: color, logo };
  },
};
