import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeEach, describe, expect, it } from 'vitest';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { loadFederation } from '../../modules/federation/index.ts';
import { fingerprintsOf, inputDigest, inputOf } from '../../modules/input/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { demoFederation, stackGraph } from '../golden/demo.ts';
import { type Graph, type Node, SECRET } from '../golden/graph.ts';

/** The demonstration with its MRC's instance on a cluster. */
const directory = demoFederation();
const KUBECONFIG = join(directory, 'private', 'grappe.yaml');
const TOKEN = 'canari-du-jeton';
const INSTANCE = 'mrc-demo.miniflux';
const kubeconfig = (server = 'https://grappe.exemple.coop:6443', token = TOKEN): string => JSON.stringify({
  clusters: [{ name: 'grappe', cluster: { server } }],
  contexts: [{ name: 'default', context: { cluster: 'grappe', user: 'chatiere' } }],
  users: [{ name: 'chatiere', user: { token } }],
});
const write = (file: string, content: string): void => {
  mkdirSync(join(directory, file, '..'), { recursive: true });
  writeFileSync(join(directory, file), content);
};
const edit = (file: string, from: string, to: string): void => write(file, readFileSync(join(directory, file), 'utf8').replace(from, () => to));

write('hosts/grappe.yaml', `operator: coop-des-rives
target: kubernetes
cluster: { kubeconfig: grappe.yaml }
site: { name: Salle B, region: qc }
gateway: { namespace: entree, name: publique }
registries: [registre.exemple.coop, chatiere]
`);
edit('federation.yaml', 'publicDns: false', 'publicDns: true');
edit(`instances/${INSTANCE}.yaml`, 'host: serveur-1', 'host: grappe');
for (const file of ['certificates/edge-grappe.crt', 'private/edge-grappe.key']) write(file, `${file} of the golden graphs\n`);

const before = process.env['KUBECONFIG'];
beforeEach(() => {
  write('private/grappe.yaml', kubeconfig());
  process.env['KUBECONFIG'] = KUBECONFIG;
});
afterAll(() => {
  rmSync(directory, { recursive: true });
  if (before === undefined) delete process.env['KUBECONFIG'];
  else process.env['KUBECONFIG'] = before;
});

const ofType = ({ resources }: Graph, type: string): Node[] => resources.filter((node) => node.type === type);
const provider = (graph: Graph): Node => ofType(graph, 'pulumi:providers:kubernetes')[0] as Node;

describe('the stack of a cluster', () => {
  it('holds its rules, each bound, a priority for each plan, what is paid above what is free, and its Gateway’s certificate', async () => {
    const graph = await stackGraph(directory, 'host.grappe');
    const names = (type: string): string[] => ofType(graph, type).map(({ name }) => name);
    const policies = names('kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicy');
    expect(policies.length).toBeGreaterThan(2);
    expect(names('kubernetes:admissionregistration.k8s.io/v1:ValidatingAdmissionPolicyBinding')).toEqual(policies);
    expect(Object.fromEntries(ofType(graph, 'kubernetes:scheduling.k8s.io/v1:PriorityClass').map(({ name, inputs }) => [name, inputs['value']]))).toEqual({
      'demo--grappe--essai': 10_000, 'demo--grappe--base': 100_000, 'demo--grappe--collectif': 100_000, 'demo--grappe--territoire': 100_000,
    });
    const [certificate] = ofType(graph, 'kubernetes:core/v1:Secret');
    expect(certificate?.inputs).toMatchObject({ metadata: { name: 'demo--grappe--certificate', namespace: 'entree' }, type: 'kubernetes.io/tls', stringData: SECRET });
    expect(JSON.stringify(graph)).not.toContain('edge-grappe.key of the golden graphs');
  });

  it('writes each object under one name, so that what a cut leaves is taken over', async () => {
    for (const stack of ['host.grappe', INSTANCE]) {
      const objects = (await stackGraph(directory, stack)).resources.filter(({ type }) => type.startsWith('kubernetes:'));
      expect(objects.length).toBeGreaterThan(5);
      for (const { inputs } of objects) expect(inputs['metadata']).toMatchObject({ annotations: { 'pulumi.com/patchFieldManager': 'chatiere' } });
    }
  });

  it('makes neither the Gateway nor its class: they are the administrator’s', async () => {
    const { resources } = await stackGraph(directory, 'host.grappe');
    expect(resources.filter(({ type }) => type.includes('gateway'))).toEqual([]);
  });
});

describe('an instance on a cluster', () => {
  it('has a namespace of its own, its sign-in on the Docker host’s identity server, and nothing of Docker', async () => {
    const graph = await stackGraph(directory, INSTANCE);
    expect(ofType(graph, 'kubernetes:core/v1:Namespace').map(({ inputs }) => (inputs['metadata'] as { name: string }).name)).toEqual(['demo--mrc-demo--miniflux']);
    expect(ofType(graph, 'keycloak:openid/client:Client')).toHaveLength(1);
    expect(graph.resources.filter(({ type }) => type.startsWith('docker:') || type === 'pulumi:providers:docker')).toEqual([]);
  });

  it('is reached by a context and nothing that stands in the kubeconfig, nor where it lies', async () => {
    const graph = await stackGraph(directory, INSTANCE);
    expect(provider(graph).inputs).toMatchObject({ kubeconfig: '', context: 'default', clusterIdentifier: 'grappe' });
    for (const private_ of [TOKEN, KUBECONFIG, 'grappe.exemple.coop']) expect(JSON.stringify(graph)).not.toContain(private_);
  });

  it('is refused when the plugin would go by another kubeconfig, or by none', async () => {
    process.env['KUBECONFIG'] = '/root/.kube/config';
    await expect(stackGraph(directory, INSTANCE)).rejects.toThrow(/KUBECONFIG ne nomme pas|KUBECONFIG does not name/);
    delete process.env['KUBECONFIG'];
    await expect(stackGraph(directory, 'host.grappe')).rejects.toThrow(/KUBECONFIG ne nomme pas|KUBECONFIG does not name/);
  });

  it('previews before any stack has outputs', async () => {
    const { resources } = await stackGraph(directory, INSTANCE, { preview: true, stacks: {} });
    expect(resources.length).toBeGreaterThan(10);
  });
});

describe('what makes a stack of a cluster run again', () => {
  const catalog = loadCatalog(join(CHECKOUT, 'catalog'));
  const digest = (stack: string): string => {
    const input = inputOf(loadFederation(directory, catalog), catalog, stack, localImageTag);
    return inputDigest(input, fingerprintsOf(input, 'programs'), {});
  };
  const first = ['host.grappe', INSTANCE].map((stack) => {
    write('private/grappe.yaml', kubeconfig());
    return [stack, digest(stack)] as const;
  });

  it.each(first)('%s: not a new token, but another address of the cluster', (stack, known) => {
    write('private/grappe.yaml', kubeconfig(undefined, 'un-autre-jeton'));
    expect(digest(stack)).toBe(known);
    write('private/grappe.yaml', kubeconfig('https://ailleurs.exemple.coop:6443'));
    expect(digest(stack)).not.toBe(known);
  });
});
