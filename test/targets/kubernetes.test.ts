import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { Duration, fact, literal } from '../../modules/kernel/index.ts';
import type { Service, Workload } from '../../modules/workload/index.ts';
import { SECRET, UNKNOWN } from '../golden/graph.ts';
import { container, deploy, object, of, pod, resource } from './kubernetes-graph.ts';
import { job, NAME, notes, password, service, workload } from './workloads.ts';

const app = (more: Partial<Service>, rest: Partial<Workload> = {}) => deploy(workload([service('app', more)], rest));

describe('namespace', () => {
  it('is the workload’s, holds its data and stays with them', async () => {
    const graph = await deploy(notes());
    expect(of(graph, 'Namespace').map(({ inputs }) => (inputs['metadata'] as any).name)).toEqual([NAME]);
    expect(resource(graph, 'Namespace', NAME).options).toMatchObject({ protect: true, retainOnDelete: true });
    expect(resource(graph, 'PersistentVolumeClaim', 'database').options).toMatchObject({ protect: true, retainOnDelete: true });
    const others = graph.resources.filter(({ inputs }) => inputs['kind'] && inputs['kind'] !== 'Namespace').map(({ inputs }) => (inputs['metadata'] as any).namespace);
    expect(new Set(others)).toEqual(new Set([NAME]));
  });

  it.each([
    ['nothing', {}, 'restricted', undefined],
    ['a low port', { capAdd: ['NET_BIND_SERVICE'] }, 'restricted', undefined],
    ['root', { user: '0:0' }, 'baseline', 'app : root / app: root'],
    ['the image’s user', { user: undefined }, 'baseline', 'app : utilisateur de l’image, peut-être root / app: the image’s own user, which may be root'],
    ['a capability', { capAdd: ['CHOWN', 'NET_BIND_SERVICE'] }, 'baseline', 'app : capacités CHOWN / app: capabilities CHOWN'],
    ['both', { user: '0', capAdd: ['SETUID', 'CAP_SETGID'] }, 'baseline', 'app : root ; capacités SETGID, SETUID / app: root ; capabilities SETGID, SETUID'],
  ])('held to what its services bear: %s', async (_, more, level, reason) => {
    const { metadata } = object(await app(more), 'Namespace', NAME);
    expect(metadata.labels).toMatchObject({ 'pod-security.kubernetes.io/enforce': level, 'pod-security.kubernetes.io/warn': 'restricted', 'pod-security.kubernetes.io/audit': 'restricted' });
    expect(metadata.annotations['chatiere.baseline-reason']).toBe(reason);
  });

  it('a capability beyond baseline is refused before anything is made', async () => {
    await expect(app({ capAdd: ['SYS_ADMIN'] })).rejects.toThrow(/services\.app\.cap_add: .*“baseline”[\s\S]*given: "SYS_ADMIN"/);
  });
});

