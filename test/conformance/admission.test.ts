import { mkdtemp, rm } from 'node:fs/promises';
import { rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { type Api, type Cluster as Rig, openApi, startCluster } from '../../modules/engine/cluster/index.ts';
import { label, MANAGED_BY } from '../../modules/kernel/index.ts';
import { admissionPolicies } from '../../modules/targets/kubernetes/index.ts';
import { CASES } from '../targets/admission-cases.ts';
import { CLUSTER, deploy } from '../targets/kubernetes-graph.ts';
import { SECRET } from '../golden/graph.ts';
import { TOLD } from '../targets/subset/view.ts';
import { federationWithAll, offered, OFFERS } from '../targets/subset/workloads.ts';
import { askToCreate } from './ask.ts';

/** The rules as a real API server evaluates them, and every manifest of the catalog as it takes them: each unknown field is refused. */
const DOMAIN = { name: 'essai', labels: { [label.managedBy]: MANAGED_BY, [label.federation]: 'demo', [label.host]: 'serveur-1' } };
const policies = admissionPolicies(CLUSTER, DOMAIN);
const messages = new Map(policies.map(({ policy }) => [(policy.spec as any).validations[0].message as string, (policy.metadata as any).name.slice(DOMAIN.name.length + 2) as string]));
const namespace = 'regles';

/** Kinds of two operators that need not be there: any spec. */
const foreign = ([group, kind]: readonly [string, string]) => ({
  apiVersion: 'apiextensions.k8s.io/v1',
  kind: 'CustomResourceDefinition',
  metadata: { name: `${kind.toLowerCase()}s.${group}` },
  spec: { group, scope: 'Namespaced', names: { kind, plural: `${kind.toLowerCase()}s`, singular: kind.toLowerCase() }, versions: [{ name: 'v1', served: true, storage: true, schema: { openAPIV3Schema: { type: 'object', properties: { spec: { type: 'object', 'x-kubernetes-preserve-unknown-fields': true } } } } }] },
});

let folder: string;
let rig: Rig;
let api: Api;
const directory = federationWithAll();

const create = async (manifest: object): Promise<void> => {
  const { code, message } = await askToCreate(api, manifest, namespace, false);
  if (code >= 300) throw new Error(message);
};

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-grappe-'));
  rig = await startCluster({ folder: join(folder, 'cluster') });
  api = await openApi(rig.kubeconfig, rig.context);
  await create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: namespace, labels: DOMAIN.labels } });
  await create({ apiVersion: 'v1', kind: 'Namespace', metadata: { name: 'ailleurs' } });
  for (const one of [['k8up.io', 'Backup'], ['k8up.io', 'Schedule'], ['barmancloud.cnpg.io', 'ObjectStore']] as const) await create(foreign(one));
  for (const { policy, binding } of policies) {
    await create(policy);
    await create(binding);
  }
  // The server takes note of them, and of the kinds, a moment later.
  for (const id of messages.values()) {
    const bad = CASES.find(({ refused }) => refused.includes(id))?.manifest;
    while ((await askToCreate(api, bad, namespace, true)).code !== 403) await delay(100);
  }
  for (const { manifest } of CASES) while ((await askToCreate(api, manifest, namespace, true)).code === 404) await delay(100);
});
afterAll(async () => {
  await rig?.stop();
  await rm(folder, { recursive: true, force: true });
  rmSync(directory, { recursive: true });
});

describe('the rules of a cluster, at its API server', () => {
  it.each(CASES.map((one) => [one.name, one] as const))('%s', async (_, { manifest, refused }) => {
    const { code, message } = await askToCreate(api, manifest, namespace, true);
    const said = [...messages].filter(([words]) => message.includes(words)).map(([, id]) => id);
    // The server names one of several.
    if (refused.length === 0) expect([code, message]).toEqual([201, '']);
    else expect([code, said.length, refused.includes(said[0] ?? '')], message).toEqual([403, 1, true]);
  });

  it('hold nobody else’s namespaces', async () => {
    const { manifest } = CASES.find(({ refused }) => refused.includes('residency')) as (typeof CASES)[number];
    expect((await askToCreate(api, manifest, 'ailleurs', true)).code).toBe(201);
  });

  it('are expressions without a warning', async () => {
    const client = api.config.makeApiClient(api.library.AdmissionregistrationV1Api);
    for (const { policy } of policies) {
      const { name } = policy.metadata as { name: string };
      for (;;) {
        const { status, metadata } = await client.readValidatingAdmissionPolicy({ name });
        if (status?.observedGeneration !== metadata?.generation) { await delay(100); continue; }
        expect(status?.typeChecking?.expressionWarnings ?? [], name).toEqual([]);
        break;
      }
    }
  });
});

describe.each(OFFERS)('%s', (_, release, plan) => {
  it(`on the plan ${plan}, is taken whole`, async () => {
    const asked = offered(directory, release, plan);
    const name = `${release.app}-${plan}`;
    const workload = { ...asked, name, labels: { ...asked.labels, [label.workload]: name } };
    const { resources } = await deploy(workload, { facts: TOLD });
    const manifests: any[] = resources.map(({ inputs }) => inputs).filter(({ kind }) => kind);
    await create(manifests.find(({ kind }) => kind === 'Namespace'));
    for (const manifest of manifests.filter(({ kind }) => kind !== 'Namespace')) {
      // What is secret stands in no graph.
      const { code, message } = await askToCreate(api, manifest.data === SECRET ? { ...manifest, data: {} } : manifest, workload.name, true);
      expect.soft([code, message], `${manifest.kind} ${manifest.metadata.name}`).toEqual([201, '']);
    }
  });
});
