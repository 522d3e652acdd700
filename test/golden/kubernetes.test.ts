import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { latestRelease } from '../../modules/catalog/index.ts';
import { CLUSTER, deploy } from '../targets/kubernetes-graph.ts';
import { TOLD } from '../targets/subset/view.ts';
import { catalog, federationWithAll, offered } from '../targets/subset/workloads.ts';
import { SEED, stackGraph, ORGANIZATION } from './demo.ts';

/**
 * What two apps would make on a Kubernetes cluster, on their plan `base`, to be read as a diff in review: one held to `restricted`, and one
 * that is not, with volumes that services share and jobs after them. After a change that is meant: `npx vitest run test/golden -u`.
 */
const directory = federationWithAll();
afterAll(() => rmSync(directory, { recursive: true }));

const graphOn = (app: string, plan: string) =>
  deploy(offered(directory, latestRelease(catalog, app), plan), { seed: SEED, facts: TOLD, cluster: { priority: { [plan]: `${CLUSTER.priority['base']}` } } });

it.each(['miniflux', 'nextcloud'])('golden graph of %s on Kubernetes', async (app) => {
  const text = JSON.stringify(await graphOn(app, 'base'), (key, value) => (key === 'binaryData' ? Object.keys(value) : value), 2);
  const lasting = text.replace(/(chatiere\/[a-z-]+):[0-9a-f]{8,64}/g, '$1:<content>').replace(/[0-9a-f]{64}/g, '<digest>');
  await expect(`${lasting}\n`).toMatchFileSnapshot(`./kubernetes/${app}.json`);
});

describe.each([...catalog.apps.keys()].filter((app) => latestRelease(catalog, app).sheet.kind === 'app'))('%s', (app) => {
  it('stays below 60 resources on Kubernetes, its client included', async () => {
    const target = (await graphOn(app, 'base')).resources.length;
    const whole = await stackGraph(directory, `${ORGANIZATION}.golden-${app}`);
    const beside = whole.resources.filter(({ type }) => !/^(docker|command|chatiere:targets|pulumi:providers:(docker|command))/.test(type)).length;
    console.log(`${app}: ${target} + ${beside} resources on Kubernetes`);
    expect(target + beside).toBeLessThanOrEqual(60);
  });
});
