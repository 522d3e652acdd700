import { randomBytes } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import { createServer, type Server } from 'node:net';
import { execa } from 'execa';
import { afterEach, beforeAll, describe, expect, it } from 'vitest';
import { dockerAt } from '../../modules/engine/docker.ts';
import { takenPorts, whoHolds } from '../../modules/engine/ports.ts';
import { resolveToolchain } from '../../modules/engine/toolchain/index.ts';
import { collides, holdersOf, listening, parseSockets } from '../../modules/engine/sockets.ts';
import { type Problem, renderProblem } from '../../modules/kernel/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { freePort } from '../plugins/keycloak-server.ts';
import { filled } from './refusals/environment.ts';

const ENGINE = 'unix:///var/run/docker.sock';
const id = `essai-${randomBytes(3).toString('hex')}`;
beforeAll(() => resolveToolchain({ need: ['docker', 'images'], images: ['busybox'] }));

const undo: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const act of undo.splice(0)) await act();
});

async function listen(port: number, host: string): Promise<Server> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(port, host, resolve));
  undo.push(() => new Promise((resolve) => server.close(resolve)));
  return server;
}

/** A container in the machine's own network that listens on a port. */
async function container(port: number, ...more: string[]): Promise<string> {
  const name = `chatiere-test-${randomBytes(4).toString('hex')}`;
  await execa('docker', ['run', '--detach', '--name', name, ...more, localImageTag('busybox'), 'httpd', '-f', '-p', String(port), '-h', '/tmp']);
  undo.push(() => execa('docker', ['rm', '--force', '--volumes', name]));
  await expect.poll(async () => (await listening()).some((socket) => socket.port === port), { timeout: 30_000 }).toBe(true);
  return name;
}

async function ports(port: number, address = '0.0.0.0') {
  const [httpPort, socketProxyPort, healthPort, meterPort, sleepPort] = [await freePort(), await freePort(), await freePort(), await freePort(), await freePort()];
  return takenPorts(await dockerAt(ENGINE), id, 'serveur-1', { address, httpPort, httpsPort: port, socketProxyPort, healthPort, meterPort, sleepPort });
}
const said = (problems: readonly Problem[]) => ({ fr: problems.map((problem) => renderProblem(problem, 'fr')).join('\n'), en: problems.map((problem) => renderProblem(problem, 'en')).join('\n') });
const command = async (pid: number) => (await readFile(`/proc/${pid}/comm`, 'utf8')).trim();
const holderOf = async (port: number) => {
  const socket = (await listening()).find((one) => one.port === port);
  return (await holdersOf(socket?.inode ?? ''))[0]?.pid as number;
};

describe('ports of an edge', () => {
  it('that are free are not spoken of', async () => {
    expect(await ports(await freePort())).toEqual([]);
  });

  it.each(['0.0.0.0', '127.0.0.1', '::'])('taken by a process on %s: which one, and its pid', async (address) => {
    const port = await freePort();
    await listen(port, address);
    const { fr, en } = filled('port 443 taken by a process', { port, pid: process.pid, command: await command(process.pid) });
    expect(said(await ports(port))).toEqual({ fr, en });
  });

  it('taken by a container: its name too', async () => {
    const port = await freePort();
    const name = await container(port, '--network', 'host');
    const pid = await holderOf(port);
    const { fr, en } = filled('port 443 taken by a container', { port, pid, command: await command(pid), container: name });
    expect(said(await ports(port))).toEqual({ fr, en });
  });

  it('that our own edge holds are as they should be; another federation’s are not', async () => {
    const port = await freePort();
    await container(port, '--network', 'host', '--label', `chatiere.federation=${id}`);
    expect(await ports(port)).toEqual([]);
    const other = await takenPorts(await dockerAt(ENGINE), `${id}-x`, 'serveur-1', { address: '0.0.0.0', httpPort: port, httpsPort: port, socketProxyPort: port, healthPort: port, meterPort: port, sleepPort: await freePort() });
    expect(other.map(({ code }) => code)).toEqual(Array.from({ length: 5 }, () => 'port-taken'));
  });

  it('on an address that this machine does not have', async () => {
    const port = await freePort();
    const { fr, en } = filled('an address that this machine does not have', { port });
    expect(said((await ports(port, '192.0.2.7')).filter(({ where }) => where?.field === 'edge.httpsPort'))).toEqual({ fr, en });
  });

  it('held by what only root may see are named by its user', () => {
    const { fr, en } = filled('port 443 taken by a process that only root may see', { port: 443, uid: 33 });
    const who = whoHolds(undefined, undefined, 33);
    expect([fr, en]).toEqual([expect.stringContaining(`pris par ${who.fr} : `), expect.stringContaining(`taken by ${who.en}: `)]);
  });
});

describe('the kernel’s table', () => {
  const TABLE = `  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 0100007F:1F92 00000000:0000 0A 00000000:00000000 00:00000000 00000000     0        0 4711 1 0000000000000000 100 0 0 10 0
   1: 0100007F:1F92 0100007F:9C40 01 00000000:00000000 00:00000000 00000000     0        0 4712 1 0000000000000000 20 4 30 10 -1
`;
  const TABLE_6 = `  sl  local_address                         remote_address                        st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode
   0: 00000000000000000000000000000000:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 4713 1 0000000000000000 100 0 0 10 0
   1: 0000000000000000FFFF00000100007F:01BB 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 4714 1 0000000000000000 100 0 0 10 0
   2: 00000000000000000000000001000000:0050 00000000000000000000000000000000:0000 0A 00000000:00000000 00:00000000 00000000    33        0 4715 1 0000000000000000 100 0 0 10 0
`;

  it('gives what listens, addresses as people write them', () => {
    expect(parseSockets(TABLE)).toEqual([{ address: '127.0.0.1', port: 8082, inode: '4711', uid: 0 }]);
    expect(parseSockets(TABLE_6).map(({ address, port, uid }) => [address, port, uid])).toEqual([['::', 443, 33], ['127.0.0.1', 443, 33], ['::1', 80, 33]]);
  });

  it.each([
    ['0.0.0.0', '127.0.0.1', true],
    ['127.0.0.1', '0.0.0.0', true],
    ['127.0.0.1', '::', true],
    ['127.0.0.1', '127.0.0.1', true],
    ['127.0.0.1', '10.0.0.1', false],
  ])('%s beside %s collides: %s', (address, other, expected) => {
    expect(collides({ address, port: 443 }, { address: other, port: 443, inode: '', uid: 0 })).toBe(expected);
    expect(collides({ address, port: 444 }, { address: other, port: 443, inode: '', uid: 0 })).toBe(false);
  });
});
