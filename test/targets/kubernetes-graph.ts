import * as pulumi from '@pulumi/pulumi';
import { newSeed } from '../../modules/kernel/index.ts';
import type { Cluster } from '../../modules/targets/kubernetes/index.ts';
import type { Workload } from '../../modules/workload/index.ts';
import { type Graph, graphOf, type Node } from '../golden/graph.ts';
import { NAME } from './workloads.ts';

const { kubernetesTarget, PROVIDER_SETTINGS } = await import('../../modules/targets/kubernetes/index.ts');
const k8s = await import('@pulumi/kubernetes');

export const FACTS = { 'identity.issuer': 'https://connexion.essai.test/realms/essai', authority: 'PEM' };

export const CLUSTER: Cluster = {
  gateway: { namespace: 'passerelle', name: 'edge' },
  storageClass: 'ca-qc',
  region: 'ca-qc',
  residencyLabel: 'residency.chatiere.node-restriction.kubernetes.io/region',
  registries: ['chatiere', 'registry.test'],
  backupEndpoints: ['https://copies.essai.test'],
  identity: { addresses: ['192.0.2.7/32'], port: 8443 },
  edgeAddress: '192.0.2.8',
  priority: { base: 'essai--serveur-1--base' },
};

interface Given {
  readonly preview?: boolean;
  readonly seed?: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly unknownFacts?: readonly string[];
  readonly cluster?: Partial<Cluster>;
}

/** What the Kubernetes target asks for, without a cluster. One at a time: Pulumi's mock is one for the process. */
export const deploy = (of: Workload, { preview = false, seed = newSeed(), facts = FACTS, unknownFacts = [], cluster = {} }: Given = {}): Promise<Graph> =>
  graphOf({ stack: 'commune.notes', preview }, () => {
    const known = Object.entries(facts).map(([name, value]) => [name, pulumi.output(unknownFacts.includes(name) ? (pulumi.unknown as unknown as string) : value)]);
    const target = kubernetesTarget({ provider: new k8s.Provider('grappe', { ...PROVIDER_SETTINGS }), cluster: { ...CLUSTER, ...cluster } });
    return target.deploy(of, { seed: pulumi.secret(seed), facts: Object.fromEntries(known), parent: undefined }).services;
  });

export const of = (graph: Graph, kind: string): Node[] => graph.resources.filter(({ inputs }) => inputs['kind'] === kind);

/** The one object of a kind and a name in the namespace. */
export function object(graph: Graph, kind: string, name: string): any {
  const found = of(graph, kind).find(({ inputs }) => (inputs['metadata'] as { name: string }).name === name);
  if (found === undefined) throw new Error(`no ${kind} ${name} among ${of(graph, kind).map(({ urn }) => urn).join(', ')}`);
  return found.inputs;
}
export const pod = (graph: Graph, name: string): any => (of(graph, 'Job').some(({ name: logical }) => logical === `${NAME}-${name}`) ? object(graph, 'Job', name) : object(graph, 'Deployment', name)).spec.template;
export const container = (graph: Graph, name: string): any => pod(graph, name).spec.containers[0];
export const resource = (graph: Graph, kind: string, name: string): Node => of(graph, kind).find(({ inputs }) => (inputs['metadata'] as { name: string }).name === name) as Node;
