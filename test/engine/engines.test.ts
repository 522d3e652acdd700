import { cp, mkdir, mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkEngines } from '../../modules/engine/engines.ts';
import { layoutOf } from '../../modules/engine/layout.ts';
import { checkProcessors } from '../../modules/engine/processors.ts';
import { openSession, type Session } from '../../modules/engine/session.ts';
import { ChatiereError, ExitCode } from '../../modules/kernel/index.ts';
import { CHECKOUT, words } from '../catalog/folder.ts';
import { ownRelease } from '../e2e/own-release.ts';

const SOCKET = 'unix:///var/run/docker.sock';

let folder: string;
let id: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-engines-'));
  await mkdir(join(folder, 'state'));
  id = (await execa('docker', ['info', '--format', '{{.ID}}'])).stdout;
});
afterEach(() => rm(folder, { recursive: true }));

const session = () => ({ layout: layoutOf(folder), federation: { hosts: new Map([['serveur-1', { engine: SOCKET }]]) } }) as unknown as Session;
const file = () => join(folder, 'state', 'engines.json');
const recorded = async () => JSON.parse(await readFile(file(), 'utf8')) as unknown;

describe('the engine of a host', () => {
  it('is recorded the first time, for the owner only, and is then the one expected', async () => {
    await checkEngines(session(), ['serveur-1'], []);
    expect(await recorded()).toEqual({ 'serveur-1': { engine: SOCKET, id } });
    expect((await stat(file())).mode & 0o777).toBe(0o600);
    await checkEngines(session(), ['serveur-1'], []);
  });

  it('that is another one is refused before anything is touched, and recorded once it is accepted', async () => {
    const before = `${JSON.stringify({ 'serveur-1': { engine: SOCKET, id: 'AUTRE' } })}\n`;
    await writeFile(file(), before);
    const error = await checkEngines(session(), ['serveur-1'], []).then(() => undefined, (thrown: ChatiereError) => thrown);
    expect(error?.exitCode).toBe(ExitCode.refused);
    expect(words(error?.problems ?? [], 'fr')).toEqual([
      `serveur serveur-1 : ce moteur Docker (${id}) n’est pas celui que l’état connaît (AUTRE) : rien n’est commencé`,
      `  valeur donnée : "${SOCKET}"`,
      '  à faire : rétablir l’adresse du moteur dans hosts/serveur-1.yaml ; s’il a vraiment été réinstallé : chatiere up --refresh --accept-engine serveur-1',
    ]);
    expect(words(error?.problems ?? [], 'en')).toEqual([
      `host serveur-1: this Docker engine (${id}) is not the one that the state knows (AUTRE): nothing is begun`,
      `  given: "${SOCKET}"`,
      '  next: put the engine’s address right in hosts/serveur-1.yaml; if it was really installed anew: chatiere up --refresh --accept-engine serveur-1',
    ]);
    expect(await readFile(file(), 'utf8')).toBe(before);
    await checkEngines(session(), ['serveur-1'], ['serveur-1']);
    expect(await recorded()).toEqual({ 'serveur-1': { engine: SOCKET, id } });
  });
});

describe('the processors of a host', () => {
  it('that a service may take more of than there are refuse it before anything is touched', async () => {
    const federation = join(folder, 'demo');
    await cp(join(CHECKOUT, 'examples', 'demo'), federation, { recursive: true });
    const release = await ownRelease(federation, 'miniflux', 'app.yaml', (sheet) => sheet.replaceAll(/(app: \{ memoryMiB: \d+, cpus: )[\d.]+/g, '$1512'));
    const instance = join(federation, 'instances', 'mrc-demo.miniflux.yaml');
    await writeFile(instance, (await readFile(instance, 'utf8')).replace('2.2.15-1', release));
    const opened = openSession(federation);
    await mkdir(opened.layout.state, { recursive: true });
    const processors = await checkEngines(opened, ['serveur-1'], []);
    checkProcessors(opened, ['host.serveur-1', 'identity', 'mrc-demo', 'village-demo.miniflux'], processors);
    const { stdout: has } = await execa('docker', ['info', '--format', '{{.NCPU}}']);
    const error = await Promise.resolve().then(() => checkProcessors(opened, ['village-demo.miniflux', 'mrc-demo.miniflux'], processors)).then(() => undefined, (thrown: ChatiereError) => thrown);
    expect(error?.exitCode).toBe(ExitCode.refused);
    expect(words(error?.problems ?? [], 'fr')).toEqual([
      'pile « mrc-demo.miniflux » : le service app peut prendre plus de processeurs que le serveur serveur-1 n’en a : rien n’est commencé',
      '  valeur donnée : "512"',
      `  permis : ${has} au plus`,
      '  à faire : un plus petit forfait (une commande qui modifie la sienne), ou un autre serveur',
    ]);
    expect(words(error?.problems ?? [], 'en')[0]).toBe('stack "mrc-demo.miniflux": the service app may take more processors than the host serveur-1 has: nothing is begun');
  });
});
