import * as pulumi from '@pulumi/pulumi';
import { newSeed } from '../../modules/kernel/index.ts';
import type { Workload } from '../../modules/workload/index.ts';
import { type Graph, graphOf, type Node } from '../golden/graph.ts';
import { NAME } from './workloads.ts';

const { dockerTarget } = await import('../../modules/targets/docker/index.ts');
const docker = await import('@pulumi/docker');

const ENGINE = 'unix:///var/run/docker.sock';
export const FACTS = { 'identity.issuer': 'https://connexion.essai.test/realms/essai', authority: 'PEM' };

interface Given {
  readonly preview?: boolean;
  readonly seed?: string;
  readonly facts?: Readonly<Record<string, string>>;
  readonly unknownFacts?: readonly string[];
}

/** What the Docker target asks for, without an engine. One at a time: Pulumi's mock is one for the process. */
export const deploy = (of: Workload, { preview = false, seed = newSeed(), facts = FACTS, unknownFacts = [] }: Given = {}): Promise<Graph> =>
  graphOf({ stack: 'commune.notes', preview }, () => {
    const known = Object.entries(facts).map(([name, value]) => [name, pulumi.output(unknownFacts.includes(name) ? (pulumi.unknown as unknown as string) : value)]);
    const target = dockerTarget({ provider: new docker.Provider('server', { host: ENGINE }), engine: ENGINE });
    return target.deploy(of, { seed: pulumi.secret(seed), facts: Object.fromEntries(known), parent: undefined }).services;
  });

export const find = ({ resources }: Graph, type: string, name: string): Node => {
  const node = resources.find((each) => each.type === type && each.name === `${NAME}-${name}`);
  if (node === undefined) throw new Error(`no ${type} ${name} among ${resources.map((each) => each.urn).join(', ')}`);
  return node;
};
export const container = (graph: Graph, name: string): Node => find(graph, 'docker:index/container:Container', name);
export const labels = (node: Node): Record<string, string> => Object.fromEntries((node.inputs['labels'] as { label: string; value: string }[]).map(({ label, value }) => [label, value]));
