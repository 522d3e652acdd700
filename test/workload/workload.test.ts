import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import { Duration, fact, secret, Size } from '../../modules/kernel/index.ts';
import { plainWorkload, platformWorkload, type Service, toWorkload, type Workload } from '../../modules/workload/index.ts';
import type { Edit } from '../catalog/folder.ts';
import { instanceWith, platformWith } from '../placement/sample.ts';

const workloadWith = (...edits: readonly Edit[]): Workload => toWorkload(instanceWith(...edits));
const workload = workloadWith();
const part = (name: string, from: Workload = workload): Service => {
  const found = from.services.find((service) => service.name === name);
  if (!found) throw new Error(`no ${name}`);
  return found;
};

describe('an instance’s workload', () => {
  it('is labelled by what never changes for it, its containers by its release', () => {
    expect(workload.name).toBe('demo--mrc-demo--lecteur');
    expect(workload.labels).toEqual({
      'app.kubernetes.io/managed-by': 'chatiere',
      'app.kubernetes.io/name': 'lecteur',
      'app.kubernetes.io/instance': 'mrc-demo.lecteur',
      'chatiere.federation': 'demo',
      'chatiere.operator': 'coop-des-rives',
      'chatiere.host': 'serveur-1',
      'chatiere.organization': 'mrc-demo',
      'chatiere.workload': 'demo--mrc-demo--lecteur',
      'chatiere.stack': 'mrc-demo.lecteur',
    });
    expect(workload.containerLabels).toEqual({ 'app.kubernetes.io/version': '2.2.15-1' });
  });

  it('lists services after what they depend on, then the jobs in their order', () => {
    expect(workload.services.map(({ name, kind, when }) => [name, kind, when])).toEqual([
      ['database', 'service', undefined],
      ['prepare', 'job', 'change'],
      ['app', 'service', undefined],
      ['install', 'job', 'install'],
      ['language', 'job', 'change'],
      ['migrate', 'job', 'upgrade'],
    ]);
  });

  it('fills every value with text, secrets and facts', () => {
    const app = part('app');
    expect(app.image).toBe('registry.test/outil:1.0');
    expect(app.entrypoint).toEqual([['/bin/server'], ['--name'], ['MRC des Trois-Rivages']]);
    expect(app.command).toEqual([['--listen'], ['0.0.0.0:8080'], ['--price'], ['5$'], []]);
    expect(app.environment).toEqual({
      BASE_URL: ['https://lecture.mrc-demo.chatiere.test'],
      ISSUER: [fact('identity.issuer')],
      CLIENT: ['demo--mrc-demo--lecteur'],
      TOKEN: [secret('lecteur/token')],
      EMPTY: [],
      QUOTED: ['a "b" $c \\n'],
    });
    expect(app.secrets).toEqual([
      { name: 'client', target: '/run/secrets/client', content: [secret('lecteur/client')], watched: false },
      { name: 'database-url', target: '/run/secrets/url', content: ['postgres://lecteur:', secret('lecteur/database-password'), '@database/lecteur?prix=5$'], watched: false },
      { name: 'token', target: '/run/secrets/jeton.txt', content: [secret('lecteur/token')], watched: false },
    ]);
    expect(app.configs).toEqual([
      { name: 'page', target: '/etc/lecteur/page.html', content: ['<p>${BRAND_NAME} stays as it is</p>\n'], watched: false },
      { name: 'settings', target: '/etc/lecteur/reglages.ini', content: ['[lecteur]\nnom = MRC des Trois-Rivages\nprix = 5 $\n'], watched: true },
    ]);
    expect(app.healthcheck?.test).toEqual(['CMD-SHELL', 'wget -q http://127.0.0.1:8080/${PATH}']);
  });

  it('takes limits from the plan, egress from the entry, and Compose’s defaults', () => {
    const [app, database] = [part('app'), part('database')];
    expect([app.memory, app.cpus, app.egress, app.stopGracePeriod]).toEqual([Size.mebibytes(96), 1, 'web', Duration.seconds(90)]);
    expect([database.memory, database.cpus, database.egress, database.stopGracePeriod]).toEqual([Size.mebibytes(192), 1.5, 'none', Duration.seconds(60)]);
    expect(part('prepare').stopGracePeriod).toEqual(Duration.seconds(10));
    expect([app.dependsOn, app.mounts]).toEqual([
      [{ service: 'database', condition: 'healthy' }, { service: 'prepare', condition: 'completed' }],
      [{ volume: 'data', target: '/data', readOnly: true }],
    ]);
  });

  it('has the entry’s route and, without public DNS, the names that its host’s edge serves', () => {
    expect(workload.routes).toEqual([{ service: 'app', port: 8080, hostname: 'lecture.mrc-demo.chatiere.test', maxBodyMiB: 0, timeoutSeconds: 60 }]);
    expect(workload.publicNames).toEqual(['lecture.mrc-demo.chatiere.test', 'connexion.chatiere.test']);
    expect(workloadWith(['federation.yaml', 'publicDns: false', 'publicDns: true']).publicNames).toEqual([]);
  });

  it('raises the generation of a rotated secret wherever it stands', () => {
    const rotated = workloadWith(['instances/mrc-demo.lecteur.yaml', 'host: serveur-1', 'host: serveur-1\nsecretGenerations: { database-password: 3 }']);
    expect(part('database', rotated).secrets[0]?.content).toEqual([secret('lecteur/database-password', 3)]);
    expect(part('app', rotated).secrets[1]?.content[1]).toEqual(secret('lecteur/database-password', 3));
    expect(part('app', rotated).secrets[0]?.content).toEqual([secret('lecteur/client', 1)]);
  });

  it('leaves what the organization does not say of its brand empty, and follows its language', () => {
    const plain = workloadWith(['organizations/mrc-demo.yaml', '  name: MRC des Trois-Rivages\n  colour', '  colour'], ['organizations/mrc-demo.yaml', 'fr-CA', 'en-CA']);
    expect(part('app', plain).configs[1]?.content).toEqual(['[lecteur]\nnom = \nprix = 5 $\n']);
    expect(part('prepare', plain).command?.at(-1)).toEqual(['en']);
  });
});

