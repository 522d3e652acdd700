import { mkdtempSync, rmSync } from 'node:fs';
import { readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { BatchV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, expect, it, vi } from 'vitest';
import { parse } from 'yaml';
import { latestRelease } from '../../modules/catalog/index.ts';
import { type Api, type Cluster, startCluster } from '../../modules/engine/cluster/index.ts';
import { openSession, writeHostsBlock } from '../../modules/engine/index.ts';
import { openRelay, type Relay } from '../apps/relay.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';
import { ownRelease } from '../e2e/own-release.ts';
import { ordered, ORGANIZATION } from '../golden/demo.ts';
import { catalog } from '../targets/subset/workloads.ts';
import { eventually } from './eventually.ts';
import { HOST, joinCluster, resourcesOf } from './ground.ts';
import { abroadIn, inNamespace, jobsIn, servicesIn } from './namespace.ts';

// A federation of a Docker host, on which the identity server runs, and a cluster, on which its instances are: by the command alone.
// The API server, its controllers and the plugin are real, and so is Keycloak; pods and the ends of jobs are played, so no app runs.

const PLAN = 'base';
/** Two of the apps, all with OFFERS=all; each app is tried on the cluster by apps.test.ts. */
const APPS = [...catalog.apps.keys()].filter((app) => latestRelease(catalog, app).sheet.kind === 'app' && (process.env['OFFERS'] === 'all' || ['miniflux', 'nextcloud'].includes(app))).toSorted();
const STACK = `${ORGANIZATION}.miniflux`;
vi.setConfig({ testTimeout: 900_000 });
const home = mkdtempSync(join(tmpdir(), 'chatiere-path-'));
let federation: TestFederation;
let cluster: Cluster;
let relay: Relay;
let api: Api;
let batch: BatchV1Api;
let first: Result;
const namespaceOf = (app: string): string => `${federation.id}--${ORGANIZATION}--${app}`;

beforeAll(async () => {
  [federation, cluster, relay] = await Promise.all([createFederation(), startCluster({ folder: join(home, 'cluster') }), openRelay()]);
  const { directory, id, domain, edit } = federation;
  // One organization, whose instances are on the cluster; no meter, which has nothing to read there.
  for (const folder of ['orders', 'instances']) for (const file of await readdir(join(directory, folder))) await rm(join(directory, folder, file));
  await rm(join(directory, 'organizations', 'village-demo.yaml'));
  const { meter: _, ...platform } = parse(await readFile(join(directory, 'hosts', 'serveur-1.yaml'), 'utf8')).platform;
  await edit('hosts/serveur-1.yaml', ['platform'], platform);
  await edit('federation.yaml', ['mail'], relay.settings);
  api = await joinCluster(directory, cluster);
  batch = api.config.makeApiClient(api.library.BatchV1Api);
  for (const app of APPS) ordered(directory, latestRelease(catalog, app), PLAN, { name: app, host: HOST, domain });
  // What a public DNS would say.
  await writeHostsBlock(id, [{ address: '127.0.0.1', names: [`connexion.${domain}`] }]);
  first = await up();
});
afterAll(async () => {
  await federation?.dispose();
  if (federation) await writeHostsBlock(federation.id, []);
  await relay?.close();
  await cluster?.stop();
  rmSync(home, { recursive: true, force: true });
});

interface Result {
  readonly stacks: readonly { readonly stack: string; readonly outcome: string }[];
  readonly total: Readonly<Record<'create' | 'update' | 'replace' | 'delete', number>>;
}
const up = async (...args: string[]): Promise<Result> => JSON.parse((await federation.chatiere('up', ...args, '--json')).trim().split('\n').at(-1) as string) as Result;

it('one command brings up the identity server on Docker and every app on the cluster, each with its client', async () => {
  expect(first.stacks.every(({ outcome }) => outcome === 'succeeded')).toBe(true);
  for (const app of APPS) {
    const resources = resourcesOf(openSession(federation.directory), `${ORGANIZATION}.${app}`);
    const made = resources.filter(({ type }) => !type.startsWith('pulumi:'));
    console.log(`${app} on ${PLAN}: ${made.length} resources, its client included; with Pulumi's own records ${resources.length}`);
    expect(made.length).toBeLessThanOrEqual(60);
    expect(resources.filter(({ type, id }) => type === 'keycloak:openid/client:Client' && id)).toHaveLength(1);
    expect((await servicesIn(api, namespaceOf(app))).filter(({ ready }) => !ready)).toEqual([]);
    expect(Object.values(await jobsIn(api, namespaceOf(app)))).not.toContain(false);
    expect(await abroadIn(api, namespaceOf(app))).toEqual([]);
  }
});

it('the second finds nothing to do, and a look at what is there neither', async () => {
  const { stacks } = await up();
  expect(stacks.map(({ outcome }) => outcome)).toEqual(stacks.map(() => 'unchanged'));
  expect((await up('--refresh', STACK, '--alone')).total).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
});

it('status says what runs', async () => {
  const { instances } = JSON.parse(await federation.chatiere('status', '--json')) as { instances: readonly object[] };
  expect(instances).toHaveLength(APPS.length);
  for (const app of APPS) expect(instances).toContainEqual(expect.objectContaining({ instance: `${ORGANIZATION}.${app}`, release: latestRelease(catalog, app).release, host: HOST, phase: 'running', health: 'healthy' }));
});

it('a failing job makes the update fail with the last lines of its pod, and plain pulumi runs it again', async () => {
  const { directory } = federation;
  await cluster.writePodLog('failed', ['connexion', 'relation "users" does not exist']);
  const release = await ownRelease(directory, 'miniflux', 'compose.yaml', (published) => published.replace('POSTGRES_DB: miniflux', 'POSTGRES_DB: miniflux\n      CHATIERE_RIG_EXIT_CODE: "3"'));
  await federation.edit(`instances/${STACK}.yaml`, ['release'], release);
  const failed = await federation.attempt('up', STACK);
  expect(failed.exitCode).toBe(1);
  expect(failed.stderr).toContain(`pile « ${STACK} », tâche « ${namespaceOf('miniflux')}-language » : échouée ; ses dernières lignes sont ci-dessous :\n`);
  expect(failed.stderr).toMatch(/« language », dernières lignes du pod language-[a-z0-9]+ :\n\s*> connexion\n\s*> relation "users" does not exist$/m);

  const made = async () => (await batch.readNamespacedJob({ namespace: namespaceOf('miniflux'), name: 'language' })).metadata?.uid;
  const before = await made();
  const byHand = `pulumi up --yes --skip-preview -s ${STACK}`;
  expect((await federation.pulumi(STACK, byHand)).exitCode).not.toBe(0);
  expect(await made()).not.toBe(before);

  const compose = join(directory, 'catalog', 'miniflux', release, 'compose.yaml');
  await writeFile(compose, (await readFile(compose, 'utf8')).replace('EXIT_CODE: "3"', 'EXIT_CODE: "0"'));
  const mended = await federation.pulumi(STACK, byHand);
  expect(mended.exitCode, mended.output).toBe(0);
  expect(await jobsIn(api, namespaceOf('miniflux'))).toEqual({ language: true });
});

it('does not sleep, and says so', async () => {
  const { exitCode, stderr } = await federation.attempt('sleep', STACK);
  expect([exitCode, stderr]).toEqual([3, expect.stringContaining(`le sommeil n’existe pas encore sur Kubernetes, et ${HOST} est une grappe`)]);
});

it('down leaves volumes and their namespaces, a purge nothing', async () => {
  await federation.chatiere('down');
  for (const app of APPS) {
    const left = await eventually(async () => {
      const found = await inNamespace(api, namespaceOf(app));
      return found.every((one) => one.startsWith('PersistentVolumeClaim/')) && found;
    });
    expect(left.length).toBeGreaterThan(0);
  }
  await federation.chatiere('down', '--purge', '--confirm', federation.id);
  const core = api.config.makeApiClient(api.library.CoreV1Api);
  await eventually(async () => (await core.listNamespace()).items.every(({ metadata }) => !metadata?.name?.startsWith(`${federation.id}--`)));
});
