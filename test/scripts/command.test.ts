import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parse, parseDocument } from 'yaml';
import { ExitCode } from '../../modules/kernel/index.ts';
import { chatiere } from './command.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'examples', 'demo');
let folder: string;
let federation: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-command-'));
  federation = join(folder, 'demo');
  await cp(DEMO, federation, { recursive: true });
});
afterEach(() => rm(folder, { recursive: true }));

const edit = async (file: string, path: string[], value: unknown) => {
  const document = parseDocument(await readFile(join(federation, file), 'utf8'));
  document.setIn(path, value);
  await writeFile(join(federation, file), document.toString());
};

describe('a command line that is not understood', () => {
  it('without a verb shows the help and says that it did nothing', async () => {
    const { exitCode, stdout, stderr } = await chatiere([]);
    expect(exitCode).toBe(ExitCode.usage);
    expect(stdout + stderr).toContain('chatiere [options] [commande]');
  });
});

describe('language', () => {
  it.each([
    [{}, [], 'Commande inconnue'],
    [{ LANG: 'en_US.UTF-8' }, [], 'Unknown command'],
    [{ LANG: 'en_US.UTF-8', LC_ALL: 'fr_CA.UTF-8' }, [], 'Commande inconnue'],
    [{ LANG: 'de_DE.UTF-8' }, [], 'Commande inconnue'],
    [{ LANG: 'fr_CA.UTF-8' }, ['--lang', 'en'], 'Unknown command'],
    [{ LANG: 'en_CA.UTF-8' }, ['--lang=fr'], 'Commande inconnue'],
  ])('%j %j', async (environment, args, expected) => {
    expect((await chatiere([...args, 'fabriquer'], { environment })).stderr).toContain(expected);
  });
});

describe('the federation directory', () => {
  it('is -C, else CHATIERE_FEDERATION, else the nearest folder above', async () => {
    for (const [args, options] of [
      [['-C', federation], {}],
      [[], { environment: { CHATIERE_FEDERATION: federation } }],
      [[], { cwd: join(federation, 'orders') }],
      [['-C', federation], { environment: { CHATIERE_FEDERATION: '/nulle-part' } }],
    ] as const) expect((await chatiere([...args, 'validate'], options)).exitCode).toBe(ExitCode.ok);
  });
});

describe('validate', () => {
  it('counts what is there', async () => {
    expect(await chatiere(['-C', federation, 'validate'])).toEqual({
      exitCode: ExitCode.ok,
      stdout: 'Fédération « Fédération de démonstration » (demo) : rien à redire. Hébergeurs : 2, serveurs : 1, organisations : 2, commandes : 2, instances : 2.\n',
      stderr: '',
    });
    expect(JSON.parse((await chatiere(['-C', federation, 'validate', '--json'])).stdout)).toEqual({ schema: 1, kind: 'result', valid: true, federation: 'demo', operators: 2, hosts: 1, organizations: 2, orders: 2, instances: 2, warnings: [] });
  });

  it('refuses with exit code 3, in words or as JSON', async () => {
    await edit('hosts/serveur-1.yaml', ['operator'], 'coop-inconnue');
    const words = await chatiere(['-C', federation, 'validate']);
    expect(words.exitCode).toBe(ExitCode.refused);
    expect(words.stderr).toMatch(/^hosts\/serveur-1\.yaml:1:\d+: operator: /);
    expect(words.stderr).not.toMatch(/^\s+at /m);
    const json = await chatiere(['-C', federation, 'validate', '--json']);
    expect(json.exitCode).toBe(ExitCode.refused);
    expect(JSON.parse(json.stdout)).toMatchObject({ schema: 1, valid: false, problems: [expect.objectContaining({ given: 'coop-inconnue' })] });
  });

  it('shows a trace only when asked', async () => {
    await edit('federation.yaml', ['id'], 'PAS BON');
    expect((await chatiere(['-C', federation, '--debug', 'validate'])).stderr).toMatch(/^\s+at /m);
  });
});

