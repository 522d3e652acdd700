import { describe, expect, it } from 'vitest';
import { label } from '../../modules/kernel/index.ts';
import { admissionPolicies, refusals } from '../../modules/targets/kubernetes/index.ts';
import { CASES } from './admission-cases.ts';
import { CLUSTER, deploy } from './kubernetes-graph.ts';
import { notes, service, workload } from './workloads.ts';

const DOMAIN = { name: 'essai--serveur-1', labels: { [label.managedBy]: 'chatiere', [label.federation]: 'essai', [label.host]: 'serveur-1', [label.operator]: 'coop' } };
const policies = admissionPolicies(CLUSTER, DOMAIN);

describe('the rules of a cluster', () => {
  it.each(CASES.map((one) => [one.name, one] as const))('%s', (_, { manifest, refused }) => {
    expect(refusals(manifest, CLUSTER).map(({ code }) => code)).toEqual(refused);
  });

  it('are the same for every kind that makes pods', () => {
    const kinds = new Set(CASES.filter(({ refused }) => refused.includes('residency')).map(({ manifest }) => manifest.kind));
    expect(kinds).toEqual(new Set(['Pod', 'Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet', 'Job', 'CronJob']));
  });

  it('each is refused by some object of the table, and held by another', () => {
    const ids = policies.map(({ policy }) => (policy.metadata as { name: string }).name.slice(DOMAIN.name.length + 2));
    expect(ids.filter((id) => !CASES.some(({ refused }) => refused.includes(id)))).toEqual([]);
  });

  it('stand in the cluster in the same words, for the host’s own namespaces, and refuse when they cannot be evaluated', () => {
    for (const { policy, binding } of policies) {
      const { name } = policy.metadata as { name: string };
      expect(policy.spec, name).toMatchObject({ failurePolicy: 'Fail', matchConstraints: { namespaceSelector: { matchLabels: { 'app.kubernetes.io/managed-by': 'chatiere', 'chatiere.federation': 'essai', 'chatiere.host': 'serveur-1' } } } });
      expect(binding.spec, name).toEqual({ policyName: name, validationActions: ['Deny', 'Audit'] });
    }
    const [found] = refusals(CASES.find(({ refused }) => refused[0] === 'residency')?.manifest as any, CLUSTER);
    const messages = policies.map(({ policy }) => (policy.spec as any).validations[0].message);
    expect(messages).toContain(`${found?.what.fr} / ${found?.what.en}`);
  });

  it('without a class of volumes no rule holds a claim to one', () => {
    const free = { ...CLUSTER, storageClass: undefined };
    expect(admissionPolicies(free, DOMAIN)).toHaveLength(policies.length - 1);
    expect(refusals({ kind: 'PersistentVolumeClaim', metadata: { name: 'x' }, spec: {} }, free)).toEqual([]);
  });

  it('stop a preview before any resource is made, each problem by its object', async () => {
    await expect(deploy(workload([service('app', { image: 'ailleurs.test/x:1' }), service('autre', { image: 'registry.test.ailleurs.test/x:1' })]))).rejects.toThrow(
      /Deployment\/app: image from a registry that is not allowed on this cluster; allowed: chatiere, registry\.test\nDeployment\/autre: image from/,
    );
  });

  it('hold for everything that the target makes', async () => {
    const { resources } = await deploy(notes());
    expect(resources.filter(({ inputs }) => inputs['kind']).flatMap(({ inputs }) => refusals(inputs as any, CLUSTER))).toEqual([]);
  });
});
