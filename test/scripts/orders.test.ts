import { cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse } from 'yaml';
import { ExitCode } from '../../modules/kernel/index.ts';
import { contents } from '../catalog/folder.ts';
import { chatiere } from './command.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'examples', 'demo');
let folder: string;
let federation: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-orders-'));
  federation = join(folder, 'demo');
  await cp(DEMO, federation, { recursive: true });
  // A catalog of its own, so that what is said of these apps is known here.
  await addApp('carnet', '', '');
  await addApp('affiche', 'brand: { name: { via: environment, target: NOM, maxLength: 30 }, locale: { via: environment, target: NOM } }\nmail: { required: true }\n', 'NOM: "${BRAND_NAME}"');
});
afterEach(() => rm(folder, { recursive: true }));

/** An app of one service, on three plans. */
async function addApp(name: string, more: string, environment: string): Promise<void> {
  const entry = join(federation, 'catalog', name, '1.0-1');
  await mkdir(entry, { recursive: true });
  const size = '{ app: { memoryMiB: 64, cpus: 0.5 } }';
  await writeFile(join(entry, 'app.yaml'), `kind: app
about:
  name: ${name}
  summary: { fr: Un logiciel d’essai, en: An app for tests }
  licence: MIT
  website: https://${name}.example.org
  french: full
  support: { since: 2026-01-01, until: null, source: this test }
  lastRealPass: never
route: { service: app, port: 8080 }
sizing: { essai: ${size}, base: ${size}, collectif: ${size} }
${more}`);
  await writeFile(join(entry, 'compose.yaml'), `services:
  app:
    image: \${IMAGE_MINIFLUX}
    user: "1000"
    environment: { ${environment} }
    read_only: true
    cap_drop: [ALL]
    expose: ["8080"]
    restart: unless-stopped
    healthcheck: { test: [CMD, "true"] }
    deploy: { resources: { limits: { memory: "\${MEMORY_APP}", cpus: "\${CPUS_APP}" } } }
`);
}

const run = (...args: string[]) => chatiere(['-C', federation, ...args]);
const json = async <T>(...args: string[]) => JSON.parse((await run(...args, '--json')).stdout) as T;
const yaml = async (file: string) => parse(await readFile(join(federation, file), 'utf8')) as Record<string, unknown>;
const ASKED = ['order', 'new', '--organization', 'mrc-demo', '--date', '2026-11-20', '--app', 'carnet=collectif', '--app', 'affiche', '--app', 'affiche=essai', '--plan', 'base', '--name', 'affiche=babillard', '--price', 'carnet=75,50'];