describe('init', () => {
  const init = (...args: string[]) => chatiere(['init', 'neuve', '--id', 'rives', '--domain', 'rives.example', ...args], { cwd: folder });

  it('writes a directory that validates, for a trial', async () => {
    expect(await init('--environment', 'demo')).toMatchObject({ exitCode: ExitCode.ok, stderr: '' });
    expect((await chatiere(['-C', join(folder, 'neuve'), 'validate'])).stdout).toContain('(rives) : rien à redire. Hébergeurs : 1, serveurs : 1, organisations : 0, commandes : 0, instances : 0.');
    expect(await readFile(join(folder, 'neuve', '.gitignore'), 'utf8')).toMatch(/^\/private\/$/m);
  });

  it('comments a relay and a licence policy that are right as soon as their signs are taken away', async () => {
    await init('--environment', 'demo');
    const file = join(folder, 'neuve', 'federation.yaml');
    await writeFile(file, (await readFile(file, 'utf8')).replace(/^# (?=mail:|licences:|  )/gm, ''));
    expect((await chatiere(['-C', join(folder, 'neuve'), 'validate'])).exitCode).toBe(ExitCode.ok);
    expect(parse(await readFile(file, 'utf8'))).toMatchObject({ mail: { host: 'smtp.rives.example', port: 587, username: 'services', security: 'starttls' }, licences: { forbidden: [], onlyFree: true } });
  });

  it('is for production unless told otherwise, and says what that still needs', async () => {
    const { exitCode, stdout } = await init();
    expect(exitCode).toBe(ExitCode.ok);
    expect(parse(await readFile(join(folder, 'neuve', 'federation.yaml'), 'utf8'))).toMatchObject({ environment: 'production', images: 'registry', publicDns: true });
    const locked = (await chatiere(['-C', join(folder, 'neuve'), 'validate'])).exitCode === ExitCode.ok;
    expect(stdout.includes('chatiere images lock')).toBe(!locked);
  });
});

describe('an order', () => {
  const order = (...args: string[]) => chatiere(['-C', federation, 'order', ...args]);

  it('is recorded, approved and becomes an instance file', async () => {
    const made = await order('new', '--organization', 'village-demo', '--app', 'miniflux', '--plan', 'base', '--name', 'revue', '--price', '22,50', '--date', '2026-11-20', '--json');
    expect(made.exitCode).toBe(ExitCode.ok);
    const { id, file } = JSON.parse(made.stdout) as { id: string; file: string };
    expect(parse(await readFile(join(federation, file), 'utf8'))).toMatchObject({ organization: 'village-demo', operator: 'coop-des-rives', pricePerMonth: 22.5, requestedOn: '2026-11-20' });
    const approved = await order('approve', id, '--host', 'serveur-1', '--hostname', 'revue.village-demo.chatiere.test', '--json');
    expect(JSON.parse(approved.stdout)).toMatchObject({ order: id, instance: 'village-demo.revue', files: [file, 'instances/village-demo.revue.yaml'] });
    expect((await chatiere(['-C', federation, 'validate'])).stdout).toContain('commandes : 3, instances : 3');
  });
});

describe('names that are not there', () => {
  it('as JSON carry both languages and the exit code', async () => {
    const { exitCode, stderr, stdout } = await chatiere(['-C', federation, 'env', 'identty', '--json']);
    expect(stdout).toBe('');
    expect(JSON.parse(stderr)).toMatchObject({ schema: 1, kind: 'error', exitCode, problems: [{ code: 'unknown-name', what: { fr: expect.any(String) as string, en: expect.any(String) as string }, given: 'identty' }] });
  });
});

describe('schema and catalog', () => {
  it('give a schema that accepts the demonstration’s keys', async () => {
    const schema = JSON.parse((await chatiere(['schema', 'instance'])).stdout) as { properties: object; required: string[] };
    const instance = parse(await readFile(join(federation, 'instances', 'mrc-demo.miniflux.yaml'), 'utf8')) as object;
    expect(Object.keys(schema.properties)).toEqual(expect.arrayContaining(Object.keys(instance)));
    expect(schema.required).not.toContain('access');
  });

  it('write every schema to a folder', async () => {
    const { stdout } = await chatiere(['schema', '--write', 'schemas'], { cwd: folder });
    for (const file of stdout.trim().split('\n')) expect(JSON.parse(await readFile(join(folder, file), 'utf8'))).toHaveProperty('$schema');
  });

  it('name what relaxes hardening, and why', async () => {
    const { stdout } = await chatiere(['catalog']);
    expect(stdout).toMatch(/^miniflux +2\.2\.15-1 /m);
    expect(stdout).toMatch(/^Durcissement relâché$/m);
    expect(stdout).toMatch(/^keycloak\/server +Racine inscriptible/m);
  });
});