describe('pods', () => {
  it('are confined as on Docker', async () => {
    const graph = await deploy(notes());
    const { spec } = pod(graph, 'app');
    expect(spec).toMatchObject({
      automountServiceAccountToken: false,
      enableServiceLinks: false,
      priorityClassName: 'essai--serveur-1--base',
      terminationGracePeriodSeconds: 10,
      hostAliases: [{ ip: '192.0.2.8', hostnames: ['connexion.essai.test'] }],
      securityContext: { runAsUser: 1000, runAsGroup: 1000, runAsNonRoot: true, fsGroup: 1000, fsGroupChangePolicy: 'OnRootMismatch', seccompProfile: { type: 'RuntimeDefault' }, sysctls: [{ name: 'net.ipv4.ip_unprivileged_port_start', value: '0' }] },
    });
    expect(container(graph, 'app')).toMatchObject({
      image: 'chatiere/busybox:test',
      securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'], add: ['CHOWN', 'NET_BIND_SERVICE'] }, readOnlyRootFilesystem: true },
      resources: { requests: { cpu: '50m', memory: '64Mi' }, limits: { cpu: '500m', memory: '64Mi' } },
    });
  });

  it('have their words as they are, dollars too', async () => {
    const { command, args, env } = container(await app({ entrypoint: ['sh', '-c'].map(literal), command: ['echo $(HOME) $$ $1', ''].map(literal), environment: { PRICE: literal('5$'), ISSUER: [fact('identity.issuer'), '/$(X)'] } }), 'app');
    expect([command, args]).toEqual([['sh', '-c'], ['echo $$(HOME) $$$$ $$1', '']]);
    expect(env).toEqual([{ name: 'ISSUER', value: 'https://connexion.essai.test/realms/essai/$$(X)' }, { name: 'PRICE', value: '5$$' }]);
  });

  it('a secret of the environment stands in a Secret, and its generation on the pod', async () => {
    const with_ = (generation: number) => app({ environment: { MODE: literal('x'), TOKEN: ['Bearer ', { ...password, generation }] } });
    const [one, two] = [await with_(1), await with_(2)];
    expect(container(one, 'app').env).toEqual([{ name: 'MODE', value: 'x' }, { name: 'TOKEN', valueFrom: { secretKeyRef: { name: 'app--environment', key: 'TOKEN' } } }]);
    expect(object(one, 'Secret', 'app--environment').data).toBe(SECRET);
    expect(pod(two, 'app').metadata.annotations['chatiere.environment']).not.toBe(pod(one, 'app').metadata.annotations['chatiere.environment']);
  });

  it('an unknown fact leaves the rest readable in a preview', async () => {
    expect(container(await deploy(notes(), { preview: true, unknownFacts: ['identity.issuer'] }), 'app').env).toEqual([{ name: 'ISSUER', value: UNKNOWN }, { name: 'MODE', value: 'notes' }]);
  });

  it('how many is not said; the old one goes first unless the sheet and the volumes let two stand side by side', async () => {
    const strategy = async (more: Partial<Service>, rolling: boolean) => object(await app(more, { rolling, volumes: ['data'] }), 'Deployment', 'app').spec;
    const mounts = [{ volume: 'data', target: '/data', readOnly: true }];
    expect((await strategy({}, true)).strategy.type).toBe('RollingUpdate');
    expect((await strategy({ mounts }, true)).strategy.type).toBe('Recreate');
    expect((await strategy({}, false)).strategy.type).toBe('Recreate');
    expect(await strategy({}, false)).not.toHaveProperty('replicas');
  });

  it('a health check asks three ways', async () => {
    const probe = container(await deploy(notes()), 'database');
    const exec = { command: ['true'] };
    // Budget: 60 + 31 × 7 + 10 = 287 s.
    expect(probe.startupProbe).toEqual({ exec, timeoutSeconds: 5, periodSeconds: 2, failureThreshold: 144 });
    expect(probe.readinessProbe).toEqual({ exec, timeoutSeconds: 5, periodSeconds: 2, failureThreshold: 30 });
    expect(probe.livenessProbe).toEqual({ exec, timeoutSeconds: 5, periodSeconds: 10, failureThreshold: 29 });
    expect(object(await deploy(notes()), 'Deployment', 'database').spec.progressDeadlineSeconds).toBe(887);
    const shell = await app({ healthcheck: { test: ['CMD-SHELL', 'a | b'], interval: Duration.seconds(0.5), timeout: Duration.seconds(1), retries: 1, startPeriod: Duration.seconds(0) } });
    expect(container(shell, 'app').readinessProbe).toMatchObject({ exec: { command: ['/bin/sh', '-c', 'a | b'] }, periodSeconds: 1 });
  });
});

describe('volumes', () => {
  it('who shares one stands on its node and writes as one group', async () => {
    const share = (name: string, user: string, volume: string) => service(name, { user, mounts: [{ volume, target: '/data', readOnly: false }] });
    const graph = await deploy(workload([share('cron', '0:0', 'html'), share('app', '33:33', 'html'), share('alone', '7:8', 'other'), job('fix', { user: '0:0', mounts: [{ volume: 'html', target: '/x', readOnly: false }] })], { volumes: ['html', 'other'] }));
    for (const name of ['cron', 'app', 'fix']) {
      expect(pod(graph, name).spec.securityContext.fsGroup, name).toBe(33);
      expect(pod(graph, name).metadata.labels['chatiere.together'], name).toBe('html');
      expect(pod(graph, name).spec.affinity.podAffinity.requiredDuringSchedulingIgnoredDuringExecution, name).toEqual([{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels: { 'chatiere.together': 'html' } } }]);
    }
    expect(pod(graph, 'alone').spec.securityContext.fsGroup).toBe(8);
    expect(pod(graph, 'alone').metadata.labels['chatiere.together']).toBe('other');
  });

  it('memory is an emptyDir, with its size where one is said', async () => {
    const { spec } = pod(await app({ tmpfs: ['/tmp', '/run/x:uid=1,mode=0755,size=8m'] }), 'app');
    expect(spec.volumes).toEqual([{ name: 'tmpfs--0', emptyDir: { medium: 'Memory', sizeLimit: '8Mi' } }, { name: 'tmpfs--1', emptyDir: { medium: 'Memory' } }]);
    expect(spec.containers[0].volumeMounts).toEqual([{ name: 'tmpfs--0', mountPath: '/run/x' }, { name: 'tmpfs--1', mountPath: '/tmp' }]);
  });
});

