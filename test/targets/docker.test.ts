import { describe, expect, it } from 'vitest';
import { deriveSecret, Duration, fact, literal, newSeed } from '../../modules/kernel/index.ts';
import type { Service, Workload } from '../../modules/workload/index.ts';
import { type Node, SECRET, UNKNOWN } from '../golden/graph.ts';
import { container, deploy, FACTS, find, labels } from './docker-graph.ts';
import { job, NAME, notes, password, service, workload } from './workloads.ts';

const upstream = (node: Node): string[] => (node.options['dependsOn'] as string[]).map((urn) => urn.split('::').at(-1) as string);

describe('hardening', () => {
  it('drops every capability and new privileges, adds back what the entry names, sorted and prefixed', async () => {
    const { inputs } = container(await deploy(notes()), 'app');
    expect(inputs).toMatchObject({
      capabilities: { drops: ['ALL'], adds: ['CAP_CHOWN', 'CAP_NET_BIND_SERVICE'] },
      securityOpts: ['no-new-privileges:true'],
      readOnly: true,
      user: '1000:1000',
      logDriver: 'json-file',
      logOpts: { 'max-file': '3', 'max-size': '10m' },
    });
  });

  it('gives memory without swap', async () => {
    expect(container(await deploy(notes()), 'app').inputs).toMatchObject({ memory: 64, memorySwap: 64, cpus: '0.5' });
  });

  it('holds carriers and jobs to the same rules', async () => {
    const graph = await deploy(notes());
    for (const name of ['secrets-carrier', 'configs-carrier', 'schema']) {
      expect(container(graph, name).inputs, name).toMatchObject({ capabilities: { drops: ['ALL'] }, securityOpts: ['no-new-privileges:true'], start: false, mustRun: false, restart: 'no' });
    }
  });
});

describe('networks', () => {
  it('one without a way out for all, one with it only for the services that need it', async () => {
    const graph = await deploy(notes());
    expect(find(graph, 'docker:index/network:Network', 'internal').inputs).toMatchObject({ name: `${NAME}--internal`, internal: true });
    expect(find(graph, 'docker:index/network:Network', 'egress').inputs).toMatchObject({ name: `${NAME}--egress`, internal: false });
    expect(container(graph, 'database').inputs['networksAdvanced']).toEqual([{ name: `${NAME}--internal`, aliases: ['database'] }]);
    expect(container(graph, 'app').inputs['networksAdvanced']).toEqual([{ name: `${NAME}--internal`, aliases: ['app'] }, { name: `${NAME}--egress`, aliases: ['app'] }]);
  });

  it('none where nothing needs it', async () => {
    const graph = await deploy(workload([service('edge', { hostNetwork: true })], { publicNames: ['x.essai.test'] }));
    expect(graph.resources.filter(({ type }) => type.includes('network'))).toEqual([]);
    const { inputs } = container(graph, 'edge');
    expect(inputs['networkMode']).toBe('host');
    expect(inputs).not.toHaveProperty('hosts');
    expect(inputs).not.toHaveProperty('networksAdvanced');
  });

  it('public names lead to the host’s gateway, unknown until the network exists', async () => {
    expect(container(await deploy(notes()), 'database').inputs['hosts']).toEqual([{ host: 'connexion.essai.test', ip: '172.30.0.1' }]);
  });
});

describe('data', () => {
  it('is protected and kept', async () => {
    const volume = find(await deploy(notes()), 'docker:index/volume:Volume', 'database');
    expect(volume.options).toMatchObject({ protect: true, retainOnDelete: true });
    expect(volume.inputs).toMatchObject({ name: `${NAME}--database` });
  });

  it('volumes and networks carry no label that a release or plan changes', async () => {
    const graph = await deploy(notes());
    const lasting = graph.resources.filter(({ type }) => type.endsWith(':Volume') || type.endsWith(':Network'));
    expect(lasting.length).toBeGreaterThan(4);
    for (const node of lasting) expect(Object.keys(labels(node)), node.urn).not.toContain('app.kubernetes.io/version');
  });
});

