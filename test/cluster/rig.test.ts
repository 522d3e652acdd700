import type { AppsV1Api, BatchV1Api, CoreV1Api, CustomObjectsApi, V1Job, V1PodSpec } from '@kubernetes/client-node';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Cluster, LOCAL_CLASS, LOST, openApi, REFUSED_REGISTRY, RESIDENCY_LABEL, SHARED_CLASS, startCluster } from '../../modules/engine/cluster/index.ts';
import { eventually } from './eventually.ts';

const home = mkdtempSync(join(tmpdir(), 'chatiere-rig-'));
const namespace = 'default';
const image = 'registry.example/app:1';
const nodes = [{ count: 2, region: 'ca-qc', zone: 'ca-qc-a' }, { count: 1, region: 'ca-qc', zone: 'ca-qc-b' }, { count: 1, region: 'fr-par', zone: 'fr-par-1' }];
const affinity: V1PodSpec['affinity'] = { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key: RESIDENCY_LABEL, operator: 'In', values: ['ca-qc'] }] }] } } };
let cluster: Cluster;
let [core, apps, batch, custom] = [] as unknown as [CoreV1Api, AppsV1Api, BatchV1Api, CustomObjectsApi];

beforeAll(async () => {
  cluster = await startCluster({ folder: join(home, 'cluster'), nodes });
  const { library, config } = await openApi(cluster.kubeconfig, cluster.context);
  core = config.makeApiClient(library.CoreV1Api);
  apps = config.makeApiClient(library.AppsV1Api);
  batch = config.makeApiClient(library.BatchV1Api);
  custom = config.makeApiClient(library.CustomObjectsApi);
});
afterAll(async () => {
  await cluster?.stop();
  rmSync(home, { recursive: true, force: true });
});

const podsOf = async (label: string) => (await core.listNamespacedPod({ namespace, labelSelector: label })).items;

const deployment = (name: string, replicas: number, spec: Partial<V1PodSpec> = {}) => apps.createNamespacedDeployment({
  namespace,
  body: { metadata: { name }, spec: { replicas, selector: { matchLabels: { app: name } }, template: { metadata: { labels: { app: name } }, spec: { containers: [{ name: 'app', image, ports: [{ containerPort: 80 }] }], affinity, ...spec } } } },
});
const available = (name: string, replicas: number) => eventually(async () => (await apps.readNamespacedDeployment({ namespace, name })).status?.availableReplicas === replicas);

