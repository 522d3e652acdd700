import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkEngines } from '../../modules/engine/engines.ts';
import { accessOf } from '../../modules/engine/kubernetes/access.ts';
import { clusterChecks } from '../../modules/engine/kubernetes/doctor.ts';
import { checkClusters } from '../../modules/engine/kubernetes/ready.ts';
import { openSession, type Session } from '../../modules/engine/session.ts';
import { ChatiereError, type Language, renderProblem } from '../../modules/kernel/index.ts';
import { CHECKOUT, contents } from '../catalog/folder.ts';
import { expiredClient, type FakeCluster, fakeCluster, HEALTHY, type Objects, TOKEN } from './fake-cluster.ts';
import { type ClusterRefusal, clusterRefusals } from './refusals/clusters.ts';

const INSTANCE = 'mrc-demo.miniflux';
const NAMESPACE = 'demo--mrc-demo--miniflux';
const SHEET = `operator: coop-des-rives
target: kubernetes
cluster: { kubeconfig: grappe.yaml }
site: { name: Salle B, region: qc }
gateway: { namespace: entree, name: publique }
registries: [registre.exemple.coop]
`;

let folder: string;
let cluster: FakeCluster | undefined;
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-clusters-'));
  cpSync(join(CHECKOUT, 'examples', 'demo'), folder, { recursive: true });
  write('hosts/grappe.yaml', SHEET);
  edit('federation.yaml', 'publicDns: false', 'publicDns: true');
  edit(`instances/${INSTANCE}.yaml`, 'host: serveur-1', 'host: grappe');
  mkdirSync(join(folder, 'state'));
});
afterEach(async () => {
  await cluster?.close();
  cluster = undefined;
  rmSync(folder, { recursive: true });
});

function write(file: string, content: string): void {
  mkdirSync(dirname(join(folder, file)), { recursive: true });
  writeFileSync(join(folder, file), content, { mode: 0o600 });
}
function edit(file: string, from: string, to: string): void {
  const content = readFileSync(join(folder, file), 'utf8');
  expect(content).toContain(from);
  write(file, content.replace(from, () => to));
}
const kubeconfig = (content: string): void => write('private/grappe.yaml', content);

/** What comes before anything is made on the cluster of an instance. */
async function check(session: Session): Promise<void> {
  await checkEngines(session, ['grappe'], []);
  await checkClusters(session, ['grappe'], ['host.grappe', INSTANCE]);
}

async function problemsOf(): Promise<ChatiereError | undefined> {
  return check(openSession(folder)).then(() => undefined, (error: unknown) => {
    if (error instanceof ChatiereError) return error;
    throw error;
  });
}

const filled = (words: string, values: Readonly<Record<string, string>>): string => Object.entries(values).reduce((text, [name, value]) => text.replaceAll(`{${name}}`, value), words);
const said = (error: ChatiereError | undefined, language: Language): string => error?.problems.map((problem) => renderProblem(problem, language)).join('\n') ?? '';

/** Refused in both languages; not a byte of the federation differs, nothing was changed in the cluster, and no word holds the token. */
async function refused(name: keyof typeof clusterRefusals): Promise<void> {
  // What a cluster is known by is written down the first time that it answers.
  await problemsOf();
  const before = contents(folder);
  const error = await problemsOf();
  const expected: ClusterRefusal = clusterRefusals[name];
  const values = { kubeconfig: join(folder, 'private', 'grappe.yaml'), server: cluster?.server ?? '' };
  expect({ fr: said(error, 'fr'), en: said(error, 'en') }).toEqual({ fr: filled(expected.fr, values), en: filled(expected.en, values) });
  expect(contents(folder)).toEqual(before);
  expect((cluster?.asked ?? []).filter((line) => !line.startsWith('GET '))).toEqual([]);
  expect(said(error, 'en')).not.toContain(TOKEN);
}

/** A cluster that lacks some of what is needed, or has more. */
async function having(more: Objects, without: readonly string[] = []): Promise<void> {
  cluster = await fakeCluster(Object.fromEntries(Object.entries({ ...HEALTHY, ...more }).filter(([path]) => !without.includes(path))));
  kubeconfig(cluster.kubeconfig());
}

it('lets a cluster pass that has all that is needed, and reads only', async () => {
  await having({});
  expect(said(await problemsOf(), 'en')).toBe('');
  expect(cluster?.asked.every((line) => line.startsWith('GET '))).toBe(true);
  const session = openSession(folder);
  const sheet = session.federation.hosts.get('grappe');
  if (sheet?.target !== 'kubernetes') expect.fail('no cluster');
  expect(await clusterChecks(accessOf(session.federation, 'grappe') ?? expect.fail(), sheet)).toEqual([{ check: 'cluster grappe', title: { fr: 'serveur grappe', en: 'host grappe' }, state: 'ok', found: { fr: 'Kubernetes 1.35.3+k3s1', en: 'Kubernetes 1.35.3+k3s1' } }]);
});