describe('files', () => {
  it('reach their service alone, read-only, by a volume of its own', async () => {
    const graph = await deploy(notes());
    expect(container(graph, 'app').inputs['mounts']).toEqual([
      { type: 'volume', source: `${NAME}--app--secrets`, target: '/run/secrets', readOnly: true },
      { type: 'volume', source: `${NAME}--app--configs`, target: '/run/authority', readOnly: true },
    ]);
    expect(container(graph, 'database').inputs['mounts']).toEqual([
      { type: 'volume', source: `${NAME}--database`, target: '/data', readOnly: false },
      { type: 'volume', source: `${NAME}--database--secrets`, target: '/run/secrets', readOnly: true },
    ]);
    expect(find(graph, 'docker:index/volume:Volume', 'app-secrets').options).not.toHaveProperty('protect');
  });

  it('configs stay readable in a diff, secrets do not', async () => {
    const graph = await deploy(notes());
    expect(container(graph, 'secrets-carrier').inputs['uploads']).toEqual(['app/key', 'app/url', 'database/password'].map((file) => ({ file: `/carrier/${file}`, content: SECRET, permissions: '0444' })));
    expect(container(graph, 'configs-carrier').inputs['uploads']).toEqual([{ file: '/carrier/app/authority.pem', content: 'PEM', permissions: '0444' }]);
  });

  it('readers wait for their carriers', async () => {
    expect(upstream(container(await deploy(notes()), 'app'))).toEqual(expect.arrayContaining([`${NAME}-secrets-carrier`, `${NAME}-configs-carrier`]));
  });

  it('readers are replaced when a config changes', async () => {
    const before = labels(container(await deploy(notes()), 'app'));
    const after = labels(container(await deploy(notes(), { facts: { ...FACTS, authority: 'NEW' } }), 'app'));
    expect(after['chatiere.configs']).not.toBe(before['chatiere.configs']);
    expect(after['chatiere.secrets']).toBe(before['chatiere.secrets']);
  });

  it('readers are replaced when a generation rises, and their label says nothing of the value', async () => {
    const of = (generation: number): Workload => workload([service('app', { secrets: [{ name: 'key', target: '/run/secrets/key', content: [{ ...password, generation }], watched: false }] })]);
    const print = async (generation: number, seed: string): Promise<string | undefined> => labels(container(await deploy(of(generation), { seed }), 'app'))['chatiere.secrets'];
    const [seed, other] = [newSeed(), newSeed()];
    expect(await print(2, seed)).not.toBe(await print(1, seed));
    expect(await print(1, other)).toBe(await print(1, seed));
  });

  it('what comes from elsewhere into a secret file replaces its reader when it changes, and its label tells nothing without the seed', async () => {
    const of = (watched: boolean): Workload => workload([service('app', { secrets: [{ name: 'relay', target: '/run/secrets/relay', content: ['services:', fact('mail.password')], watched }] })]);
    const print = async (value: string, seed: string, watched = false): Promise<string | undefined> => labels(container(await deploy(of(watched), { seed, facts: { 'mail.password': value } }), 'app'))['chatiere.secrets'];
    const seed = newSeed();
    const before = await print('un', seed);
    expect(before).toMatch(/^[0-9a-f]{16}$/);
    expect(await print('un', seed)).toBe(before);
    expect(await print('deux', seed)).not.toBe(before);
    expect(await print('un', newSeed())).not.toBe(before);
    expect(await print('un', seed, true)).toBeUndefined();
  });

  it('watched files replace nothing', async () => {
    const of = (content: string): Workload => workload([service('edge', { configs: [{ name: 'rules', target: '/etc/edge/rules', content: literal(content), watched: true }] })]);
    const [one, two] = [await deploy(of('a')), await deploy(of('b'))];
    expect(labels(container(two, 'edge'))).toEqual(labels(container(one, 'edge')));
    expect(container(two, 'configs-carrier').inputs).not.toEqual(container(one, 'configs-carrier').inputs);
  });

  it('a job mounts its service’s volume for the files that it names, counts only these, and counts watched ones', async () => {
    const files = (rules: string, page: string) => ['rules', 'page'].map((name, index) => ({ name, target: `/etc/edge/${name}`, content: literal([rules, page][index] as string), watched: true }));
    const of = (rules: string, page: string): Workload => {
      const edge = service('edge', { configs: files(rules, page) });
      return workload([edge, job('load', { configs: edge.configs.slice(0, 1) })]);
    };
    const [one, page, rules] = [await deploy(of('a', 'b')), await deploy(of('a', 'c')), await deploy(of('d', 'b'))];
    expect(container(one, 'load').inputs['mounts']).toEqual([{ type: 'volume', source: `${NAME}--edge--configs`, target: '/etc/edge', readOnly: true }]);
    expect(labels(container(page, 'load'))).toEqual(labels(container(one, 'load')));
    expect(labels(container(rules, 'load'))).not.toEqual(labels(container(one, 'load')));
    expect(labels(container(rules, 'edge'))).toEqual(labels(container(one, 'edge')));
  });

  it('a secret in a config is refused', async () => {
    const of = workload([service('app', { configs: [{ name: 'rules', target: '/etc/app/rules', content: [password], watched: false }] })]);
    await expect(deploy(of)).rejects.toThrow(/configs\.rules: a secret cannot stand here/);
  });
});

