import { existsSync, mkdirSync, readFileSync, realpathSync, renameSync, writeFileSync } from 'node:fs';
import { dirname, join, relative } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { entryPath, rememberRefusal } from '../../modules/engine/cache/index.ts';
import { pulumiHome } from '../../modules/engine/toolchain/checkout.ts';
import { findOnPath, isAtLeast } from '../../modules/engine/toolchain/command.ts';
import { findGo } from '../../modules/engine/toolchain/go.ts';
import { goEntry } from '../../modules/engine/toolchain/go-program.ts';
import { engineEnvironment } from '../../modules/engine/toolchain/index.ts';
import { findPlugin, resolvePlugin } from '../../modules/engine/toolchain/plugins.ts';
import { findPulumi } from '../../modules/engine/toolchain/pulumi.ts';
import { Sandbox } from './sandbox.ts';

let box: Sandbox;
const quiet = () => undefined;
beforeEach(() => {
  box = new Sandbox();
});
afterEach(() => box.restore());

it('compares versions by number', () => {
  expect(isAtLeast('go1.26.8', '1.26')).toBe(true);
  expect(isAtLeast('1.9.0', '1.26')).toBe(false);
  expect(isAtLeast('v22.18.0', '22.18')).toBe(true);
  expect(isAtLeast('22.17.9', '22.18')).toBe(false);
  expect(isAtLeast('20.10.24+dfsg1', '23')).toBe(false);
});

it('finds only executable files on a PATH', () => {
  box.file('bin/plain', '');
  const program = box.script('tool', 'true');
  mkdirSync(join(box.bin, 'folder'));
  expect(findOnPath('tool')).toBe(program);
  expect(findOnPath('plain')).toBeUndefined();
  expect(findOnPath('folder')).toBeUndefined();
});

describe('Go', () => {
  it('is taken from PATH from 1.26 on', async () => {
    const path = box.script('go', 'echo go1.27.1');
    expect(await findGo()).toEqual({ part: 'go', version: '1.27.1', origin: 'path', path });
  });

  it('is the cached wheel where the one on PATH is too old', async () => {
    box.script('go', 'echo go1.25.9');
    expect(await findGo()).toBeUndefined();
    mkdirSync(join(box.cache, 'go-1.26.6-x64'), { recursive: true });
    mkdirSync(join(box.cache, 'go-1.26.6-arm64'), { recursive: true });
    expect(await findGo()).toMatchObject({ version: '1.26.6', origin: 'pypi' });
  });
});

describe('Pulumi', () => {
  const downloaded = () => mkdirSync(join(box.cache, `pulumi-download-${`3.259.0-${process.arch}`.slice(0, 12)}`, 'bin'), { recursive: true });

  it('is taken from PATH when it is the pinned version with its language host', async () => {
    downloaded();
    const path = box.script('pulumi', 'echo v3.259.0');
    box.script('pulumi-language-nodejs', 'true');
    expect(await findPulumi()).toEqual([
      { part: 'pulumi', version: '3.259.0', origin: 'path', path: realpathSync(path) },
      { part: 'language-host', version: '3.259.0', origin: 'path', path: join(realpathSync(box.bin), 'pulumi-language-nodejs') },
    ]);
  });

  it('on PATH in another version, or without its language host, is passed over', async () => {
    box.script('pulumi', 'echo v3.258.0');
    box.script('pulumi-language-nodejs', 'true');
    expect(await findPulumi()).toBeUndefined();
    downloaded();
    expect(await findPulumi()).toMatchObject([{ origin: 'downloaded' }, { origin: 'downloaded' }]);
    box.script('pulumi', 'echo v3.259.0');
    expect(await findPulumi()).toMatchObject([{ origin: 'path' }, { origin: 'path' }]);
  });
});