describe('pictures of the brand', () => {
  const older: Edit = ['instances/mrc-demo.lecteur.yaml', 'release: 2.2.15-1', 'release: 2.2.9-1'];
  const png = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

  it('are files by their path and their hash, and empty where the organization has none', () => {
    const { configs } = part('app', workloadWith(older, ['organizations/mrc-demo.yaml', 'brand:', 'brand:\n  favicon: brands/icone.png'], ['brands/icone.png', png]));
    expect(configs).toEqual([
      { name: 'nom', target: '/etc/marque/nom', content: ['MRC des Trois-Rivages'], watched: false },
      { name: 'logo', target: '/etc/marque/logo', content: [], watched: false },
      { name: 'favicon', target: '/etc/marque/favicon', content: { path: expect.stringMatching(/^\/.*\/brands\/icone\.png$/), sha256: createHash('sha256').update(png).digest('hex') }, watched: false },
    ]);
  });

  it('are described by their hash alone', () => {
    const [one, other] = [older, [...older] as Edit].map((edit) => workloadWith(edit, ['organizations/mrc-demo.yaml', 'brand:', 'brand:\n  logo: logo.png'], ['logo.png', png]));
    expect(part('app', one).configs[1]).not.toEqual(part('app', other).configs[1]);
    expect(JSON.stringify(plainWorkload(one as Workload))).not.toContain('logo.png');
    expect(plainWorkload(one as Workload)).toEqual(plainWorkload(other as Workload));
  });
});

describe('a platform workload', () => {
  const [fenetre, porte, identite] = platformWith(['hosts/serveur-1.yaml', 'httpsPort: 443', 'httpsPort: 8443'], ['hosts/serveur-1.yaml', 'address: 0.0.0.0', 'address: "::1"']).map(platformWorkload);

  it('is labelled by its host’s stack and belongs to no organization', () => {
    expect(porte?.labels).toMatchObject({ 'chatiere.stack': 'host.serveur-1', 'app.kubernetes.io/instance': 'host.serveur-1.porte', 'chatiere.operator': 'coop-des-rives' });
    expect(porte?.labels).not.toHaveProperty('chatiere.organization');
  });

  it('knows the edge’s addresses and the engine’s socket', () => {
    expect(porte?.services[0]).toMatchObject({ hostNetwork: true, capAdd: ['NET_BIND_SERVICE'], command: [['--address=[::1]:8443'], ['--only=demo']] });
    expect(porte?.services[0]?.secrets[0]).toMatchObject({ target: '/run/secrets/tls.yml', content: [fact('edge.tls')] });
    expect(fenetre?.services[0]).toMatchObject({
      ports: ['127.0.0.1:2375:2375'],
      binds: [{ source: '/var/run/docker.sock', target: '/var/run/docker.sock' }, { source: '/etc/machine-id', target: '/etc/host-id' }],
    });
  });

  it('carries the identity server’s route and name', () => {
    expect(identite?.routes.map(({ hostname }) => hostname)).toEqual(['connexion.chatiere.test']);
    expect(identite?.publicNames).toEqual(['connexion.chatiere.test']);
    expect(identite?.services[0]?.secrets[0]?.content).toEqual(['admin=', secret('identite/admin-password'), ' url=https://connexion.chatiere.test:8443']);
    expect(porte?.publicNames).toEqual([]);
  });
});
