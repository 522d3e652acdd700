import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { componentsOf, serverOf } from '../../modules/engine/cluster/components.ts';
import { filesOf } from '../../modules/engine/cluster/files.ts';
import { kubeconfig } from '../../modules/engine/cluster/kubeconfig.ts';
import { type NodeGroup, nodesOf, ONE_NODE, RESIDENCY_LABEL, THREE_ZONES } from '../../modules/engine/cluster/nodes.ts';
import { definitions } from '../../modules/engine/cluster/objects.ts';
import { logLines } from '../../modules/engine/cluster/pod-stages.ts';
import { lists } from '../../modules/engine/cluster/published.ts';
import { stages } from '../../modules/engine/cluster/stages.ts';
import { goRecipe } from '../../modules/engine/toolchain/go-program.ts';
import { pinnedVersion } from '../../modules/engine/toolchain/checkout.ts';
import { TOOLS } from '../../tools/images/index.ts';

const module = (name: string) => readFileSync(join(TOOLS, name, 'go.mod'), 'utf8');
/** The version of a module that a go.mod asks for. */
const required = (name: string, path: string) => new RegExp(`^(?:require |\t)${path} v(\\S+)`, 'm').exec(module(name))?.[1];

describe('the recipe', () => {
  it('of Kubernetes says the version of its module everywhere, and so do its staging modules', async () => {
    const { version, set } = await goRecipe('kubernetes');
    const [major, minor, patch] = version.split('.');
    expect(required('kubernetes', 'k8s.io/kubernetes')).toBe(version);
    const replaced = [...module('kubernetes').matchAll(/^\t(\S+) => (\S+) (\S+)$/gm)];
    expect(replaced).toHaveLength(31);
    for (const [, from, to, at] of replaced) expect([to, at]).toEqual([from, `v0.${minor}.${patch}`]);
    for (const home of ['k8s.io/component-base/version', 'k8s.io/client-go/pkg/version']) {
      expect(set).toMatchObject({ [`${home}.gitVersion`]: `v${version}`, [`${home}.gitMajor`]: major, [`${home}.gitMinor`]: minor });
    }
  });

  it('of the plugin says the version that package.json pins, and embeds what its program asks for', async () => {
    const { version, embed } = await goRecipe('pulumi-resource-kubernetes');
    expect(version).toBe(await pinnedVersion('@pulumi/kubernetes'));
    const program = readFileSync(join(TOOLS, 'pulumi-resource-kubernetes', 'main.go'), 'utf8');
    expect([...program.matchAll(/^\/\/go:embed (.+)$/gm)].map(([, file]) => file)).toEqual(embed?.files);
  });

  it('of kwok says the version of its module', async () => {
    expect(required('kwok', 'sigs.k8s.io/kwok')).toBe((await goRecipe('kwok')).version);
  });
});

describe('nodes', () => {
  const group = fc.record({ count: fc.integer({ min: 0, max: 120 }), region: fc.constantFrom('ca-qc', 'fr-par'), zone: fc.stringMatching(/^[a-z]{2}-[a-z]{1,4}$/) });

  it('are as many as asked for, each with its own name, zone, region and protected region', () => {
    fc.assert(fc.property(fc.uniqueArray(group, { selector: ({ zone }) => zone, maxLength: 6 }), (groups: NodeGroup[]) => {
      const nodes = nodesOf(groups);
      expect(nodes).toHaveLength(groups.reduce((sum, { count }) => sum + count, 0));
      expect(new Set(nodes.map(({ metadata }) => metadata.name)).size).toBe(nodes.length);
      for (const { zone, region, count } of groups) {
        const own = nodes.filter(({ metadata }) => metadata.labels?.['topology.kubernetes.io/zone'] === zone);
        expect(own).toHaveLength(count);
        expect(own.every(({ metadata }) => metadata.labels?.[RESIDENCY_LABEL] === region && metadata.labels['topology.kubernetes.io/region'] === region)).toBe(true);
      }
    }));
  });

  it('are one by default; the large shape has forty in three zones of Québec and two elsewhere', () => {
    expect(nodesOf(ONE_NODE).map(({ metadata }) => metadata.name)).toEqual(['ca-qc-a-01']);
    const regions = nodesOf(THREE_ZONES).map(({ metadata }) => metadata.labels?.[RESIDENCY_LABEL]);
    expect([regions.filter((region) => region === 'ca-qc').length, regions.length]).toEqual([40, 42]);
  });
});

