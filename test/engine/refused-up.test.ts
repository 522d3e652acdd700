import { randomBytes } from 'node:crypto';
import { cp, link, mkdir, mkdtemp, readFile, rm, symlink, writeFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:http';
import { createServer as createPlain, type Server as Plain } from 'node:net';
import { hostname, tmpdir, userInfo } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { parseDocument } from 'yaml';
import { layoutOf } from '../../modules/engine/layout.ts';
import { takeLock } from '../../modules/engine/lock.ts';
import { contents } from '../catalog/folder.ts';
import { freePort } from '../plugins/keycloak-server.ts';
import { chatiere } from '../scripts/command.ts';
import { environmentRefusals, filled } from './refusals/environment.ts';

/** `chatiere up` on a copy of the demonstration under a name of its own, where the machine or its engine makes it impossible. */
let folder: string;
let federation: string;
let socket: string;
const undo: (() => unknown)[] = [];
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-refused-'));
  federation = join(folder, 'demo');
  socket = join(folder, 'engine.sock');
  await cp(join(import.meta.dirname, '..', '..', 'examples', 'demo'), federation, { recursive: true });
  await edit('federation.yaml', ['id'], `essai-${randomBytes(3).toString('hex')}`);
  await edit('hosts/serveur-1.yaml', ['engine'], `unix://${socket}`);
});
afterEach(async () => {
  for (const act of undo.splice(0)) await act();
  await rm(folder, { recursive: true });
});

async function edit(file: string, path: readonly string[], value: unknown): Promise<void> {
  const document = parseDocument(await readFile(join(federation, file), 'utf8'));
  document.setIn(path, value);
  await writeFile(join(federation, file), document.toString());
}

const run = (LANG: string, ...args: string[]) => chatiere(['-C', federation, ...args], { environment: { LANG } });
/** Without the board's lines, which tell of the tools. */
const said = (stderr: string, expected: string) => (stderr.endsWith(`${expected}\n`) ? expected : stderr);

/** Refused in both languages; no sheet is touched, no stack made, and the second time not a byte differs. */
async function refused(name: keyof typeof environmentRefusals, values: Readonly<Record<string, string | number>>, ...args: string[]): Promise<void> {
  const { exitCode, fr, en } = filled(name, values);
  const sheets = contents(federation);
  const first = await run('fr_CA.UTF-8', ...args);
  expect([first.exitCode, said(first.stderr, fr)]).toEqual([exitCode, fr]);
  const between = contents(federation);
  expect(between).toMatchObject(sheets);
  expect(Object.keys(between).filter((path) => /Pulumi\..+\.yaml$|\/stacks\/chatiere\//.test(path))).toEqual([]);
  const second = await run('en_CA.UTF-8', ...args);
  expect([second.exitCode, said(second.stderr, en)]).toEqual([exitCode, en]);
  expect(contents(federation)).toEqual(between);
}

const close = (server: Server | Plain) => new Promise((resolve) => server.close(resolve));

/** An engine that answers everything with an error. */
async function failing(status: number, message: string): Promise<void> {
  const server = createServer((_, response) => response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify({ message })));
  await new Promise<void>((resolve) => server.listen(socket, resolve));
  undo.push(() => (server.closeAllConnections(), close(server)));
}

describe.each([[['up']], [['up', '--refresh']], [['status']]])('%j', (args) => {
  it('without a socket', () => refused('no socket of an engine', { socket }, ...args));

  it('with the socket of an engine that has stopped', async () => {
    const server = createPlain();
    await new Promise<void>((resolve) => server.listen(join(folder, 'first.sock'), resolve));
    // A socket stays where its process was killed: a link to it outlives the server's own removal.
    await link(join(folder, 'first.sock'), socket);
    await close(server);
    await refused('an engine that has stopped', { socket }, ...args);
  });

  it('with something else than an engine', async () => {
    const server = createPlain((connection) => void connection.on('error', () => undefined).resume().end('220 bonjour\r\n'));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    undo.push(() => close(server));
    await refused('something else than an engine', { socket }, ...args);
  });

  it('with an engine that fails', async () => {
    await failing(500, 'panne simulée');
    await refused('an engine that fails', { socket }, ...args);
  });

  it('with an engine that forbids', async () => {
    await failing(403, 'interdit par la politique');
    await refused('an engine that forbids', { socket }, ...args);
  });
});

describe('up', () => {
  /** One that says only who it is. */
  async function silent(): Promise<void> {
    const server = createServer((request, response) => response.writeHead(200, { 'content-type': 'application/json' }).end(request.url?.endsWith('/info') ? '{"ID":"essai"}' : '[]'));
    await new Promise<void>((resolve) => server.listen(socket, resolve));
    undo.push(() => (server.closeAllConnections(), close(server)));
  }

  it('without the docker command', async () => {
    const path = process.env['PATH'] ?? '';
    const bin = join(folder, 'bin');
    await mkdir(bin);
    for (const tool of ['sh', 'env', 'uname', 'cat', 'dirname', 'readlink']) await symlink(join('/bin', tool), join(bin, tool));
    undo.push(() => void (process.env['PATH'] = path));
    process.env['PATH'] = bin;
    await silent();
    await refused('no docker command', {}, 'up');
  });

  it('while port 443 is taken', async () => {
    const server = createPlain();
    const port = await freePort();
    await new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
    undo.push(() => close(server));
    await edit('hosts/serveur-1.yaml', ['edge'], { httpPort: await freePort(), httpsPort: port, socketProxyPort: await freePort(), healthPort: await freePort(), meterPort: await freePort(), sleepPort: await freePort() });
    await silent();
    const command = (await readFile('/proc/self/comm', 'utf8')).trim();
    await refused('port 443 taken by a process', { port, pid: process.pid, command }, 'up');
  });

  it('while another up is at work on the same stack', async () => {
    const layout = layoutOf(federation);
    await mkdir(layout.locks, { recursive: true, mode: 0o700 });
    const stack = 'host.serveur-1';
    const held = await takeLock(layout.locks, stack);
    undo.push(() => held.release());
    const lock = join(layout.locks, `${stack}.json`);
    const { startedAt } = JSON.parse(await readFile(lock, 'utf8')) as { startedAt: string };
    // The heartbeat would be another byte.
    const frozen = { ...JSON.parse(await readFile(lock, 'utf8')), heartbeatAt: startedAt };
    await writeFile(lock, JSON.stringify(frozen));
    await refused('a stack in use by another up', { stack, user: userInfo().username, machine: hostname(), pid: process.pid, since: startedAt, lock }, 'up');
  });
});
