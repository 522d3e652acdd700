import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { createAuthority } from '../../modules/edge/index.ts';
import { type Check, federationReport, nextStep } from '../../modules/engine/doctor.ts';
import { chatiere } from '../scripts/command.ts';

const DEMO = join(import.meta.dirname, '..', '..', 'examples', 'demo');
let folder: string;
let federation: string;
let holder: Server;
let port: number;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-doctor-'));
  federation = join(folder, 'demo');
  await cp(DEMO, federation, { recursive: true });
  await edit('federation.yaml', ['id'], `essai-${process.pid}`);
  // Something of ours holds one port; nothing listens on 1 to 3.
  holder = createServer().listen(0, '127.0.0.1');
  await new Promise((resolve) => holder.once('listening', resolve));
  port = (holder.address() as { port: number }).port;
  await edit('hosts/serveur-1.yaml', ['edge'], { address: '127.0.0.1', httpPort: 1, httpsPort: 2, socketProxyPort: 3, healthPort: 4, meterPort: 5, sleepPort: 6 });
});
afterEach(async () => {
  await new Promise((resolve) => holder.close(resolve));
  await rm(folder, { recursive: true });
});

const edit = async (file: string, path: string[], value: unknown) => {
  const document = parseDocument(await readFile(join(federation, file), 'utf8'));
  document.setIn(path, value);
  await writeFile(join(federation, file), document.toString());
};
const looked = async (now?: Date): Promise<Map<string, Check>> => new Map((await federationReport(federation, now)).map((check) => [check.check, check]));
const withState = (...stacks: string[]) => Promise.all(stacks.map(async (stack) => {
  await mkdir(join(federation, 'state', '.pulumi', 'stacks', 'chatiere'), { recursive: true });
  await chmod(join(federation, 'state'), 0o700);
  await writeFile(join(federation, 'state', '.pulumi', 'stacks', 'chatiere', `${stack}.json`), '{}');
}));
const withPassphrase = async (mode: number, content = 'x\n') => {
  await mkdir(join(federation, 'private'), { recursive: true });
  await writeFile(join(federation, 'private', 'passphrase'), content);
  await chmod(join(federation, 'private', 'passphrase'), mode);
};

describe('of a federation', () => {
  it('that is new, everything is in order and a preview comes next', async () => {
    const before = await readdir(federation);
    const checks = await looked();
    expect([...checks.values()].map(({ check, state }) => [check, state])).toEqual([['files', 'ok'], ['passphrase', 'ok'], ['state', 'ok'], ['engine serveur-1', 'ok'], ['ports serveur-1', 'ok'], ['stacks', 'waiting']]);
    expect(checks.get('engine serveur-1')?.found.fr).toMatch(/^Docker \d+\.\d+/);
    expect(nextStep([...checks.values()])?.fr).toBe('chatiere preview');
    expect(await readdir(federation)).toEqual(before);
  });

  it('with mistakes counts them and names validate, and still looks at the rest', async () => {
    await edit('hosts/serveur-1.yaml', ['operator'], 'coop-inconnue');
    await edit('orders/cmd-2026-001.yaml', ['plan'], 'inconnu');
    const checks = await looked();
    expect(checks.get('files')).toMatchObject({ state: 'wrong', found: { fr: expect.stringMatching(/^\d+ problèmes$/) as string }, next: { fr: 'chatiere validate' } });
    expect(checks.get('state')?.state).toBe('ok');
  });

  it.each<[string, () => Promise<unknown>, string, string | RegExp]>([
    ['a passphrase that is gone', () => withState('identity'), 'passphrase', /^remettre .*private\/passphrase depuis la sauvegarde$/],
    ['a passphrase that others read', () => withPassphrase(0o644), 'passphrase', /^chmod 600 /],
    ['an empty passphrase', () => withPassphrase(0o600, ''), 'passphrase', /^remettre /],
    ['an engine that is away', () => edit('hosts/serveur-1.yaml', ['engine'], 'unix:///nulle/part.sock'), 'engine serveur-1', 'démarrer le moteur de unix:///nulle/part.sock, ou corriger hosts/serveur-1.yaml'],
    ['a state that others read', async () => [await withState('identity'), await withPassphrase(0o600), await chmod(join(federation, 'state'), 0o755)], 'state', /^chmod 700 /],
    ['a broken certificate', async () => [await mkdir(join(federation, 'certificates')), await writeFile(join(federation, 'certificates', 'authority.crt'), 'x')], 'certificate authority', /depuis git ou la sauvegarde$/],
  ])('%s is wrong, and what to do comes next', async (_, spoil, name, next) => {
    await spoil();
    const checks = await looked();
    expect(checks.get(name)?.state).toBe('wrong');
    expect(nextStep([...checks.values()])?.fr).toMatch(next);
  });

  it('a port of the edge that something else holds is named', async () => {
    await edit('hosts/serveur-1.yaml', ['edge', 'httpsPort'], port);
    expect((await looked()).get('ports serveur-1')).toMatchObject({ state: 'wrong', found: { fr: `port pris par autre chose : ${port}`, en: `port taken by something else: ${port}` } });
  });

  it('certificates say when they end, and those that end soon are renewed by up', async () => {
    const { certificatePem } = await createAuthority('x', new Date('2026-01-01'));
    await mkdir(join(federation, 'certificates'));
    for (const name of ['authority', 'edge-serveur-1']) await writeFile(join(federation, 'certificates', `${name}.crt`), certificatePem);
    const early = await looked(new Date('2026-06-01'));
    expect(early.get('certificate edge-serveur-1')).toMatchObject({ state: 'ok', found: { fr: expect.stringMatching(/^jusqu’au 20\d\d-\d\d-\d\d \(\d+ jours\)$/) as string } });
    const late = await looked(new Date('2035-12-25'));
    expect(late.get('certificate edge-serveur-1')).toMatchObject({ state: 'waiting', next: { fr: 'chatiere up' } });
    expect(late.get('certificate authority')?.state).toBe('waiting');
    expect((await looked(new Date('2040-01-01'))).get('certificate edge-serveur-1')).toMatchObject({ state: 'wrong', found: { en: expect.stringMatching(/^expired on /) as string } });
  });

  it('stacks that lack a state, stacks that no file names, and locks wait', async () => {
    await withState('identity', 'host.serveur-1', 'partie.miniflux');
    await withPassphrase(0o600);
    await mkdir(join(federation, 'locks'));
    await writeFile(join(federation, 'locks', 'identity.json'), '{}');
    const checks = await looked();
    expect(checks.get('stacks')).toMatchObject({ state: 'waiting', found: { fr: '2 sur 6 ont un état' }, next: { fr: 'chatiere up' } });
    expect(checks.get('stacks left')?.found.fr).toBe('dans l’état, plus dans les fichiers : partie.miniflux');
    expect(checks.get('locks')?.found.fr).toContain('identity');
  });
});

it('the command ends with the next step, for people and for programs', async () => {
  await withPassphrase(0o640);
  const { exitCode, stdout } = await chatiere(['-C', federation, 'doctor']);
  expect(exitCode).toBe(1);
  expect(stdout).toMatch(/^✗ {2}phrase de passe .*chmod 600/m);
  expect(stdout.trim().split('\n').at(-1)).toMatch(/^Ensuite : /);
  const { checks, next } = JSON.parse((await chatiere(['-C', federation, 'doctor', '--json'])).stdout) as { checks: Check[]; next: { en: string } };
  expect(checks.find(({ check }) => check === 'passphrase')).toMatchObject({ state: 'wrong' });
  expect(next.en).not.toBe('');
});
