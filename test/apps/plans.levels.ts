import { availableParallelism } from 'node:os';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { TestFederation } from '../e2e/federation.ts';
import { ownRelease } from '../e2e/own-release.ts';
import { drivers } from './drivers/index.ts';
import { openStage, ORGANIZATION, type Stage } from './stage.ts';

// Only for `npm run levels`: some minutes an app.

/** Plans for larger machines than this one are tried too, with as many processors as there are here: a release of the federation's own of each app. */
async function fitProcessors({ directory }: TestFederation): Promise<void> {
  const fitted = (sheet: string): string => sheet.replaceAll(/(cpus: )([\d.]+)/g, (_, key: string, cpus: string) => `${key}${Math.min(Number(cpus), availableParallelism())}`);
  for (const { app } of drivers) await ownRelease(directory, app, 'app.yaml', fitted);
}

let stage: Stage;
beforeAll(async () => void (stage = await openStage(drivers.map(({ app }) => app), fitProcessors)));
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
