import { appendFile, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { CoreV1Api } from '@kubernetes/client-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, GATEWAY_CLASS, openApi, startCluster } from '../../modules/engine/cluster/index.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';

// The whole path for one app on a cluster, its identity server on Docker: `chatiere up`, once more, `status`, `down`, `purge`.
// Nothing runs in the pods of the trial cluster: what is proven is what is made, by whom, and that it is left alone.

const INSTANCE = 'mrc-demo.miniflux';
const HOSTS = '/etc/hosts';
let home: string;
let federation: TestFederation;
let cluster: Cluster;
let core: CoreV1Api;
let namespace: string;

beforeAll(async () => {
  home = await mkdtemp(join(tmpdir(), 'chatiere-path-'));
  cluster = await startCluster({ folder: join(home, 'cluster') });
  const { library, config } = await openApi(cluster.kubeconfig);
  core = config.makeApiClient(library.CoreV1Api);
  await core.createNamespace({ body: { metadata: { name: 'entree' } } });
  await config.makeApiClient(library.CustomObjectsApi).createNamespacedCustomObject({
    group: 'gateway.networking.k8s.io', version: 'v1', namespace: 'entree', plural: 'gateways',
    body: { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'Gateway', metadata: { name: 'publique' }, spec: { gatewayClassName: GATEWAY_CLASS, listeners: [{ name: 'https', protocol: 'HTTPS', port: 443, allowedRoutes: { namespaces: { from: 'All' } } }] } },
  });
  federation = await createFederation();
  namespace = `${federation.id}--mrc-demo--miniflux`;
  await writeFile(join(federation.directory, 'hosts', 'grappe.yaml'), 'operator: coop-des-rives\ntarget: kubernetes\ncluster: { kubeconfig: grappe.yaml }\nsite: { name: Salle B, region: qc }\ngateway: { namespace: entree, name: publique }\nregistries: [chatiere]\n');
  await federation.edit('federation.yaml', ['publicDns'], true);
  await federation.edit(`instances/${INSTANCE}.yaml`, ['host'], 'grappe');
  await federation.chatiere('env', 'host.grappe');
  await writeFile(join(federation.directory, 'private', 'grappe.yaml'), await readFile(cluster.kubeconfig), { mode: 0o600 });
  // Stands for the public DNS that an app on a cluster needs.
  await appendFile(HOSTS, `127.0.0.1 connexion.${federation.domain}\n`);
});
afterAll(async () => {
  await federation?.dispose();
  if (federation) await writeFile(HOSTS, (await readFile(HOSTS, 'utf8')).split('\n').filter((line) => !line.includes(federation.domain)).join('\n'));
  await cluster?.stop();
  await rm(home, { recursive: true, force: true });
});

interface Told {
  readonly stacks: readonly { readonly stack: string; readonly outcome: string; readonly changes: Readonly<Record<string, number>> }[];
}
const result = async (...args: string[]): Promise<Told> => JSON.parse((await federation.chatiere(...args, '--json')).trim().split('\n').at(-1) ?? '') as Told;

describe('an instance on a cluster', () => {
  it('comes up with all that it needs, on both hosts', async () => {
    const { stacks } = await result('up', INSTANCE);
    expect(Object.fromEntries(stacks.map(({ stack, outcome }) => [stack, outcome]))).toEqual({ 'host.serveur-1': 'succeeded', 'host.grappe': 'succeeded', identity: 'succeeded', 'mrc-demo': 'succeeded', [INSTANCE]: 'succeeded' });
    const { metadata } = await core.readNamespace({ name: namespace });
    expect(metadata?.labels).toMatchObject({ 'app.kubernetes.io/managed-by': 'chatiere', 'chatiere.federation': federation.id, 'app.kubernetes.io/instance': INSTANCE });
  });

  it('is told by the cluster, by label', async () => {
    const { instances } = JSON.parse(await federation.chatiere('status', INSTANCE, '--json')) as { instances: { phase: string; health: string; host: string }[] };
    expect(instances).toMatchObject([{ phase: 'running', health: 'healthy', host: 'grappe' }]);
  });

  it('is left alone when nothing changed, and differs in nothing from what is there', async () => {
    expect((await result('up', INSTANCE)).stacks.every(({ outcome }) => outcome === 'unchanged')).toBe(true);
    const own = (await result('up', '--refresh', INSTANCE)).stacks.find(({ stack }) => stack === INSTANCE);
    expect(own?.changes).toMatchObject({ create: 0, update: 0, replace: 0, delete: 0 });
  });

  it('does not sleep, and says so', async () => {
    const { exitCode, stderr } = await federation.attempt('sleep', INSTANCE);
    expect([exitCode, stderr]).toEqual([3, expect.stringContaining('le sommeil n’existe pas encore sur Kubernetes, et grappe est une grappe')]);
  });

  it('goes and leaves its data and their namespace; purge takes these too', async () => {
    const claims = async (): Promise<number> => (await core.listNamespacedPersistentVolumeClaim({ namespace })).items.length;
    const before = await claims();
    await federation.chatiere('down', INSTANCE);
    expect(before).toBeGreaterThan(0);
    expect(await claims()).toBe(before);
    expect((await core.listNamespacedPod({ namespace })).items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined)).toEqual([]);
    await federation.chatiere('down', '--purge', '--confirm', federation.id);
    const gone = await core.readNamespace({ name: namespace }).then(({ status }) => status?.phase, ({ code }: { code: number }) => code);
    expect([404, 'Terminating']).toContain(gone);
  });
});
