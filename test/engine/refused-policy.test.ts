import { chmod, cp, mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { checkpointFile, layoutOf } from '../../modules/engine/layout.ts';
import { runningRelease } from '../../modules/engine/releases.ts';
import { CHECKOUT, contents } from '../catalog/folder.ts';
import { ordered } from '../federation/policy.ts';
import { freePort } from '../plugins/keycloak-server.ts';
import { chatiere } from '../scripts/command.ts';
import { environmentRefusals, filled } from './refusals/environment.ts';

/** Commands on a copy of the demonstration with two more apps, where what runs, or the relay, makes it impossible. */
let folder: string;
let federation: string;
let relay: Server | undefined;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-policy-'));
  federation = join(folder, 'demo');
  await cp(join(CHECKOUT, 'examples', 'demo'), federation, { recursive: true });
  await cp(join(CHECKOUT, 'test', 'federation', 'catalog'), join(federation, 'catalog'), { recursive: true });
  await edit('federation.yaml', 'images: local', 'images: registry');
});
afterEach(async () => {
  await new Promise((resolve) => (relay === undefined ? resolve(undefined) : relay.close(resolve)));
  relay = undefined;
  await rm(folder, { recursive: true });
});

async function edit(file: string, from: string, to: string): Promise<void> {
  const content = await readFile(join(federation, file), 'utf8');
  expect(content).toContain(from);
  await writeFile(join(federation, file), content.replace(from, () => to));
}
const order = async (app: string, release: string): Promise<void> => {
  for (const [file, content] of ordered(app, release) as [string, string][]) await writeFile(join(federation, file), content);
};
const withRelay = (port: number, more = ''): Promise<void> => edit('federation.yaml', 'publicDns:', `mail: { host: 127.0.0.1, port: ${port}, from: services@chatiere.test${more} }\npublicDns:`);

const FORUM = 'mrc-demo.forum';
const MESSAGERIE = 'mrc-demo.messagerie';
const run = (LANG: string, ...args: string[]) => chatiere(['-C', federation, ...args], { environment: { LANG } });

/** Refused in both languages, by `up` and by `preview` alike where both look; from then on not a byte differs. */
async function refused(name: keyof typeof environmentRefusals, values: Readonly<Record<string, string | number>>, ...commands: string[][]): Promise<void> {
  const { exitCode, fr, en } = filled(name, values);
  await run('fr_CA.UTF-8', ...(commands[0] as string[]));
  const before = contents(federation);
  for (const command of commands) {
    const [french, english] = [await run('fr_CA.UTF-8', ...command), await run('en_CA.UTF-8', ...command)];
    expect([french.exitCode, french.stderr]).toEqual([exitCode, `${fr}\n`]);
    expect([english.exitCode, english.stderr]).toEqual([exitCode, `${en}\n`]);
  }
  expect(contents(federation)).toEqual(before);
}

describe('a stack whose app needs mail', () => {
  beforeEach(() => order('forum', '1.0-1'));

  it('is not begun while no relay answers', async () => {
    const port = await freePort();
    await withRelay(port);
    await refused('a relay that nothing listens as', { port }, ['up', FORUM], ['up', FORUM, '--refresh']);
  });

  it('is not begun without the password of the relay’s account, nor with more than that', async () => {
    await withRelay(await freePort(), ', username: services');
    const file = join(federation, 'private', 'mail-password');
    await refused('no password of the relay', { file }, ['up', FORUM], ['preview', FORUM]);
    await writeFile(file, 'Tournesol9\nTournesol9\n');
    await refused('a password of the relay on two lines', { file }, ['up', FORUM], ['preview', FORUM]);
  });

  it('is told of by doctor, as it stands', async () => {
    const port = await freePort();
    await withRelay(port, ', username: services');
    await mkdir(join(federation, 'private'), { recursive: true });
    await writeFile(join(federation, 'private', 'mail-password'), 'Tournesol9\n');
    const mail = async () => JSON.parse((await run('fr_CA.UTF-8', 'doctor', '--json')).stdout.trim().split('\n').at(-1) as string).checks.filter(({ check }: { check: string }) => check === 'mail');
    expect(await mail()).toMatchObject([{ state: 'wrong', found: { en: 'the mail relay does not answer (ECONNREFUSED)' } }]);
    relay = createServer((socket) => {
      socket.on('error', () => undefined).on('data', (chunk) => void socket.write(String(chunk).startsWith('EHLO') ? '250 STARTTLS\r\n' : '221 au revoir\r\n')).write('220 relais.test\r\n');
    });
    await new Promise<void>((resolve) => relay?.listen(port, '127.0.0.1', resolve));
    expect(await mail()).toMatchObject([{ state: 'ok', found: { en: 'answers' } }]);
  });
});

