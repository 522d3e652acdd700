import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import type { AdmissionregistrationV1Api, BatchV1Api, CoreV1Api, CustomObjectsApi, SchedulingV1Api, StorageV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, LOCAL_CLASS, openApi, startCluster } from '../../modules/engine/cluster/index.ts';
import { accept, down, openSession, type Report, up } from '../../modules/engine/index.ts';
import { accessOf } from '../../modules/engine/kubernetes/access.ts';
import { lastWords } from '../../modules/engine/kubernetes/last-words.ts';
import { checkClusters } from '../../modules/engine/kubernetes/ready.ts';
import { checkpointFile, layoutOf } from '../../modules/engine/layout.ts';
import { ChatiereError, label } from '../../modules/kernel/index.ts';
import { CHECKOUT, contents } from '../catalog/folder.ts';
import { eventually } from './eventually.ts';

// The host of a cluster, on a real API server and by the real plugin. Nothing of Docker is asked.

const home = mkdtempSync(join(tmpdir(), 'chatiere-host-'));
const STACK = 'host.grappe';
const INSTANCE = 'mrc-demo.miniflux';
const NAMESPACE = 'demo--mrc-demo--miniflux';
const temporary = join(home, 'tmp');
let folder = join(home, 'federation');
let cluster: Cluster;
let [core, batch, storage, scheduling, admission, custom] = [] as unknown as [CoreV1Api, BatchV1Api, StorageV1Api, SchedulingV1Api, AdmissionregistrationV1Api, CustomObjectsApi];
const formerTemporary = process.env['TMPDIR'];

beforeAll(async () => {
  cluster = await startCluster({ folder: join(home, 'cluster') });
  const { library, config } = await openApi(cluster.kubeconfig);
  core = config.makeApiClient(library.CoreV1Api);
  batch = config.makeApiClient(library.BatchV1Api);
  storage = config.makeApiClient(library.StorageV1Api);
  scheduling = config.makeApiClient(library.SchedulingV1Api);
  admission = config.makeApiClient(library.AdmissionregistrationV1Api);
  custom = config.makeApiClient(library.CustomObjectsApi);
  mkdirSync(temporary);
  process.env['TMPDIR'] = temporary;
  cpSync(join(CHECKOUT, 'examples', 'demo'), folder, { recursive: true });
  write('hosts/grappe.yaml', 'operator: coop-des-rives\ntarget: kubernetes\ncluster: { kubeconfig: grappe.yaml }\nsite: { name: Salle B, region: qc }\ngateway: { namespace: entree, name: publique }\nregistries: [chatiere]\n');
  write('federation.yaml', readFileSync(join(folder, 'federation.yaml'), 'utf8').replace('publicDns: false', 'publicDns: true'));
  write(`instances/${INSTANCE}.yaml`, readFileSync(join(folder, 'instances', `${INSTANCE}.yaml`), 'utf8').replace('host: serveur-1', 'host: grappe'));
  write('private/grappe.yaml', readFileSync(cluster.kubeconfig, 'utf8'));
});
afterAll(async () => {
  await cluster?.stop();
  if (formerTemporary === undefined) delete process.env['TMPDIR'];
  else process.env['TMPDIR'] = formerTemporary;
  rmSync(home, { recursive: true, force: true });
});

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content, { mode: 0o600 });
}

const bringUp = (refresh = false): Promise<Report> => up(openSession(folder), [STACK], { listen: () => undefined, signal: new AbortController().signal, refresh });
const codes = (stacks: readonly string[] = [STACK]): Promise<readonly string[]> =>
  checkClusters(openSession(folder), ['grappe'], stacks).then(() => [], (error: unknown) => {
    if (error instanceof ChatiereError) return error.problems.map(({ code }) => code);
    throw error;
  });

