import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openCatalog } from '../../modules/engine/index.ts';
import { contents } from '../catalog/folder.ts';
import { chatiere } from './command.ts';
import { commandRefusals } from './refusals/command-lines.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'examples', 'demo');
let folder: string;
let federation: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-refusals-'));
  federation = join(folder, 'demo');
  await cp(DEMO, federation, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const { apps, images } = openCatalog();
const isApp = (name: string) => [...(apps.get(name)?.values() ?? [])].some(({ sheet }) => sheet.kind === 'app');
const named = { entries: [...apps.keys()].join(', '), apps: [...apps.keys()].filter(isApp).join(', '), images: Object.keys(images).join(', ') };
const put = (words: string) => words.replaceAll('{federation}', federation).replaceAll('{folder}', folder).replaceAll('{entries}', named.entries).replaceAll('{apps}', named.apps).replaceAll('{images}', named.images);
const run = (args: readonly string[], LANG: string) => chatiere(args.map(put), { cwd: folder, environment: { LANG } });

describe('a command line that is refused says why in both languages, and changes nothing', () => {
  it.each(commandRefusals)('$name', async ({ args, exitCode, fr, en }) => {
    const before = contents(folder);
    expect(await run(args, 'fr_CA.UTF-8')).toEqual({ exitCode, stdout: '', stderr: `${put(fr.join('\n'))}\n` });
    expect(await run(args, 'en_CA.UTF-8')).toEqual({ exitCode, stdout: '', stderr: `${put(en.join('\n'))}\n` });
    expect(contents(folder)).toEqual(before);
  });
});

/** Every verb that works on a federation reads all of it before it does anything. */
describe('a federation that is not valid is refused by', () => {
  it.each([
    [['up']],
    [['up', '--refresh']],
    [['preview']],
    [['down']],
    [['down', '--purge', '--confirm', 'demo']],
    [['status']],
    [['usage']],
    [['sleep', 'mrc-demo.miniflux']],
    [['sleep', '--due']],
    [['wake', 'mrc-demo.miniflux']],
    [['env', 'identity']],
    [['validate']],
    [['order', 'new', '--organization', 'mrc-demo', '--app', 'miniflux', '--plan', 'base']],
    [['order', 'approve', 'cmd-2026-001']],
    [['organization', 'new', 'ville']],
    [['people', 'import', 'personnes.csv']],
  ])('%j, with nothing changed', async (args) => {
    await writeFile(join(federation, 'operators', 'coop-des-rives.yaml'), 'nom: Rives\n');
    const before = contents(folder);
    const refused = (stderr: string) => ({ exitCode: 3, stdout: '', stderr });
    expect(await run(['-C', '{federation}', ...args], 'fr_CA.UTF-8')).toEqual(refused('operators/coop-des-rives.yaml:1:1: name: clé absente\n  à faire : ajouter « name: »\noperators/coop-des-rives.yaml:1:1: nom: clé inconnue\n  valeur donnée : "nom"\n  permis : name, website\n  à faire : retirer cette clé\n'));
    expect(await run(['-C', '{federation}', ...args], 'en_CA.UTF-8')).toEqual(refused('operators/coop-des-rives.yaml:1:1: name: missing key\n  next: add “name:”\noperators/coop-des-rives.yaml:1:1: nom: unknown key\n  given: "nom"\n  allowed: name, website\n  next: remove this key\n'));
    expect(contents(folder)).toEqual(before);
  });
});