describe('a stack whose app may go without', () => {
  it('is not asked about a relay: it comes as far as its engine', async () => {
    await withRelay(await freePort());
    await order('messagerie', '12.0-1');
    await edit('hosts/serveur-1.yaml', 'engine: unix:///var/run/docker.sock', `engine: unix://${join(folder, 'none.sock')}`);
    expect((await run('en_CA.UTF-8', 'up', MESSAGERIE)).stderr).toContain('the Docker engine does not answer (ENOENT)');
  });
});

describe('a move to a release', () => {
  const container = (role: string, version: string, app = 'messagerie') => ({
    urn: `urn:pulumi:x::chatiere::docker:index/container:Container::${role}-${version}`,
    type: 'docker:index/container:Container',
    inputs: { labels: [{ label: 'chatiere.role', value: role }, { label: 'app.kubernetes.io/name', value: app }, { label: 'app.kubernetes.io/version', value: version }] },
  });
  /** What the last update left. */
  async function state(outputs: object, ...resources: object[]): Promise<void> {
    const layout = layoutOf(federation);
    await mkdir(layout.private, { recursive: true, mode: 0o700 });
    await writeFile(layout.passphrase, `${'x'.repeat(43)}\n`, { mode: 0o600 });
    const file = checkpointFile(layout, MESSAGERIE);
    await mkdir(dirname(file), { recursive: true });
    await chmod(layout.state, 0o700);
    await writeFile(file, JSON.stringify({ version: 3, checkpoint: { stack: MESSAGERIE, latest: { resources: [{ urn: 'urn:pulumi:x', type: 'pulumi:pulumi:Stack', outputs }, ...resources] } } }));
  }
  const looks = [['up', MESSAGERIE], ['preview', MESSAGERIE]];
  beforeEach(() => order('messagerie', '12.0-1'));

  it('that skips a major', async () => {
    await state({ release: 'messagerie/10.4-1' });
    await refused('a release that skips a major', {}, ...looks);
  });

  it('that goes back', async () => {
    await state({ release: 'messagerie/12.1-1' });
    await refused('a release before the one that runs', {}, ...looks);
  });

  it('that goes back from what a failed update has begun', async () => {
    await state({ release: 'messagerie/12.0-1' }, container('carrier', '12.2-1'), container('service', '12.0-1'), container('job', '12.1-1'));
    await refused('a release before the one that runs', {}, ...looks);
  });

  it('that is another app', async () => {
    await state({ release: 'lecteur/2.2.15-1' });
    await refused('another app than the one that runs', {}, ...looks);
  });

  it('that upstream has given up', async () => {
    await edit('catalog/messagerie/12.0-1/app.yaml', 'until: null', 'until: 2026-01-31');
    await refused('a release that upstream has given up', {}, ...looks);
  });

  it('is read from what was told, else from what runs, else is none', async () => {
    const layout = layoutOf(federation);
    expect(runningRelease(layout, MESSAGERIE)).toBeUndefined();
    await state({});
    expect(runningRelease(layout, MESSAGERIE)).toBeUndefined();
    await state({}, container('carrier', '9.0-1'), container('service', '8.0-1'));
    expect(runningRelease(layout, MESSAGERIE)).toBe('messagerie/8.0-1');
    await state({ release: 'messagerie/8.1-1' }, container('service', '8.0-1'));
    expect(runningRelease(layout, MESSAGERIE)).toBe('messagerie/8.1-1');
  });

  it('past its end that runs already is warned of, and goes on', async () => {
    await edit('catalog/messagerie/12.0-1/app.yaml', 'until: null', 'until: 2026-01-31');
    await edit('hosts/serveur-1.yaml', 'engine: unix:///var/run/docker.sock', `engine: unix://${join(folder, 'none.sock')}`);
    await state({ release: 'messagerie/12.0-1' });
    const { stdout, stderr, exitCode } = await run('fr_CA.UTF-8', 'up', MESSAGERIE);
    expect(stdout + stderr).toContain('messagerie 12.0-1 n’est plus maintenu depuis le 2026-01-31');
    expect([exitCode, stderr]).toEqual([1, expect.stringContaining('le moteur Docker ne répond pas (ENOENT)')]);
    const validated = await run('en_CA.UTF-8', 'validate');
    expect([validated.exitCode, validated.stdout]).toEqual([0, expect.stringContaining('mrc-demo.messagerie: messagerie 12.0-1 is no longer maintained since 2026-01-31\n')]);
  });
});