describe('before anything is made', () => {
  it('says that the named Gateway is not there, until it is', async () => {
    const before = contents(folder);
    expect(await codes()).toEqual(['no-gateway']);
    expect(contents(folder)).toEqual(before);
    const { items } = (await custom.listClusterCustomObject({ group: 'gateway.networking.k8s.io', version: 'v1', plural: 'gatewayclasses' })) as { items: { metadata: { name: string } }[] };
    await core.createNamespace({ body: { metadata: { name: 'entree' } } });
    const gateway = (from: string) => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'publique' }, spec: { gatewayClassName: items[0]?.metadata.name, listeners: [{ name: 'https', protocol: 'HTTPS', port: 443, tls: { certificateRefs: [{ name: 'demo--grappe--certificate' }] }, allowedRoutes: { namespaces: { from } } }] } });
    const place = { group: 'gateway.networking.k8s.io', version: 'v1', namespace: 'entree', plural: 'gateways' };
    await custom.createNamespacedCustomObject({ ...place, body: gateway('Same') });
    expect(await codes()).toEqual(['gateway-closed']);
    await custom.deleteNamespacedCustomObject({ ...place, name: 'publique' });
    await custom.createNamespacedCustomObject({ ...place, body: gateway('All') });
    expect(await codes()).toEqual([]);
  });

  it('says that there is no default storage class', async () => {
    const annotation = 'storageclass.kubernetes.io/is-default-class';
    const mark = async (value: string): Promise<void> => {
      const found = await storage.readStorageClass({ name: LOCAL_CLASS });
      found.metadata = { ...found.metadata, annotations: { ...found.metadata?.annotations, [annotation]: value } };
      await storage.replaceStorageClass({ name: LOCAL_CLASS, body: found });
    };
    await mark('false');
    expect(await codes()).toEqual(['no-default-storage-class']);
    await mark('true');
  });

  it('says that the namespace of an instance is somebody else’s, then that it is on its way out', async () => {
    expect(await codes([INSTANCE])).toEqual([]);
    await core.createNamespace({ body: { metadata: { name: NAMESPACE, finalizers: ['chatiere.test/hold'] } } });
    expect(await codes([INSTANCE])).toEqual(['namespace-taken']);
    await core.deleteNamespace({ name: NAMESPACE });
    expect(await codes([INSTANCE])).toEqual(['namespace-going']);
    const found = await core.readNamespace({ name: NAMESPACE });
    delete found.metadata?.finalizers;
    await core.replaceNamespace({ name: NAMESPACE, body: found });
    await eventually(() => core.readNamespace({ name: NAMESPACE }).then(() => false, ({ code }) => code === 404));
  });
});

const ours = (metadata: { labels?: Record<string, string> } | undefined): boolean => metadata?.labels?.[label.federation] === 'demo' && metadata.labels[label.host] === 'grappe';
async function made(): Promise<{ policies: string[]; bindings: string[]; priorities: [string | undefined, number | undefined][]; secrets: string[] }> {
  const names = (items: readonly { metadata?: { name?: string; labels?: Record<string, string> } }[]): string[] => items.filter(({ metadata }) => ours(metadata)).map(({ metadata }) => metadata?.name ?? '').sort();
  return {
    policies: names((await admission.listValidatingAdmissionPolicy()).items),
    bindings: names((await admission.listValidatingAdmissionPolicyBinding()).items),
    priorities: (await scheduling.listPriorityClass()).items.filter(({ metadata }) => ours(metadata)).map(({ metadata, value }) => [metadata?.name, value]),
    secrets: names((await core.listNamespacedSecret({ namespace: 'entree' })).items),
  };
}

