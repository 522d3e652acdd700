import { readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { request } from 'node:https';
import { setTimeout as delay } from 'node:timers/promises';
import { ChatiereError, ExitCode, type Text, text } from '../../kernel/index.ts';
import type { ClusterPart } from '../toolchain/index.ts';
import { type Ports, PORTS, readiness } from './components.ts';
import type { Files } from './files.ts';

/** Seconds; a machine with nothing else to do takes five. */
const LIMIT = 180;

/** Asks until it is so. @throws ChatiereError when it does not become so, and the signal's reason as soon as that is aborted */
export async function until(what: Text, ask: () => Promise<boolean>, signal: AbortSignal): Promise<void> {
  const end = performance.now() + LIMIT * 1000;
  while (!(await ask())) {
    signal.throwIfAborted();
    if (performance.now() > end) throw new ChatiereError({ code: 'cluster-not-ready', what: text(`pas prêt en ${LIMIT} s : ${what.fr}`, `not ready in ${LIMIT} s: ${what.en}`) }, ExitCode.failure);
    await delay(50);
  }
}

/** Waits until a process serves. */
export async function serves(part: keyof ReturnType<typeof readiness> & ClusterPart, files: Files, ports: Ports, signal: AbortSignal): Promise<void> {
  const { url, identity } = readiness(ports)[part];
  const read = await reader(files, identity);
  await until(text(part, part), async () => (await read(url)) !== undefined, signal);
}

/** Gives what is answered to a GET with status 200, and nothing for all else. */
export type Read = (url: string, accept?: string) => Promise<string | undefined>;

/** @param identity name of the certificate to show */
export async function reader(files: Files, identity: string | undefined): Promise<Read> {
  const ca = await readFile(files.certificate('authority'));
  const [cert, key] = identity === undefined ? [] : await Promise.all([readFile(files.certificate(identity)), readFile(files.key(identity))]);
  const tls = { ca, ...(cert && key && { cert, key }) };
  return (url, accept = 'application/json') => new Promise((resolve) => {
    const asked = request(url, { ...tls, agent: false, timeout: 5000, headers: { accept } }, (response) => {
      const parts: Buffer[] = [];
      response.on('data', (part: Buffer) => parts.push(part));
      response.once('error', () => resolve(undefined));
      response.once('end', () => resolve(response.statusCode === 200 ? Buffer.concat(parts).toString() : undefined));
    });
    asked.once('timeout', () => asked.destroy());
    asked.once('error', () => resolve(undefined));
    asked.end();
  });
}

/** Ports of loopback that nobody has, all different. Another may take one before we do; its process then says so. */
export async function freePorts(): Promise<Ports> {
  const servers = await Promise.all(PORTS.map(() => new Promise<ReturnType<typeof createServer>>((resolve, reject) => {
    const server = createServer().once('error', reject);
    server.listen(0, '127.0.0.1', () => resolve(server));
  })));
  const ports = servers.map((server) => (server.address() as { port: number }).port);
  await Promise.all(servers.map((server) => new Promise((resolve) => server.close(resolve))));
  return Object.fromEntries(PORTS.map((name, index) => [name, ports[index]])) as unknown as Ports;
}