describe('the control plane', () => {
  it('says the version of its recipe, which Pulumi’s plugin compares', async () => {
    const { library, config } = await openApi(cluster.kubeconfig);
    const { gitVersion, major, minor } = await config.makeApiClient(library.VersionApi).getCode();
    expect([gitVersion, major, minor]).toEqual(['v1.35.3', '1', '35']);
    expect(cluster.version).toBe('1.35.3');
  });

  it('lets nobody in who shows no certificate', async () => {
    const { library, config } = await openApi(cluster.kubeconfig);
    config.users = [{ name: 'admin' }];
    await expect(config.makeApiClient(library.CoreV1Api).listNode()).rejects.toMatchObject({ code: 401 });
    expect(statSync(cluster.kubeconfig).mode & 0o777).toBe(0o600);
  });

  it('has the nodes that were asked for, ready, with the protected label of their region', async () => {
    const { items } = await core.listNode();
    expect(items.map(({ metadata }) => [metadata?.name, metadata?.labels?.[RESIDENCY_LABEL]])).toEqual([['ca-qc-a-01', 'ca-qc'], ['ca-qc-a-02', 'ca-qc'], ['ca-qc-b-01', 'ca-qc'], ['fr-par-1-01', 'fr-par']]);
    expect(items.every(({ status }) => status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'))).toBe(true);
  });

  it('refuses what is not right: an unknown field, and in a restricted namespace a pod that may be root', async () => {
    await expect(custom.createNamespacedCustomObject({ group: 'gateway.networking.k8s.io', version: 'v1', namespace, plural: 'httproutes', body: { apiVersion: 'gateway.networking.k8s.io/v1', kind: 'HTTPRoute', metadata: { name: 'x' }, spec: { hostname: 'x' } }, fieldValidation: 'Strict' })).rejects.toMatchObject({ code: 400 });
    await core.createNamespace({ body: { metadata: { name: 'strict', labels: { 'pod-security.kubernetes.io/enforce': 'restricted' } } } });
    await expect(core.createNamespacedPod({ namespace: 'strict', body: { metadata: { name: 'root' }, spec: { containers: [{ name: 'app', image }] } } })).rejects.toMatchObject({ code: 403 });
  });
});

describe('workloads', () => {
  it('a Deployment becomes available within its region, and its Service has endpoints', async () => {
    await core.createNamespacedService({ namespace, body: { metadata: { name: 'web' }, spec: { selector: { app: 'web' }, ports: [{ port: 80 }] } } });
    await deployment('web', 3);
    await available('web', 3);
    expect(new Set((await podsOf('app=web')).map(({ spec }) => spec?.nodeName?.slice(0, 5)))).toEqual(new Set(['ca-qc']));
    const { subsets } = await eventually(async () => {
      const found = await core.readNamespacedEndpoints({ namespace, name: 'web' });
      return found.subsets?.[0]?.addresses?.length === 3 && found;
    });
    expect(new Set(subsets?.[0]?.addresses?.map(({ ip }) => ip)).size).toBe(3);
  });

  const job = (name: string, annotations: Record<string, string>, env: { name: string; value: string }[] = []): Promise<V1Job> =>
    batch.createNamespacedJob({ namespace, body: { metadata: { name }, spec: { backoffLimit: 0, template: { metadata: { annotations }, spec: { restartPolicy: 'Never', containers: [{ name: 'job', image, env }] } } } } });
  const outcome = (name: string) => eventually(async () => (await batch.readNamespacedJob({ namespace, name })).status?.conditions?.find(({ type, status }) => ['Complete', 'Failed'].includes(type) && status === 'True')?.type);
  const logOf = async (name: string) => {
    const [pod] = await podsOf(`job-name=${name}`);
    return core.readNamespacedPodLog({ namespace, name: pod?.metadata?.name ?? '', tailLines: 2 });
  };

  it('a Job completes; its log says that nothing ran', async () => {
    await job('done', {});
    expect(await outcome('done')).toBe('Complete');
    expect(await logOf('done')).toContain('nothing runs here');
  });

  it('a Job fails when its pod says so, with the lines that were given for it', async () => {
    await cluster.writePodLog('migration', ['connexion', 'relation "users" does not exist']);
    await job('broken', { 'chatiere.rig/exit-code': '3', 'chatiere.rig/log': 'migration' });
    expect(await outcome('broken')).toBe('Failed');
    expect(await logOf('broken')).toBe('connexion\nrelation "users" does not exist\n');
    expect((await podsOf('job-name=broken'))[0]?.status?.containerStatuses?.[0]?.state?.terminated).toMatchObject({ exitCode: 3, reason: 'Error' });
  });

  it('a variable of its container says the same; without a log of its own it says that it was told to', async () => {
    await job('broken-too', {}, [{ name: 'CHATIERE_RIG_EXIT_CODE', value: '1' }]);
    expect(await outcome('broken-too')).toBe('Failed');
    expect(await logOf('broken-too')).toContain('told to fail');
  });

  it('a Job that never ends runs on, and one whose image is refused waits', async () => {
    await job('endless', { 'chatiere.rig/exit-code': 'never' });
    await deployment('refused', 1, { containers: [{ name: 'app', image: `${REFUSED_REGISTRY}/app:1` }] });
    const [pod] = await eventually(async () => (await podsOf('app=refused')).filter(({ status }) => status?.containerStatuses).slice(0, 1).map((pod) => [pod] as const)[0]);
    expect(pod?.status?.containerStatuses?.[0]?.state?.waiting?.reason).toBe('ImagePullBackOff');
    await eventually(async () => (await podsOf('job-name=endless'))[0]?.status?.phase === 'Running');
    expect((await batch.readNamespacedJob({ namespace, name: 'endless' })).status?.active).toBe(1);
  });
});

describe('volumes', () => {
  const claim = (name: string, storageClassName?: string) => core.createNamespacedPersistentVolumeClaim({ namespace, body: { metadata: { name }, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...(storageClassName && { storageClassName }) } } });
  const bound = (name: string) => eventually(async () => {
    const found = await core.readNamespacedPersistentVolumeClaim({ namespace, name });
    return found.status?.phase === 'Bound' && found.spec?.volumeName;
  });

  it('a claim is bound at once by the shared class, with its pod by the default class, and its volume goes with it', async () => {
    await claim('shared', SHARED_CLASS);
    await bound('shared');
    const local = await claim('local');
    expect(local.spec?.storageClassName).toBe(LOCAL_CLASS);
    await deployment('data', 1, { volumes: [{ name: 'data', persistentVolumeClaim: { claimName: 'local' } }] });
    const volume = await bound('local');
    await available('data', 1);
    const { spec } = await core.readPersistentVolume({ name: volume });
    expect(spec?.nodeAffinity?.required?.nodeSelectorTerms[0]?.matchExpressions?.[0]?.values).toEqual([(await podsOf('app=data'))[0]?.spec?.nodeName]);
    await apps.deleteNamespacedDeployment({ namespace, name: 'data' });
    await core.deleteNamespacedPersistentVolumeClaim({ namespace, name: 'local' });
    await eventually(async () => (await core.listPersistentVolume()).items.every(({ metadata }) => metadata?.name !== volume));
  });
});

describe('the Gateway API', () => {
  it('accepts a gateway of our class and a route', async () => {
    const at = { group: 'gateway.networking.k8s.io', version: 'v1', namespace };
    const body = (kind: string, spec: object) => ({ apiVersion: 'gateway.networking.k8s.io/v1', kind, metadata: { name: 'edge' }, spec });
    await custom.createNamespacedCustomObject({ ...at, plural: 'gateways', body: body('Gateway', { gatewayClassName: 'rig', listeners: [{ name: 'https', port: 443, protocol: 'HTTPS', tls: { certificateRefs: [{ name: 'edge' }] } }] }) });
    await custom.createNamespacedCustomObject({ ...at, plural: 'httproutes', body: body('HTTPRoute', { parentRefs: [{ name: 'edge' }], hostnames: ['app.chatiere.test'], rules: [{ backendRefs: [{ name: 'web', port: 80 }] }] }) });
    const conditions = (plural: string, of: (status: never) => { type: string; status: string }[] | undefined) => eventually(async () => {
      const { status } = (await custom.getNamespacedCustomObject({ ...at, plural, name: 'edge' })) as { status?: never };
      return status && of(status)?.map(({ type, status }) => `${type}=${status}`).sort();
    });
    expect(await conditions('gateways', ({ conditions }: { conditions: [] }) => conditions)).toEqual(['Accepted=True', 'Programmed=True']);
    expect(await conditions('httproutes', ({ parents }: { parents: [{ conditions: [] }] }) => parents?.[0]?.conditions)).toEqual(['Accepted=True', 'ResolvedRefs=True']);
  });
});

describe('a zone that is lost', () => {
  it('its pods go to another of the region, or wait; none goes abroad', async () => {
    await deployment('roaming', 4);
    await available('roaming', 4);
    const { library, config } = await openApi(cluster.kubeconfig);
    const objects = library.KubernetesObjectApi.makeApiClient(config);
    for (const name of ['ca-qc-a-01', 'ca-qc-a-02']) await objects.patch({ apiVersion: 'v1', kind: 'Node', metadata: { name, annotations: { [LOST]: 'true' } } }, undefined, undefined, undefined, undefined, library.PatchStrategy.MergePatch);
    await eventually(async () => {
      const pods = await podsOf('app=roaming');
      return pods.length === 4 && pods.every(({ spec, status }) => spec?.nodeName === 'ca-qc-b-01' && status?.phase === 'Running');
    });
  });
});
