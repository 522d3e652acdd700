import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { drivers } from './drivers/index.ts';
import { openStage, ORGANIZATION, type Stage } from './stage.ts';

// Only for `npm run levels`: some minutes an app.

let stage: Stage;
beforeAll(async () => void (stage = await openStage(drivers.map(({ app }) => app))));
afterAll(() => stage?.close());

describe.each(drivers.map((driver) => [driver.app, driver] as const))('%s', (app, driver) => {
  it('takes every plan', async () => {
    for (const plan of Object.keys(stage.release(app).sheet.sizing)) {
      await stage.amend(app, plan);
      await stage.federation.chatiere('up', `${ORGANIZATION}.${app}`);
    }
    const page = await stage.newPage();
    await stage.signIn(page, driver, stage.people.memberOf(ORGANIZATION));
    expect(await driver.member(page, stage.url(app))).toBeDefined();
  });
});
