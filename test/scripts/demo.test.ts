import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { demoDirectory, ensureDemo } from '../../scripts/demo.ts';

const SCRIPTS = join(import.meta.dirname, '..', '..', 'scripts');
let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-demo-'));
});
afterEach(() => rm(folder, { recursive: true }));

it('the demonstration lives where the person’s data do', () => {
  expect(demoDirectory({}, '/home/lea')).toBe('/home/lea/.local/share/chatiere/demo');
  expect(demoDirectory({ XDG_DATA_HOME: '/data' }, '/home/lea')).toBe('/data/chatiere/demo');
  expect(demoDirectory({ XDG_DATA_HOME: 'relatif' }, '/home/lea')).toBe('/home/lea/.local/share/chatiere/demo');
});

it('is copied once, and then left as the person changed it', async () => {
  const directory = join(folder, 'a', 'demo');
  expect(await ensureDemo(directory)).toBe(true);
  await writeFile(join(directory, 'federation.yaml'), 'id: mienne\n');
  expect(await ensureDemo(directory)).toBe(false);
  expect(await readFile(join(directory, 'federation.yaml'), 'utf8')).toBe('id: mienne\n');
});

const stop = (...args: string[]) => execa(process.execPath, [join(SCRIPTS, 'stop.ts'), ...args], { env: { LANG: 'fr_CA.UTF-8', LC_ALL: '', XDG_DATA_HOME: folder }, reject: false });

it('stopping what was never started says so', async () => {
  expect(await stop()).toMatchObject({ exitCode: 0, stdout: `Rien à arrêter : pas de fédération dans ${join(folder, 'chatiere', 'demo')}` });
});

it('purging asks for the name, and off a terminal refuses without it', async () => {
  await ensureDemo(join(folder, 'chatiere', 'demo'));
  expect(await stop('--purge')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--confirm demo') as string });
  expect(await stop('--purge', '--confirm', 'autre')).toMatchObject({ exitCode: 5 });
  expect(await readFile(join(folder, 'chatiere', 'demo', 'federation.yaml'), 'utf8')).toContain('id: demo');
});

it('purging removes nothing where nothing was brought up, since what carries the name is another directory’s', async () => {
  const file = join(folder, 'chatiere', 'demo', 'federation.yaml');
  await ensureDemo(join(folder, 'chatiere', 'demo'));
  // Another name than the demo's, which may be running on this machine.
  await writeFile(file, (await readFile(file, 'utf8')).replace(/^id: demo$/m, 'id: essai-vide'));
  expect(await stop('--purge', '--confirm', 'essai-vide')).toMatchObject({ exitCode: 3, stderr: expect.stringContaining('rien n’est retiré') as string });
  expect(await readFile(file, 'utf8')).toContain('id: essai-vide');
});

it('an unknown option is named', async () => {
  expect(await stop('--vite')).toMatchObject({ exitCode: 2, stderr: expect.stringContaining('--vite') as string });
});