describe('order new, of several apps', () => {
  it('shows each line, the total, and what the app cannot do; then writes a file an order', async () => {
    const { exitCode, stdout, stderr } = await run(...ASKED);
    expect([exitCode, stderr]).toEqual([ExitCode.ok, '']);
    expect(stdout.split('\n').map((line) => line.trimEnd())).toEqual([
      'mrc-demo.carnet     collectif  75,50 $ par mois   100 membres  100 Gio  envoi 1024 Mio',
      'mrc-demo.babillard  base       25 $ par mois      30 membres   20 Gio   envoi 256 Mio',
      'mrc-demo.affiche    essai      0 $ par mois       10 membres   2 Gio    envoi 64 Mio',
      'en tout                        100,50 $ par mois',
      '',
      expect.stringMatching(/^mrc-demo\.carnet     de la marque, ne s’applique pas : nom, couleur, .*mentions légales, vie privée, langue$/),
      expect.stringMatching(/^mrc-demo\.babillard  de la marque, ne s’applique pas : couleur, .*mentions légales, vie privée$/),
      'mrc-demo.babillard  courriel requis : sans relais dans federation.yaml, l’approbation sera refusée',
      expect.stringMatching(/^mrc-demo\.affiche    de la marque/),
      'mrc-demo.affiche    courriel requis : sans relais dans federation.yaml, l’approbation sera refusée',
      '',
      'Prix avant taxes.',
      'orders/cmd-2026-003-carnet.yaml, orders/cmd-2026-003-babillard.yaml, orders/cmd-2026-003-affiche.yaml : écrits. Ensuite : relire (git diff), puis « chatiere order approve cmd-2026-003-carnet cmd-2026-003-babillard cmd-2026-003-affiche ».',
      '',
    ]);
    expect(await yaml('orders/cmd-2026-003-babillard.yaml')).toEqual({ organization: 'mrc-demo', operator: 'coop-des-rives', app: 'affiche', plan: 'base', name: 'babillard', pricePerMonth: 25, requestedOn: '2026-11-20', counting: { usage: false } });
  });

  it('gives the same to programs', async () => {
    const { orders, pricePerMonth, ...more } = await json<{ orders: Record<string, unknown>[]; pricePerMonth: number }>(...ASKED);
    expect(more).toEqual({ schema: 1, kind: 'result' });
    expect(pricePerMonth).toBe(100.5);
    expect(orders).toHaveLength(3);
    expect(orders[1]).toEqual({ id: 'cmd-2026-003-babillard', file: 'orders/cmd-2026-003-babillard.yaml', instance: 'mrc-demo.babillard', app: 'affiche', plan: 'base', pricePerMonth: 25, members: 30, storageGiB: 20, uploadMiB: 256, untaken: expect.arrayContaining(['colour', 'legal', 'privacy']) as string[], mailRequired: true });
  });

  it('says of one order what it always said', async () => {
    expect(await json('order', 'new', '--organization', 'mrc-demo', '--app', 'carnet', '--plan', 'base', '--date', '2026-11-20')).toMatchObject({ id: 'cmd-2026-003', file: 'orders/cmd-2026-003.yaml', orders: [{ id: 'cmd-2026-003' }], pricePerMonth: 25 });
  });

  it('says when the edition taken by default is too small for the plan', async () => {
    await addApp('salon', 'editions:\n  petite: { name: { fr: Petite, en: Small }, licence: MIT, free: true, memberCap: 50 }\n', '');
    expect((await run('order', 'new', '--organization', 'mrc-demo', '--app', 'salon=collectif')).stdout).toContain('mrc-demo.salon  l’édition petite admet 50 membres, moins que ce forfait : en approuver une autre (--edition)');
  });

  it('writes nothing when one of them is wrong', async () => {
    const before = contents(folder);
    expect((await run(...ASKED, '--app', 'carnett')).exitCode).toBe(ExitCode.refused);
    expect(contents(folder)).toEqual(before);
  });
});