describe('the file that leads to a cluster', () => {
  beforeEach(() => having({}));

  it('is not there', async () => {
    rmSync(join(folder, 'private', 'grappe.yaml'));
    await refused('absent');
  });

  it('is no kubeconfig', async () => {
    kubeconfig(`token: ${TOKEN}\n`);
    await refused('malformed');
  });

  it('has two contexts, and none is chosen, whatever kubectl was last pointed at', async () => {
    kubeconfig(cluster?.kubeconfig((config) => {
      config.contexts.push({ name: 'autre', context: { cluster: 'grappe', user: 'chatiere' } });
      config['current-context'] = 'default';
    }) ?? '');
    await refused('which-context');
  });

  it('does not have the context that is named', async () => {
    edit('hosts/grappe.yaml', 'kubeconfig: grappe.yaml', 'kubeconfig: grappe.yaml, context: defaut');
    await refused('unknown-context');
  });

  it('refers to another file by a relative path', async () => {
    kubeconfig(cluster?.kubeconfig(({ users }) => { users[0]!.user = { tokenFile: 'jeton' }; }) ?? '');
    await refused('relative');
  });

  it('holds a certificate that has expired', async () => {
    const client = await expiredClient();
    kubeconfig(cluster?.kubeconfig(({ users }) => { users[0]!.user = client; }) ?? '');
    await refused('credentials-expired');
    expect(cluster?.asked).toEqual([]);
  });

  it('holds a token that the cluster does not know', async () => {
    kubeconfig(cluster?.kubeconfig(({ users }) => { users[0]!.user = { token: 'autre' }; }) ?? '');
    await refused('login');
  });
});

describe('a cluster', () => {
  it('that nothing answers for', async () => {
    await having({});
    await cluster?.close();
    await refused('unreachable');
  });

  it('whose certificate has expired', async () => {
    cluster = await fakeCluster(HEALTHY, { certificateDays: -400 });
    kubeconfig(cluster.kubeconfig());
    await refused('certificate-expired');
  });

  it('of another authority', async () => {
    await having({});
    const other = await fakeCluster(HEALTHY);
    const server = cluster?.server ?? '';
    kubeconfig(other.kubeconfig(({ clusters }) => { clusters[0]!.cluster['server'] = server; }));
    await other.close();
    await refused('not-trusted');
  });

  it('older than 1.33', async () => {
    await having({ '/version': { major: '1', minor: '32', gitVersion: 'v1.32.9+k3s1' } });
    await refused('too-old');
  });

  it('without a default storage class', async () => {
    await having({ '/apis/storage.k8s.io/v1/storageclasses': { items: [{ metadata: { name: 'lent' } }, { metadata: { name: 'rapide' } }] } });
    await refused('no-default-storage-class');
    edit('hosts/grappe.yaml', 'gateway:', 'storageClass: rapide\ngateway:');
    expect(said(await problemsOf(), 'en')).toBe('');
    edit('hosts/grappe.yaml', 'storageClass: rapide', 'storageClass: rapid');
    await refused('no-storage-class');
  });

  it('without a GatewayClass, or without the Gateway API', async () => {
    await having({ '/apis/gateway.networking.k8s.io/v1/gatewayclasses': { items: [] } });
    await refused('no-gateway-class');
    await cluster?.close();
    await having({}, Object.keys(HEALTHY).filter((path) => path.includes('gateway')));
    await refused('no-gateway-class');
  });

  it('without the named Gateway', async () => {
    await having({ '/apis/gateway.networking.k8s.io/v1/gateways': { items: ['interne', 'publique-2'].map((name) => ({ metadata: { namespace: 'entree', name } })) } }, ['/apis/gateway.networking.k8s.io/v1/namespaces/entree/gateways/publique']);
    await refused('no-gateway');
  });

  it('whose Gateway admits nobody else’s routes', async () => {
    await having({ '/apis/gateway.networking.k8s.io/v1/namespaces/entree/gateways/publique': { metadata: { name: 'publique' }, spec: { listeners: [{ protocol: 'HTTPS' }] } } });
    await refused('gateway-closed');
  });

  it('without a node of the region', async () => {
    await having({ '/api/v1/nodes': { items: [] } });
    await refused('no-resident-node');
    expect(cluster?.asked).toContain('GET /api/v1/nodes?limit=1&labelSelector=residency.chatiere.node-restriction.kubernetes.io%2Fregion%3Dca-qc');
  });

  it('where the namespace is being deleted, or somebody else’s', async () => {
    const labels = { 'app.kubernetes.io/managed-by': 'chatiere', 'chatiere.federation': 'demo', 'app.kubernetes.io/instance': INSTANCE };
    await having({ [`/api/v1/namespaces/${NAMESPACE}`]: { metadata: { labels } } });
    expect(said(await problemsOf(), 'en')).toBe('');
    await cluster?.close();
    await having({ [`/api/v1/namespaces/${NAMESPACE}`]: { metadata: { labels, deletionTimestamp: '2026-11-26T00:00:00Z' }, status: { phase: 'Terminating' } } });
    await refused('namespace-going');
    await cluster?.close();
    await having({ [`/api/v1/namespaces/${NAMESPACE}`]: { metadata: { labels: { ...labels, 'chatiere.federation': 'autre' } } } });
    await refused('namespace-taken');
  });

  it('says all that it lacks at once', async () => {
    await having({ '/version': { major: '1', minor: '29', gitVersion: 'v1.29.0' }, '/api/v1/nodes': { items: [] } }, ['/apis/storage.k8s.io/v1/storageclasses', '/apis/gateway.networking.k8s.io/v1/gatewayclasses']);
    expect((await problemsOf())?.problems.map(({ code }) => code)).toEqual(['cluster-too-old', 'no-default-storage-class', 'no-gateway-class', 'no-resident-node']);
  });

  it('that is another one than before is refused, and recorded once it is accepted', async () => {
    await having({});
    await checkEngines(openSession(folder), ['grappe'], []);
    await cluster?.close();
    await having({ '/api/v1/namespaces/kube-system': { metadata: { name: 'kube-system', uid: 'grappe-deux' } } });
    await refused('another');
    await checkEngines(openSession(folder), ['grappe'], ['grappe']);
    expect(said(await problemsOf(), 'en')).toBe('');
  });
});
