import { rmSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Cluster, startCluster, THREE_ZONES } from '../../modules/engine/cluster/index.ts';
import { changed } from '../../modules/engine/progress.ts';
import { ORGANIZATION, ordered } from '../golden/demo.ts';
import { federationWithAll, OFFERS } from '../targets/subset/workloads.ts';
import { eventually } from './eventually.ts';
import { type Ground, HOST, joinCluster, openGround, resourcesOf } from './ground.ts';
import { abroadIn, inNamespace, jobsIn, servicesIn } from './namespace.ts';

// Every app of the catalog by the real plugin, on a real API server whose pods are played: each on another plan; on all of them with OFFERS=all
// (npm run test:cluster). What an offer asks for is in any case taken whole by the API server: test/conformance/admission.

let folder: string;
let cluster: Cluster;
let api: Api;
let ground: Ground;
const directory = federationWithAll();
const apps = [...new Set(OFFERS.map(([, { app }]) => app))];
const offersOf = (app: string) => OFFERS.filter(([, release]) => release.app === app);
const chosen = process.env['OFFERS'] === 'all' ? OFFERS : apps.flatMap((app, index) => offersOf(app).filter((_, at, all) => at === index % all.length));

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-apps-'));
  cluster = await startCluster({ folder: join(folder, 'cluster'), nodes: THREE_ZONES });
  // Those of the golden graphs are words: the engine makes its own.
  for (const name of ['certificates', 'private']) rmSync(join(directory, name), { recursive: true });
  api = await joinCluster(directory, cluster);
  for (const [, release, plan] of chosen) ordered(directory, release, plan, { name: `${release.app}-${plan}`, host: HOST });
  ground = await openGround(directory);
});
afterAll(async () => {
  await cluster?.stop();
  await rm(folder, { recursive: true, force: true });
  rmSync(directory, { recursive: true });
});

describe('an offer of the catalog', { concurrent: true, timeout: 900_000 }, () => {
  it.for(chosen.map(([name, { app }, plan]) => [name, plan, app] as const))('%s on the plan %s', async ([, plan, app]) => {
    const stack = `${ORGANIZATION}.${app}-${plan}`;
    const namespace = `demo--${ORGANIZATION}--${app}-${plan}`;

    await ground.run('up', stack);
    const [services, jobs] = [await servicesIn(api, namespace), await jobsIn(api, namespace)];
    expect(services.length).toBeGreaterThan(1);
    expect(services.filter(({ ready }) => !ready)).toEqual([]);
    expect(Object.values(jobs)).not.toContain(false);
    expect(await abroadIn(api, namespace)).toEqual([]);
    const resources = resourcesOf(ground.session, stack);
    console.log(`${app} on ${plan}: ${resources.length} resources, ${services.length} services, ${Object.keys(jobs).length} jobs`);
    expect(resources.length).toBeLessThanOrEqual(60);

    expect(changed(await ground.run('up', stack, { refresh: true })), 'a look at what is there finds nothing to do').toBe(false);

    await ground.run('destroy', stack);
    const claims = resources.filter(({ type }) => type.endsWith(':PersistentVolumeClaim')).length;
    expect(claims).toBeGreaterThan(0);
    const left = await eventually(async () => {
      const found = await inNamespace(api, namespace);
      return found.every((one) => one.startsWith('PersistentVolumeClaim/')) && found;
    });
    expect(left).toHaveLength(claims);
    const kept = resourcesOf(ground.session, stack);
    expect(kept.filter(({ type }) => type.startsWith('kubernetes:')).every(({ type }) => /:(Namespace|PersistentVolumeClaim)$/.test(type))).toBe(true);
  });
});