describe('files', () => {
  const config = (content: any, watched = false) => ({ name: 'rules', target: '/etc/app/rules.txt', content, watched });

  it('reach their service alone, read-only, in their directory', async () => {
    const graph = await deploy(notes());
    expect(pod(graph, 'app').spec.volumes).toEqual([
      { name: 'files--secrets', secret: { secretName: 'app--secrets', defaultMode: 0o444, items: [{ key: 'key', path: 'key' }, { key: 'url', path: 'url' }] } },
      { name: 'files--configs', configMap: { name: 'app--configs', defaultMode: 0o444, items: [{ key: 'authority', path: 'authority.pem' }] } },
    ]);
    expect(container(graph, 'app').volumeMounts).toEqual([{ name: 'files--secrets', mountPath: '/run/secrets', readOnly: true }, { name: 'files--configs', mountPath: '/run/authority', readOnly: true }]);
    expect(object(graph, 'ConfigMap', 'app--configs')).toMatchObject({ immutable: false, data: { authority: 'PEM' } });
    expect(object(graph, 'Secret', 'app--secrets')).toMatchObject({ immutable: false, data: SECRET });
  });

  it('their reader is replaced when they change, unless it rereads them; a job reads once', async () => {
    const print = async (content: string, watched: boolean) => {
      const edge = service('app', { configs: [config(literal(content), watched)] });
      const graph = await deploy(workload([edge, job('load', { configs: edge.configs })]));
      return ['app', 'load'].map((name) => pod(graph, name).metadata.annotations['chatiere.configs']);
    };
    expect((await print('a', false))[0]).not.toBe((await print('b', false))[0]);
    const [a, b] = [await print('a', true), await print('b', true)];
    expect([a[0], b[0]]).toEqual([undefined, undefined]);
    expect(a[1]).not.toBe(b[1]);
  });

  it('a job uses its service’s objects, for the files that it names', async () => {
    const edge = service('app', { configs: [config(literal('a')), { ...config(literal('b')), name: 'page', target: '/etc/app/page' }] });
    const graph = await deploy(workload([edge, job('load', { configs: edge.configs.slice(0, 1) })]));
    expect(of(graph, 'ConfigMap')).toHaveLength(1);
    expect(pod(graph, 'load').spec.volumes).toEqual([{ name: 'files--configs', configMap: { name: 'app--configs', defaultMode: 0o444, items: [{ key: 'rules', path: 'rules.txt' }] } }]);
  });

  it('a picture has a ConfigMap of its own beside the texts, and counts by its hash', async () => {
    const picture = { path: import.meta.filename, sha256: 'aa' };
    const graph = await app({ configs: [config(literal('a')), { name: 'logo', target: '/etc/app/logo', content: picture, watched: false }] });
    expect(Buffer.from(object(graph, 'ConfigMap', 'app--configs--logo').binaryData.logo, 'base64').toString()).toContain('a picture has a ConfigMap of its own');
    expect(pod(graph, 'app').spec.volumes[0].projected.sources).toEqual([
      { configMap: { name: 'app--configs', items: [{ key: 'rules', path: 'rules.txt' }] } },
      { configMap: { name: 'app--configs--logo', items: [{ key: 'logo', path: 'logo' }] } },
    ]);
  });

  it('a picture that would weigh on every update is refused', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'chatiere-picture-'));
    const picture = (bytes: number) => { writeFileSync(join(folder, 'logo'), Buffer.alloc(bytes)); return { name: 'logo', target: '/etc/app/logo', content: { path: join(folder, 'logo'), sha256: 'aa' }, watched: false }; };
    await expect(app({ configs: [picture(64 * 1024)] })).resolves.toBeDefined();
    await expect(app({ configs: [picture(64 * 1024 + 1)] })).rejects.toThrow(/services\.app\.configs\.logo: picture that is too heavy[\s\S]*given: "65537"/);
    rmSync(folder, { recursive: true });
  });

  it('a secret in a config, or on a command line, is refused', async () => {
    await expect(app({ configs: [config([password])] })).rejects.toThrow(/configs\.rules: a secret cannot stand here/);
    await expect(app({ command: [literal('serve'), [password]] })).rejects.toThrow(/services\.app\.command: a secret cannot stand here/);
  });

  it('more text than a ConfigMap holds is refused', async () => {
    await expect(app({ configs: [config(literal('é'.repeat(600_000)))] })).rejects.toThrow(/services\.app\.configs[\s\S]*given: "1200000"/);
  });
});

