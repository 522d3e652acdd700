import { randomBytes } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Api, type Cluster as Rig, LOCAL_CLASS, openApi, RESIDENCY_LABEL, startCluster, THREE_ZONES } from '../../modules/engine/cluster/index.ts';
import { resolveToolchain } from '../../modules/engine/toolchain/index.ts';
import { label, MANAGED_BY } from '../../modules/kernel/index.ts';
import { admissionPolicies, type Cluster } from '../../modules/targets/kubernetes/index.ts';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { conformance } from '../targets/conformance.ts';
import { kubernetesObserver } from './kubernetes-observer.ts';
import { createDeployment } from './stack.ts';

const federation = `essai-${randomBytes(3).toString('hex').replace(/^\d/, 'a')}`;
const namespaceOf = (part: string): string => `${federation}--commune--${part}`;

const cluster: Cluster = {
  gateway: { namespace: 'passerelle', name: 'edge' },
  storageClass: LOCAL_CLASS,
  region: 'ca-qc',
  residencyLabel: RESIDENCY_LABEL,
  registries: ['registry.test'],
  backupEndpoints: [],
  identity: { addresses: ['192.0.2.7/32'], port: 443 },
  edgeAddress: '192.0.2.8',
  priority: {},
};

let folder: string;
let rig: Rig;
let api: Api;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-grappe-'));
  rig = await startCluster({ folder: join(folder, 'cluster'), nodes: THREE_ZONES });
  api = await openApi(rig.kubeconfig, rig.context);
  const objects = api.library.KubernetesObjectApi.makeApiClient(api.config);
  for (const { policy, binding } of admissionPolicies(cluster, { name: federation, labels: { [label.managedBy]: MANAGED_BY, [label.federation]: federation } })) {
    await objects.create(policy as object);
    await objects.create(binding as object);
  }
});
afterAll(async () => {
  await rig?.stop();
  await rm(folder, { recursive: true, force: true });
});

/** A control plane with fake nodes: pods, their health and their ends are played. */
conformance('Kubernetes', {
  runs: false,
  picture: { bytes: 64 * 1024, stateBytes: 400_000 },
  // The termination message, which the nodes play: the last lines stand in the place of the code.
  says: { failed: '[Error]', late: 'DeadlineExceeded' },
  async deploy(part) {
    const { environment } = await resolveToolchain({ need: ['kubernetes'] });
    return createDeployment({
      workload: { name: namespaceOf(part), image: 'registry.test/busybox:1' },
      program: 'kubernetes-program.ts',
      environment,
      settings: { kubeconfig: rig.kubeconfig, cluster: JSON.stringify(cluster) },
      observer: kubernetesObserver(api, namespaceOf(part)),
      sweep: async () => undefined,
    });
  },
  outside: async () => ({ address: '203.0.113.2', dispose: async () => undefined }),
});

describe('on a cluster', () => {
  it('what is left at the end is the namespaces and their volumes', async () => {
    const core = api.config.makeApiClient(api.library.CoreV1Api);
    for (const part of ['notes', 'autres']) {
      const namespace = namespaceOf(part);
      expect((await core.listNamespacedPod({ namespace })).items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined)).toEqual([]);
      expect((await core.listNamespacedService({ namespace })).items).toEqual([]);
      expect((await core.listNamespacedSecret({ namespace })).items).toEqual([]);
      expect((await core.listNamespacedPersistentVolumeClaim({ namespace })).items.map(({ metadata }) => metadata?.name)).toEqual(['data']);
    }
  });
});