describe('what a cluster is started with', () => {
  const files = filesOf('/grappe');
  const ports = { etcd: 1001, peer: 1002, api: 1003, kubelet: 1004 };

  it('listens on loopback only, and lets nobody in without a certificate', () => {
    const components = componentsOf(files, ports);
    const addresses = Object.values(components).flat().flatMap((argument) => /(?:listen-\S+-urls|bind-address|server-address)=(?:https?:\/\/)?([\d.]+)/.exec(argument)?.[1] ?? []);
    expect(addresses).toEqual(['127.0.0.1', '127.0.0.1', '127.0.0.1', '127.0.0.1']);
    expect(components['kube-apiserver']).toEqual(expect.arrayContaining(['--anonymous-auth=false', '--authorization-mode=Node,RBAC', '--enable-admission-plugins=NodeRestriction']));
    expect(components.etcd).toContain('--client-cert-auth');
    for (const part of ['kube-controller-manager', 'kube-scheduler'] as const) expect(components[part]).toContain('--secure-port=0');
  });

  it('is reached by a kubeconfig that is complete in itself', () => {
    const config = parse(kubeconfig(serverOf(ports), 'AUTHORITY', 'admin', { certificatePem: 'CERT', keyPem: 'KEY' })) as { clusters: { cluster: Record<string, string> }[] };
    expect(config).toMatchObject({ 'current-context': 'chatiere-cluster', users: [{ name: 'admin', user: { 'client-key-data': Buffer.from('KEY').toString('base64') } }] });
    expect(config.clusters[0]?.cluster).toEqual({ server: 'https://127.0.0.1:1003', 'certificate-authority-data': Buffer.from('AUTHORITY').toString('base64') });
  });

  it('names each stage once, and each has a condition and something to do', () => {
    const all = stages('/grappe/pod-logs');
    expect(new Set(all.map(({ metadata }) => metadata.name)).size).toBe(all.length);
    for (const { spec } of all) expect(spec).toMatchObject({ resourceRef: { kind: expect.any(String) }, selector: { matchExpressions: [{ jq: { operator: 'In' } }] }, });
    expect(all.every(({ spec }) => (spec as { steps: object[] }).steps.length > 0)).toBe(true);
    expect(JSON.stringify(all)).toContain('/grappe/pod-logs');
  });

  it('knows the kinds that its stages speak of', async () => {
    const kinds = (await definitions()).map(({ spec }) => (spec as { names: { kind: string } }).names.kind);
    expect(kinds).toEqual(['Logs', 'GatewayClass', 'Gateway', 'HTTPRoute']);
  });

  it('waits for each kind by itself: a group may be there with one of them missing', () => {
    const answer = JSON.stringify({ items: [{ metadata: { name: 'g' }, versions: [{ version: 'v1', resources: [{ resource: 'routes' }] }, { version: 'v2' }] }] });
    expect([lists(answer, 'g', 'v1', 'routes'), lists(answer, 'g', 'v1', 'gateways'), lists(answer, 'g', 'v2', 'routes'), lists(answer, 'h', 'v1', 'routes'), lists(undefined, 'g', 'v1', 'routes')]).toEqual([true, false, false, false, false]);
  });

  it('keeps the lines of a pod as container runtimes do', () => {
    expect(logLines(['un', 'deux'], new Date(0))).toBe('1970-01-01T00:00:00.000Z stdout F un\n1970-01-01T00:00:00.000Z stdout F deux\n');
  });
});