describe('its stack', () => {
  let first: Awaited<ReturnType<typeof made>>;

  it('is made by the real plugin: rules that the API server takes, priorities, the certificate of the Gateway', async () => {
    const { total } = await bringUp();
    first = await made();
    expect(first.policies.length).toBeGreaterThan(2);
    expect(first.bindings).toEqual(first.policies);
    expect(Object.fromEntries(first.priorities)).toEqual({ 'demo--grappe--base': 100_000, 'demo--grappe--collectif': 100_000, 'demo--grappe--essai': 10_000, 'demo--grappe--territoire': 100_000 });
    expect(first.secrets).toEqual(['demo--grappe--certificate']);
    // The stack, its provider and the component around are resources too.
    expect(total.create).toBe(2 * first.policies.length + first.priorities.length + first.secrets.length + 3);
  });

  it('holds neither credentials nor where they lie; the plugin leaves no copy behind', () => {
    const state = readFileSync(checkpointFile(layoutOf(folder), STACK), 'utf8');
    const { users } = JSON.parse(readFileSync(cluster.kubeconfig, 'utf8')) as { users: { user: Record<string, string> }[] };
    for (const secret of [...Object.values(users[0]?.user ?? {}), 'grappe.yaml', '-----BEGIN']) expect(state).not.toContain(secret);
    expect(readdirSync(temporary).filter((name) => name.includes('kubeconfig'))).toEqual([]);
  });

  it('is left alone when nothing changed, and differs in nothing from what is there', async () => {
    expect((await bringUp()).stacks).toMatchObject([{ outcome: 'unchanged' }]);
    expect((await bringUp(true)).total).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
  });

  it('still is when the federation has moved', async () => {
    const moved = join(home, 'ailleurs');
    renameSync(folder, moved);
    folder = moved;
    expect((await bringUp(true)).total).toMatchObject({ create: 0, replace: 0, delete: 0 });
  });

  it('takes over what it made and does not know of, as a cut leaves it', async () => {
    const file = checkpointFile(layoutOf(folder), STACK);
    const checkpoint = JSON.parse(readFileSync(file, 'utf8')) as { checkpoint: { latest: { resources: { type: string; outputs?: object }[] } } };
    const { latest } = checkpoint.checkpoint;
    latest.resources = latest.resources.filter(({ type }) => !type.startsWith('kubernetes:')).map((resource) => (resource.type === 'pulumi:pulumi:Stack' ? { ...resource, outputs: {} } : resource));
    writeFileSync(file, JSON.stringify(checkpoint));
    await accept(openSession(folder), STACK);
    const { total } = await bringUp();
    expect(total.create).toBeGreaterThan(6);
    expect(await made()).toEqual(first);
  });

  it('goes with all that it made, and nothing else', async () => {
    await down(openSession(folder), [], { listen: () => undefined, signal: new AbortController().signal, platform: true });
    expect(await made()).toEqual({ policies: [], bindings: [], priorities: [], secrets: [] });
    expect((await custom.listClusterCustomObject({ group: 'gateway.networking.k8s.io', version: 'v1', plural: 'gateways' }) as { items: unknown[] }).items).toHaveLength(1);
  });
});

it('what the pods of a workload wrote last is told, of those that failed', async () => {
  const namespace = 'demo--paroles';
  await core.createNamespace({ body: { metadata: { name: namespace } } });
  await cluster.writePodLog('migration', ['connexion', 'relation "users" does not exist']);
  const job = (name: string, annotations: Record<string, string>) => batch.createNamespacedJob({ namespace, body: { metadata: { name }, spec: { backoffLimit: 0, template: { metadata: { annotations, labels: { [label.part]: name } }, spec: { restartPolicy: 'Never', containers: [{ name, image: 'chatiere/app:1' }] } } } } });
  await job('fait', {});
  await job('migration', { 'chatiere.rig/exit-code': '3', 'chatiere.rig/log': 'migration' });
  const access = accessOf(openSession(folder).federation, 'grappe') ?? expect.fail('no cluster');
  await eventually(async () => (await lastWords(access, namespace)).length > 0);
  const [problem, ...others] = await lastWords(access, namespace);
  expect(others).toEqual([]);
  expect(problem?.what.fr).toMatch(/^« migration », dernières lignes du pod migration-[a-z0-9]+ :\n  > connexion\n  > relation "users" does not exist$/);
});