describe('network', () => {
  const rules = async (of_: Workload, name: string, cluster = {}) => object(await deploy(of_, { cluster }), 'NetworkPolicy', name).spec;
  const peers = (spec: any): unknown[] => spec.egress.flatMap(({ to, ports }: any) => to.map((peer: unknown) => [peer, ports?.map(({ port }: any) => port)]));

  it('nothing but neighbours, DNS and the edge, for every pod', async () => {
    const spec = await rules(notes(), 'neighbours');
    expect(spec).toMatchObject({ podSelector: {}, policyTypes: ['Ingress', 'Egress'], ingress: [{ from: [{ podSelector: {} }] }] });
    expect(peers(spec)).toEqual([
      [{ podSelector: {} }, undefined],
      [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'kube-system' } } }, [53, 53]],
      [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'passerelle' } } }, undefined],
      [{ ipBlock: { cidr: '192.0.2.8/32' } }, undefined],
    ]);
  });

  it('visitors come from the gateway, to the routed port', async () => {
    expect((await rules(notes(), 'from-edge-8080')).ingress).toEqual([{ from: [{ namespaceSelector: { matchLabels: { 'kubernetes.io/metadata.name': 'passerelle' } } }], ports: [{ protocol: 'TCP', port: 8080 }] }]);
  });

  it('mail by its ports and the relay’s, the web without private networks', async () => {
    const of_ = workload([service('post', { egress: 'mail' }), service('reader', { egress: 'web' }), service('store')], { mailPort: 2525 });
    expect(peers(await rules(of_, 'mail'))).toEqual(['0.0.0.0/0', '::/0'].map((cidr) => [{ ipBlock: { cidr } }, [25, 465, 587, 2525]]));
    const web = await rules(of_, 'web');
    expect(web.podSelector).toEqual({ matchExpressions: [{ key: 'app.kubernetes.io/component', operator: 'In', values: ['reader'] }] });
    expect(web.egress[0].to[0].ipBlock.except).toEqual(expect.arrayContaining(['10.0.0.0/8', '169.254.0.0/16', '172.16.0.0/12', '192.168.0.0/16']));
    expect(web.egress[0].to[1].ipBlock.except).toEqual(expect.arrayContaining(['fc00::/7', 'fe80::/10']));
  });

  it('identity for who is told where it is, and for who may reach outside when a job is told for others', async () => {
    const told = (more: Partial<Service>) => job('sign-on', { command: [[fact('identity.issuer')]], ...more });
    const of_ = workload([service('app', { egress: 'mail' }), service('store'), told({})]);
    const spec = await rules(of_, 'identity');
    expect(spec.podSelector.matchExpressions[0].values).toEqual(['app', 'sign-on']);
    expect(peers(spec)[0]).toEqual([{ ipBlock: { cidr: '192.0.2.7/32' } }, [8443]]);
    expect(peers(await rules(of_, 'identity', { identity: { addresses: [], port: 8443 } }))[0]).toEqual([{ ipBlock: { cidr: '0.0.0.0/0' } }, [8443]]);
    expect(of(await deploy(workload([service('app', { egress: 'web' })])), 'NetworkPolicy').map(({ inputs }) => (inputs['metadata'] as any).name)).not.toContain('identity');
  });
});

describe('names and routes', () => {
  it('neighbours find a service by its name at any port; the edge finds it while it is healthy', async () => {
    const graph = await deploy(notes());
    expect(object(graph, 'Service', 'database').spec).toEqual({ clusterIP: 'None', publishNotReadyAddresses: true, selector: { 'chatiere.workload': NAME, 'app.kubernetes.io/component': 'database' } });
    expect(object(graph, 'Service', 'app--port-8080').spec).toMatchObject({ type: 'ClusterIP', ports: [{ port: 8080, targetPort: 8080 }] });
    expect(object(graph, 'HTTPRoute', 'app--port-8080').spec).toMatchObject({ hostnames: ['notes.essai.test'], parentRefs: [{ namespace: 'passerelle', name: 'edge' }], rules: [{ backendRefs: [{ name: 'app--port-8080', port: 8080 }] }] });
  });

  it('a host name that is none is refused, in the edge’s words', async () => {
    await expect(deploy({ ...notes(), routes: [{ service: 'app', port: 80, hostname: '*.essai.test', maxBodyMiB: 1, timeoutSeconds: 60 }] })).rejects.toThrow(/hostname: route refused/);
  });

  it('public names without the edge’s address are refused', async () => {
    await expect(deploy(notes(), { cluster: { edgeAddress: undefined } })).rejects.toThrow(/edge\.address[\s\S]*connexion\.essai\.test/);
  });

  it.each([['binds', { binds: [{ source: '/var/run/docker.sock', target: '/s' }] }, 'volumes'], ['ports', { ports: ['80:80'] }, 'ports'], ['the host’s network', { hostNetwork: true }, 'network_mode']])('%s of one machine are refused', async (_, more, key) => {
    await expect(app(more)).rejects.toThrow(new RegExp(`services\\.app\\.${key}: this exists on a Docker host alone`));
  });

  it('a user by name is refused', async () => {
    await expect(app({ user: 'postgres' })).rejects.toThrow(/services\.app\.user[\s\S]*given: "postgres"/);
  });
});
