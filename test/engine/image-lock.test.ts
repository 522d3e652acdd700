import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { lockImages } from '../../modules/engine/image-lock.ts';
import { ensureImages } from '../../modules/engine/toolchain/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { removeAll } from '../images/container.ts';
import { chatiere } from '../scripts/command.ts';
import { PASSWORD, Registry, USER } from './registry.ts';

/** `chatiere images` in a copy of the demonstration whose catalog names images of a registry on loopback. */
const OLD = `sha256:${'0'.repeat(64)}`;
const OWN_LOCK = join(CHECKOUT, 'catalog', 'images.lock.yaml');
const clientBefore = process.env['DOCKER_CONFIG'];
let home: string;
let registry: Registry;
let digest: string;
let index: string;
let folder: string;
let lock: string;

beforeAll(async () => {
  await ensureImages(['busybox', 'registry']);
  home = await mkdtemp(join(tmpdir(), 'chatiere-registry-'));
  registry = await Registry.start(home);
  for (const tag of ['1.0', '1.1']) await registry.push('busybox', `essai/app:${tag}`);
  await registry.putIndex('essai/app', '1.0', 'multi');
  digest = (await registry.digest('essai/app', '1.0')) ?? '';
  index = (await registry.digest('essai/app', 'multi')) ?? '';
});
afterAll(async () => {
  if (clientBefore === undefined) delete process.env['DOCKER_CONFIG'];
  else process.env['DOCKER_CONFIG'] = clientBefore;
  await removeAll();
  await rm(home, { recursive: true });
});
beforeEach(async () => {
  process.env['DOCKER_CONFIG'] = await registry.login();
  folder = await mkdtemp(join(tmpdir(), 'chatiere-lock-'));
  await cp(join(CHECKOUT, 'examples', 'demo'), folder, { recursive: true });
  await mkdir(join(folder, 'catalog'), { recursive: true });
  lock = join(folder, 'catalog', 'images.lock.yaml');
});
afterEach(() => rm(folder, { recursive: true }));

const entry = (name: string, image: string, tag: string, rest: string) => `${name}:\n  repository: ${registry.address}/${image}\n  tag: "${tag}"\n${rest}`;
const run = (LANG: string, ...args: string[]) => chatiere(['-C', folder, 'images', ...args], { environment: { LANG } });
/** The last lines, without those of the board, which tell how long each question took. */
const end = (stderr: string, lines: number) => stderr.trimEnd().split('\n').slice(-lines);