describe('containers', () => {
  it('have their whole command, empty words too, in an entrypoint of their own', async () => {
    const of = async (more: Partial<Service>) => container(await deploy(workload([service('app', more)])), 'app').inputs;
    const command = ['echo "$0"', ''].map(literal);
    const own = await of({ entrypoint: ['sh', '-c'].map(literal), command });
    expect([own['entrypoints'], own['command']]).toEqual([['sh', '-c', 'echo "$0"', ''], undefined]);
    const image = await of({ command });
    expect([image['entrypoints'], image['command']]).toEqual([undefined, ['echo "$0"', '']]);
  });

  it('a change that the plugin would not carry out replaces them', async () => {
    const of = (seconds: number): Workload => {
      const { services, ...rest } = notes();
      return { ...rest, services: services.map((each) => (each.healthcheck ? { ...each, healthcheck: { ...each.healthcheck, interval: Duration.seconds(seconds) } } : each)) };
    };
    const print = async (seconds: number): Promise<string | undefined> => labels(container(await deploy(of(seconds)), 'database'))['chatiere.fixed'];
    expect(await print(3)).not.toBe(await print(2));
    expect(await print(2)).toBe(await print(2));
  });

  it('durations are spelt as the plugin reads them back', async () => {
    expect(container(await deploy(notes()), 'database').inputs['healthcheck']).toEqual({ tests: ['CMD', 'true'], interval: '2s', timeout: '5s', retries: 30, startPeriod: '1m0s', startInterval: '0s' });
  });

  it('wait for health as long as the probes may take', async () => {
    expect(container(await deploy(notes()), 'database').inputs).toMatchObject({ wait: true, waitTimeout: 60 + 31 * 7 + 10, stopTimeout: 60, destroyGraceSeconds: 60 });
    expect(container(await deploy(notes()), 'app').inputs).not.toHaveProperty('wait');
  });

  it('stand for one name: the old one goes first', async () => {
    const { resources } = await deploy(notes());
    const owned = resources.filter(({ type }) => /Container|Network|Volume/.test(type));
    expect(owned.filter(({ options }) => options['deleteBeforeReplace'] !== true)).toEqual([]);
  });

  it('a secret in the environment is one, the others stay readable', async () => {
    const graph = await deploy(workload([service('app', { environment: { TOKEN: [password], MODE: literal('x') } }), service('other', { environment: { B: literal('2'), A: literal('1') } })]));
    expect(container(graph, 'app').inputs['envs']).toEqual(['MODE=x', SECRET]);
    expect(container(graph, 'other').inputs['envs']).toEqual(['A=1', 'B=2']);
  });

  it('a secret among arguments is refused', async () => {
    await expect(deploy(workload([service('app', { command: [literal('serve'), [password]] })]))).rejects.toThrow(/services\.app\.command: a secret cannot stand here/);
  });

  it('a fact that nobody provides is refused, and named', async () => {
    await expect(deploy(workload([service('app', { environment: { X: [fact('moon')] } })]))).rejects.toThrow(/given: "moon"[\s\S]*allowed: authority, identity\.issuer/);
  });

  it('an unknown fact leaves the rest readable in a preview', async () => {
    const { inputs } = container(await deploy(notes(), { preview: true, unknownFacts: ['identity.issuer'] }), 'app');
    expect(inputs['envs']).toEqual([UNKNOWN, 'MODE=notes']);
  });
});

describe('order', () => {
  it('a job waits for health, its dependants for its success', async () => {
    const graph = await deploy(notes());
    const run = find(graph, 'command:local:Command', 'schema-run');
    expect(upstream(run)).toEqual(expect.arrayContaining([`${NAME}-database`, `${NAME}-schema`]));
    expect(upstream(container(graph, 'app'))).toContain(`${NAME}-schema-run`);
    expect(upstream(container(graph, 'database'))).not.toContain(`${NAME}-app`);
  });

  it('a dependency that stands later is a defect', async () => {
    await expect(deploy(workload([service('app', { dependsOn: [{ service: 'database', condition: 'healthy' }] }), service('database')]))).rejects.toThrow(/app stands before database/);
  });
});

describe('jobs', () => {
  const triggers = async (when: 'install' | 'change' | 'upgrade'): Promise<unknown> => find(await deploy(workload([job('schema', { when })])), 'command:local:Command', 'schema-run').inputs['triggers'];

  it('`change` follows its container, the others do not', async () => {
    expect(await triggers('change')).toEqual(['change', 'first', `${NAME}-schema-id`]);
    expect(await triggers('install')).toEqual(['install', 'first']);
    expect(await triggers('upgrade')).toEqual(['upgrade', 'first']);
  });

  it('the script names nothing: the container comes as an argument, the engine by the environment', async () => {
    const { inputs } = find(await deploy(workload([job('schema')])), 'command:local:Command', 'schema-run');
    expect(inputs).toMatchObject({ create: `${NAME}--schema`, environment: { DOCKER_HOST: 'unix:///var/run/docker.sock', LIMIT: '30' }, logging: 'none' });
    expect(JSON.stringify(inputs['interpreter'])).not.toContain(NAME);
  });
});

describe('canary', () => {
  it('neither the seed nor what is derived from it stands anywhere in the clear', async () => {
    const seed = newSeed();
    const graph = JSON.stringify(await deploy(notes(), { seed }));
    for (const value of [seed, deriveSecret(seed, 'notes/password', 1), deriveSecret(seed, 'notes/key', 2)]) expect(graph).not.toContain(value);
  });
});