describe('a plugin', () => {
  /** Installs from a folder as pulumi does; a download fails, and each attempt is counted. */
  const pulumi = () => box.script('fake/pulumi', `
    [ "$6" = --file ] || { echo attempt >> ${box.folder}/attempts; exit 1; }
    target=$PULUMI_HOME/plugins/resource-$4-v$5
    rm -rf "$target"; mkdir -p "$target"; cp "$7"/* "$target"`);
  const attempts = () => (existsSync(join(box.folder, 'attempts')) ? readFileSync(join(box.folder, 'attempts'), 'utf8').trim().split('\n').length : 0);
  const program = () => join(pulumiHome(), 'plugins', 'resource-docker-v5.2.0', 'pulumi-resource-docker');

  it('that cannot be downloaded is replaced by our own; the refusal is remembered', async () => {
    const cli = pulumi();
    expect(await resolvePlugin('docker', cli, quiet)).toEqual({ part: 'plugin-docker', version: '5.2.0', origin: 'stand-in', path: program() });
    expect(readFileSync(program(), 'utf8')).toMatch(/\/stand-in-docker-[0-9a-f]{12}\/plugin\.mjs'/);
    expect(await resolvePlugin('docker', cli, quiet)).toMatchObject({ origin: 'stand-in' });
    expect(attempts()).toBe(1);
  });

  it('of our own is installed again when it would be another', async () => {
    const cli = pulumi();
    await resolvePlugin('docker', cli, quiet);
    writeFileSync(program(), '#!/bin/sh\n');
    await resolvePlugin('docker', cli, quiet);
    expect(readFileSync(program(), 'utf8')).toBe('#!/bin/sh\n');

    const record = join(pulumiHome(), 'origins', 'docker.json');
    writeFileSync(record, JSON.stringify({ origin: 'stand-in', standIn: 'of another checkout' }));
    expect(await findPlugin('docker')).toBeUndefined();
    await resolvePlugin('docker', cli, quiet);
    expect(readFileSync(program(), 'utf8')).toMatch(/\/stand-in-docker-[0-9a-f]{12}\/plugin\.mjs'/);
  });

  it('that is real takes the place of our own, from the person’s folder or from PATH', async () => {
    const cli = pulumi();
    await resolvePlugin('docker', cli, quiet);
    const real = box.script('.pulumi/plugins/resource-docker-v5.2.0/pulumi-resource-docker', 'echo real');
    expect(await resolvePlugin('docker', cli, quiet)).toMatchObject({ origin: 'path' });
    expect(realpathSync(program())).toBe(realpathSync(real));

    box.script('pulumi-resource-keycloak', 'echo v6.12.0');
    expect(await resolvePlugin('keycloak', cli, quiet)).toMatchObject({ origin: 'stand-in' });
    box.script('pulumi-resource-keycloak', 'echo v6.13.0');
    expect(await resolvePlugin('keycloak', cli, quiet)).toMatchObject({ origin: 'path' });
    expect(await findPlugin('keycloak')).toMatchObject({ origin: 'path' });
  });

  it('of Kubernetes that cannot be downloaded is the one built from its module, as long as that is of its recipe; nothing stands in for it', async () => {
    const built = box.script(join(relative(box.folder, entryPath(goEntry('pulumi-resource-kubernetes'))), 'pulumi-resource-kubernetes'), 'true');
    const part = { part: 'plugin-kubernetes', version: '4.25.0', origin: 'built' };
    expect(await resolvePlugin('kubernetes', pulumi(), quiet)).toMatchObject(part);
    const found = await findPlugin('kubernetes');
    expect(found).toMatchObject(part);
    expect(realpathSync(found?.path ?? '')).toBe(realpathSync(built));

    renameSync(dirname(built), `${dirname(built)}-of-another-recipe`);
    expect(await findPlugin('kubernetes')).toBeUndefined();
  });

  it('is not asked for again within a day of a refusal', async () => {
    await rememberRefusal('plugin-docker-5.2.0', 'closed network');
    await resolvePlugin('docker', pulumi(), quiet);
    expect(attempts()).toBe(0);
  });

  it('has a home of its own in each checkout', () => {
    expect(pulumiHome('/c', '/a')).not.toBe(pulumiHome('/c', '/b'));
    expect(pulumiHome('/c', '/a')).toBe(pulumiHome('/c', '/a'));
  });
});

it('the environment leads to the resolved Node and Pulumi first and names each folder once', () => {
  const parts = [
    { part: 'node', version: '24', origin: 'npm', path: '/n/bin/node' },
    { part: 'pulumi', version: '3', origin: 'built', path: '/p/pulumi' },
  ] as const;
  const environment = engineEnvironment({ parts }, { PATH: '/usr/bin:/n/bin:/bin', HOME: '/h', DOCKER_HOST: 'tcp://d', SECRET: 'x' });
  expect(environment['PATH']).toBe('/n/bin:/p:/usr/bin:/bin');
  expect(environment['PULUMI_HOME']).toMatch(/^\/h\/\.cache\/chatiere\/pulumi-home-[0-9a-f]{12}$/);
  expect(environment['DOCKER_HOST']).toBe('tcp://d');
  expect(Object.keys(environment)).not.toContain('SECRET');
});