describe('images lock', () => {
  it('writes what the registry says of each tag, an index whole, into the file that names it, and keeps comments', async () => {
    const own = await readFile(OWN_LOCK, 'utf8');
    const seen = `  seen:\n    - { repository: a/a, path: x, commit: ${'a'.repeat(40)} }\n    - { repository: b/b, path: x, commit: ${'a'.repeat(40)} }\n`;
    await writeFile(lock, `# Le verrou.\n${entry('un', 'essai/app', '1.0', '  digest: null # pas encore\n')}${entry('deux', 'essai/app', '1.1', `  digest: ${digest}\n`)}${entry('multi', 'essai/app', 'multi', `  digest: ${OLD}\n${seen}`)}`);
    expect(index).not.toBe(digest);
    expect(await run('fr_CA.UTF-8', 'lock', 'un', 'deux', 'multi')).toMatchObject({ exitCode: 0, stdout: `un     ${digest}\ndeux   ${digest}  inchangé\nmulti  ${index}  remplace sha256:000000000000\n` });
    expect(await readFile(lock, 'utf8')).toBe(`# Le verrou.\n${entry('un', 'essai/app', '1.0', `  digest: ${digest} # pas encore\n`)}${entry('deux', 'essai/app', '1.1', `  digest: ${digest}\n`)}${entry('multi', 'essai/app', 'multi', `  digest: ${index}\n`)}`);
    expect(await readFile(OWN_LOCK, 'utf8')).toBe(own);
    expect(JSON.parse((await run('en_CA.UTF-8', 'lock', 'un', '--json')).stdout.trimEnd().split('\n').at(-1) ?? '')).toMatchObject({ locked: [{ name: 'un', digest, was: digest }] });
  });

  it('leaves a file that names none of the images as it is, and passes over one that is not there', async () => {
    const other = join(folder, 'other.yaml');
    const words = 'sien:   { repository: x,  tag: "1",  digest: null }\n';
    await writeFile(other, words);
    await writeFile(lock, entry('un', 'essai/app', '1.0', '  digest: null\n'));
    const image = { repository: `${registry.address}/essai/app`, tag: '1.0', digest: null };
    expect(await lockImages([other, join(folder, 'absent.yaml'), lock], [['un', image]], () => undefined)).toEqual([{ name: 'un', digest, was: null }]);
    expect(await readFile(other, 'utf8')).toBe(words);
    expect(await readFile(lock, 'utf8')).toContain(digest);
  });

  it('tells an engine that does not answer from a registry that does not', async () => {
    const image = { repository: `${registry.address}/essai/app`, tag: '1.0', digest: null };
    await expect(lockImages([lock], [['un', image]], () => undefined, `unix://${folder}/absent.sock`)).rejects.toMatchObject({ problems: [{ code: 'engine-unreachable' }] });
  });

  it('logs in through the helper that the docker command would ask', async () => {
    await writeFile(join(home, 'docker-credential-essai'), `#!/bin/sh\nread -r registry\n[ "$1 $registry" = "get ${registry.address}" ] && printf '{"ServerURL":"%s","Username":"${USER}","Secret":"${PASSWORD}"}' "$registry"\n`);
    await chmod(join(home, 'docker-credential-essai'), 0o755);
    process.env['DOCKER_CONFIG'] = await registry.client({ credHelpers: { [registry.address]: 'essai' } });
    await writeFile(lock, entry('un', 'essai/app', '1.0', '  digest: null\n'));
    const path = process.env['PATH'];
    process.env['PATH'] = `${home}:${path}`;
    try {
      expect(await run('fr_CA.UTF-8', 'lock', 'un')).toMatchObject({ exitCode: 0, stdout: `un  ${digest}\n` });
    } finally {
      process.env['PATH'] = path;
    }
  });
});

describe('images lock says what it could not have, in both languages, and writes nothing', () => {
  async function refused(image: string, tag: string, fr: readonly string[], en: readonly string[]): Promise<void> {
    await writeFile(lock, `${entry('bon', 'essai/app', '1.0', '  digest: null\n')}${entry('autre', image, tag, '  digest: null\n')}`);
    const before = await readFile(lock, 'utf8');
    const given = `"${registry.address}/${image}:${tag}"`;
    for (const [language, words] of [['fr', fr], ['en', en]] as const) {
      const { exitCode, stdout, stderr } = await run(`${language}_CA.UTF-8`, 'lock', 'bon', 'autre');
      const expected = words.map((line) => line.replace('{given}', given));
      expect([exitCode, stdout, end(stderr, expected.length)]).toEqual([1, '', expected]);
    }
    expect(await readFile(lock, 'utf8')).toBe(before);
  }

  it.each([['essai/app', '9.9'], ['essai/absente', '1.0']])('where the registry has no %s:%s', (image, tag) => refused(image, tag,
    ['le registre n’a pas cette image, ou pas cette étiquette', '  valeur donnée : {given}', '  à faire : corriger images.lock.yaml ; rien n’a été écrit'],
    ['the registry has no such image, or no such tag', '  given: {given}', '  next: correct images.lock.yaml; nothing was written']));

  it('where nobody has logged in', async () => {
    process.env['DOCKER_CONFIG'] = await registry.client({});
    await refused('essai/app', '1.1',
      ['le registre demande une connexion', '  valeur donnée : {given}', `  à faire : docker login ${registry.address}, puis relancer ; rien n’a été écrit`],
      ['the registry asks for a login', '  given: {given}', `  next: docker login ${registry.address}, then run again; nothing was written`]);
  });

  it('where the login is refused, without showing it', async () => {
    process.env['DOCKER_CONFIG'] = await registry.login('mot-de-passe-faux');
    await refused('essai/app', '1.1',
      ['le registre refuse la connexion gardée sur cette machine', '  valeur donnée : {given}', `  à faire : docker login ${registry.address}, puis relancer ; rien n’a été écrit`],
      ['the registry refuses the login kept on this machine', '  given: {given}', `  next: docker login ${registry.address}, then run again; nothing was written`]);
    expect((await run('fr_CA.UTF-8', 'lock', 'bon', '--debug')).stderr).not.toContain('faux');
  });

  it('where several images cannot be had: all of them', async () => {
    await writeFile(lock, ['un', 'deux'].map((name) => entry(name, `essai/${name}`, '1.0', '  digest: null\n')).join(''));
    const { stderr } = await run('fr_CA.UTF-8', 'lock', 'un', 'deux');
    expect(end(stderr, 6).filter((line) => line.includes('valeur'))).toEqual(['un', 'deux'].map((name) => `  valeur donnée : "${registry.address}/essai/${name}:1.0"`));
  });
});

describe('images', () => {
  it('lists each image with its digest, where that comes from, its recipe, and which are unpinned', async () => {
    const seen = `  seen:\n    - { repository: a/a, path: x, commit: ${'a'.repeat(40)} }\n    - { repository: b/b, path: x, commit: ${'a'.repeat(40)} }\n`;
    await writeFile(lock, `${entry('un', 'essai/app', '1.0', '  digest: null\n  build: busybox\n')}${entry('deux', 'essai/app', '1.1', `  digest: ${OLD}\n`)}${entry('trois', 'essai/app', 'multi', `  digest: ${OLD}\n${seen}`)}`);
    const names = ['un', 'deux', 'trois'];
    const at = `${registry.address}/essai/app`;
    const wide = `${at}:multi`.length;
    expect((await run('fr_CA.UTF-8', 'list', ...names)).stdout.split('\n')).toEqual([
      `un     ${`${at}:1.0`.padEnd(wide)}  sans condensat                                         recette busybox, construite ici`,
      `deux   ${`${at}:1.1`.padEnd(wide)}  sha256:000000000000  donné par le registre             sans recette locale`,
      `trois  ${at}:multi  sha256:000000000000  vu dans 2 dépôts de code publics  sans recette locale`,
      'Sans condensat, refusées en production jusqu’à « chatiere images lock » : un.',
      '',
    ]);
    expect((await run('en_CA.UTF-8', 'list', ...names)).stdout.split('\n')).toEqual([
      `un     ${`${at}:1.0`.padEnd(wide)}  no digest                                                  recipe busybox, built here`,
      `deux   ${`${at}:1.1`.padEnd(wide)}  sha256:000000000000  given by the registry                 no local recipe`,
      `trois  ${at}:multi  sha256:000000000000  seen in 2 public source repositories  no local recipe`,
      'Without a digest, refused in production until "chatiere images lock": un.',
      '',
    ]);
    expect(JSON.parse((await run('fr_CA.UTF-8', 'list', ...names, '--json')).stdout)).toMatchObject({ unpinned: ['un'], images: [{ name: 'un', digest: null }, { name: 'deux' }, { name: 'trois', seen: [{ repository: 'a/a' }, { repository: 'b/b' }] }] });
  });
});

// Last: nothing answers on that port afterwards.
it('images lock says that a registry is down', async () => {
  await registry.kill();
  await writeFile(lock, entry('un', 'essai/app', '1.0', '  digest: null\n'));
  const before = await readFile(lock, 'utf8');
  const words = `  > Get "http://${registry.address}/v2/": dial tcp ${registry.address}: connect: connection refused`;
  const fr = await run('fr_CA.UTF-8', 'lock', 'un');
  expect([fr.exitCode, end(fr.stderr, 4)]).toEqual([1, ['le registre ne répond pas :', words, `  valeur donnée : "${registry.address}/essai/app:1.0"`, '  à faire : vérifier le réseau et le nom, puis relancer ; rien n’a été écrit']]);
  const en = await run('en_CA.UTF-8', 'lock', 'un');
  expect([en.exitCode, end(en.stderr, 4)]).toEqual([1, ['the registry does not answer:', words, `  given: "${registry.address}/essai/app:1.0"`, '  next: check the network and the name, then run again; nothing was written']]);
  expect(await readFile(lock, 'utf8')).toBe(before);
});