describe('order approve, of several orders', () => {
  const IDS = ['cmd-2026-003-carnet', 'cmd-2026-003-notes'];
  beforeEach(async () => void (await run('order', 'new', '--organization', 'mrc-demo', '--app', 'carnet', '--app', 'carnet', '--name', 'carnet=carnet', '--name', 'carnet=notes', '--plan', 'base', '--date', '2026-11-20')));

  it('says where each will be, and writes all', async () => {
    const { exitCode, stdout } = await run('order', 'approve', ...IDS, '--hostname', 'cmd-2026-003-notes=bloc.mrc-demo.chatiere.test');
    expect(exitCode).toBe(ExitCode.ok);
    expect(stdout.split('\n')).toEqual([
      'cmd-2026-003-carnet  mrc-demo.carnet  1.0-1  serveur-1  carnet.mrc-demo.chatiere.test',
      'cmd-2026-003-notes   mrc-demo.notes   1.0-1  serveur-1  bloc.mrc-demo.chatiere.test',
      expect.stringMatching(/^orders\/cmd-2026-003-carnet\.yaml, instances\/mrc-demo\.carnet\.yaml : écrits \(empreinte [0-9a-f]{12}…\)\.$/),
      expect.stringMatching(/^orders\/cmd-2026-003-notes\.yaml, instances\/mrc-demo\.notes\.yaml : écrits/),
      'Ensuite : « chatiere preview mrc-demo.carnet mrc-demo.notes ».',
      '',
    ]);
    expect(await yaml('instances/mrc-demo.notes.yaml')).toMatchObject({ order: 'cmd-2026-003-notes', host: 'serveur-1', hostname: 'bloc.mrc-demo.chatiere.test' });
    expect((await run('validate')).exitCode).toBe(ExitCode.ok);
  });

  it('gives the same to programs, and finishes what an interruption left', async () => {
    const before = await json<{ orders: { files: string[]; place: object }[] }>('order', 'approve', IDS[0] as string);
    expect(before).toMatchObject({ order: IDS[0], instance: 'mrc-demo.carnet', files: [`orders/${IDS[0]}.yaml`, 'instances/mrc-demo.carnet.yaml'], orders: [{ place: { release: '1.0-1', host: 'serveur-1', hostname: 'carnet.mrc-demo.chatiere.test' } }] });
    await rm(join(federation, 'instances', 'mrc-demo.carnet.yaml'));
    const { orders } = await json<{ orders: { order: string; files: string[] }[] }>('order', 'approve', ...IDS);
    expect(orders.map(({ files }) => files)).toEqual([['instances/mrc-demo.carnet.yaml'], [`orders/${IDS[1]}.yaml`, 'instances/mrc-demo.notes.yaml']]);
  });

  it('says which was approved already', async () => {
    await run('order', 'approve', IDS[0] as string);
    expect((await run('order', 'approve', ...IDS)).stdout.split('\n')[0]).toBe('cmd-2026-003-carnet  mrc-demo.carnet  1.0-1  serveur-1  carnet.mrc-demo.chatiere.test  déjà approuvée');
  });

  it.each([
    ['fr', 'nom déjà pris par une autre instance', 'valeur donnée', 'à faire : voir instances/mrc-demo.carnet.yaml'],
    ['en', 'name that another instance already has', 'given', 'next: see instances/mrc-demo.carnet.yaml'],
  ])('refuses two of them on one hostname, in %s, and writes nothing', async (language, what, given, next) => {
    const before = contents(folder);
    const shared = IDS.flatMap((id) => ['--hostname', `${id}=a.mrc-demo.chatiere.test`]);
    const { exitCode, stdout, stderr } = await run('--lang', language, 'order', 'approve', ...IDS, ...shared);
    expect([exitCode, stdout]).toEqual([ExitCode.refused, '']);
    expect(stderr).toBe(`instances/mrc-demo.notes.yaml:5:11: hostname: ${what}\n  ${given}${language === 'fr' ? ' ' : ''}: "a.mrc-demo.chatiere.test"\n  ${next}\n`);
    expect(contents(folder)).toEqual(before);
    expect(await readdir(join(federation, 'instances'))).not.toContain('mrc-demo.carnet.yaml');
  });

  it('asks which host where the operator has several, off a terminal by a refusal', async () => {
    await writeFile(join(federation, 'hosts', 'serveur-2.yaml'), (await readFile(join(federation, 'hosts', 'serveur-1.yaml'), 'utf8')).replace(/^ {2}keycloak:.*\n/m, ''));
    const before = contents(folder);
    expect(await run('order', 'approve', ...IDS)).toEqual({ exitCode: ExitCode.refused, stdout: '', stderr: 'host: sur quel serveur ?\n  permis : serveur-1, serveur-2\n  à faire : donner --host\n' });
    expect((await run('--lang', 'en', 'order', 'approve', ...IDS)).stderr).toBe('host: on which host?\n  allowed: serveur-1, serveur-2\n  next: give --host\n');
    expect(contents(folder)).toEqual(before);
    expect((await run('order', 'approve', ...IDS, '--host', 'serveur-1')).exitCode).toBe(ExitCode.ok);
  });
});
