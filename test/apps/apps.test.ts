import type { Page } from 'playwright-core';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { contradiction } from '../../modules/metering/index.ts';
import { type Driver, pictureSize } from './driver.ts';
import { drivers } from './drivers/index.ts';
import { ADMINISTRATOR, inspect, openStage, ORGANIZATION, runAgain, runIn, type Stage } from './stage.ts';

// What each app of the catalog does for an organization, in a real browser. Whether a double stands for the app is told by its image.
// The names of these tests are the steps of test/apps/level.ts.

/** Width and height of the organization's. */
const LOGO = [64, 64];

let stage: Stage;
beforeAll(async () => void (stage = await openStage(drivers.map(({ app }) => app))));
afterAll(() => stage?.close());

/** A new browser session in which the app says itself who is in: no test passes on a page of errors. */
async function signedIn(driver: Driver, username = stage.people.memberOf(ORGANIZATION)): Promise<Page> {
  const page = await stage.newPage();
  await stage.signIn(page, driver, username);
  expect(await driver.member(page, stage.url(driver.app)), await page.locator('body').innerText()).toBeDefined();
  return page;
}

const workloadOf = (app: string): string => `${stage.federation.id}--${ORGANIZATION}--${app}`;

describe.each(drivers.map((driver) => [driver.app, driver] as const))('%s', (app, driver) => {
  it('installs', async () => {
    const { instances } = JSON.parse(await stage.federation.chatiere('status', '--json')) as { instances: { instance: string; phase: string; health: string }[] };
    expect(instances).toContainEqual(expect.objectContaining({ instance: `${ORGANIZATION}.${app}`, phase: 'running', health: 'healthy' }));
  });

  it('survives a re-run', async () => {
    const name = `${ORGANIZATION}.${app}`;
    const { output, exitCode } = await stage.federation.pulumi(name, `pulumi preview --refresh --expect-no-changes -s ${name}`);
    expect(exitCode, output).toBe(0);
  });

  it('configures twice alike', async () => {
    const { sheet, compose } = stage.release(app);
    const jobs = [...[...compose.services.values()].filter(({ oneShot }) => oneShot).map(({ name }) => name), ...sheet.configure.map(({ id }) => id)];
    for (const job of jobs) expect(await runAgain(stage.container(app, job)), job).toBe(0);
  });

  it('signs in and out', async () => {
    const page = await signedIn(driver);
    await driver.leave(page, stage.url(app));
    await driver.enter(page, stage.url(app));
    // Where signing out of the app signs out of the identity server too, its form is there again.
    const singleLogout = stage.release(app).sheet.oidc!.postLogoutPaths.length > 0;
    if (singleLogout) await page.locator('#username').waitFor();
    else expect(await driver.member(page, stage.url(app))).toBeDefined();
  });

  it('follows the identity server’s sign-out, or names the exception', async () => {
    const username = stage.people.memberOf(ORGANIZATION);
    const page = await signedIn(driver, username);
    const { users } = await stage.realm.enter();
    const [person] = await users.find({ username, exact: true });
    await users.logout({ id: person?.id as string });
    const { oidc } = stage.release(app).sheet;
    if (oidc!.backchannelLogoutPath !== undefined) await expect.poll(() => driver.member(page, stage.url(app)), { timeout: 20_000 }).toBeUndefined();
    else {
      expect(await driver.member(page, stage.url(app))).toBeDefined();
      expect(oidc!.exceptions.length).toBeGreaterThan(0);
    }
  });

  it('gives and takes the administrator’s role by group, or names the exception', async () => {
    const { roles, oidc } = stage.release(app).sheet;
    const administers = async (username = ADMINISTRATOR): Promise<boolean | undefined> => {
      const page = await signedIn(driver, username);
      return (await driver.member(page, stage.url(app)))?.administrator;
    };
    expect(await administers(stage.people.memberOf(ORGANIZATION))).toBe(false);
    if (roles === undefined) {
      expect(await administers()).toBe(false);
      expect(oidc!.exceptions.length).toBeGreaterThan(0);
      return;
    }
    // The very next sign-in, or whenever within five minutes.
    const becomes = async (role: boolean): Promise<void> => {
      if (roles.administrators.within === 'five-minutes') await expect.poll(() => administers(), { timeout: 300_000, interval: 5_000 }).toBe(role);
      else expect(await administers()).toBe(role);
    };
    await becomes(true);
    const { users } = await stage.realm.enter();
    const id = (await users.find({ username: ADMINISTRATOR, exact: true }))[0]?.id as string;
    const admins = (await users.listGroups({ id })).find(({ path }) => path === `/${ORGANIZATION}/admins`)!;
    await users.delFromGroup({ id, groupId: admins.id as string });
    try {
      await becomes(false);
    } finally {
      await (await stage.realm.enter()).users.addToGroup({ id, groupId: admins.id as string });
    }
  });

  it('applies the brand that it can', async () => {
    const { brand } = stage.release(app).sheet;
    const page = await signedIn(driver);
    const shown = await driver.brand(page, stage.url(app));
    const wanted = { name: 'MRC des Trois-Rivages', slogan: 'Trois rives, une voix', colour: '#1f5f8b' };
    for (const [key, value] of Object.entries(wanted)) if (brand[key as keyof typeof wanted]) expect(shown[key as keyof typeof wanted]?.toLowerCase(), key).toContain(value.toLowerCase());
    if (brand.logo) expect(await pictureSize(page, shown.logo!), 'logo').toEqual(LOGO);
  });

  it('counts its use', async () => {
    await signedIn(driver);
    const counts: Record<string, string> = {};
    for (const { id, service, argv } of stage.release(app).sheet.usage) counts[id] = await runIn(stage.container(app, service), argv);
    for (const [id, count] of Object.entries(counts)) expect(count, id).toMatch(/^\d+$/);
    expect(Number(counts['members'])).toBeGreaterThanOrEqual(1);
    // Each window holds the narrower ones, and the members all of them.
    const nested = stage.release(app).sheet.usage.flatMap(({ id, counts: of, window }) => (of === 'active' || of === 'members' ? [[window ?? 'members', Number(counts[id])] as const] : []));
    expect(contradiction(Object.fromEntries(nested), app)).toBeUndefined();
  });

  it('says what it holds of people, and why its hardening is relaxed', async () => {
    const { compose, sheet } = stage.release(app);
    expect(sheet.data.length).toBeGreaterThan(0);
    expect(sheet.about.french).toMatch(/^(full|partial)$/);
    const running = await inspect(workloadOf(app), '{{json .Config.User}} {{.HostConfig.ReadonlyRootfs}} {{json .HostConfig.CapAdd}}');
    // A user that is not root, a root folder that nothing writes into, no capability.
    const relaxed = [...compose.services.keys()].filter((service) => !/^"(?!0[:"]|root[:"]|")[^"]+" true (null|\[\])$/.test(running[stage.container(app, service)] as string));
    expect(Object.keys(sheet.relaxed).sort()).toEqual(relaxed.sort());
    for (const reason of Object.values(sheet.relaxed)) expect([reason.fr, reason.en].every((text) => text.length > 20)).toBe(true);
  });

  it('speaks French', async () => {
    const page = await signedIn(driver);
    await page.goto(stage.url(app));
    expect(await page.locator('html').getAttribute('lang')).toMatch(/^fr/);
  });
});

// Last, since it changes what the others compare with.
describe.each(drivers.map(({ app }) => [app]))('%s', (app) => {
  it('changes only what a word of the brand concerns', async () => {
    const { slogan } = stage.release(app).sheet.brand;
    const runs = (): Promise<Readonly<Record<string, string>>> => inspect(workloadOf(app), '{{.Id}} {{.State.StartedAt}}');
    const before = await runs();
    await stage.federation.edit(`organizations/${ORGANIZATION}.yaml`, ['brand', 'slogan'], `Trois rives, un même fleuve : ${app}`);
    await stage.federation.chatiere('up', `${ORGANIZATION}.${app}`);
    const after = await runs();
    const changed = Object.keys(after).filter((name) => after[name] !== before[name]);
    expect(Object.keys(after).sort()).toEqual(Object.keys(before).sort());
    if (slogan === undefined) expect(changed).toEqual([]);
    else if (slogan.via === 'job') expect(changed).toEqual([stage.container(app, slogan.target)]);
    else expect(changed).not.toContain(stage.container(app, 'database'));
  });
});
