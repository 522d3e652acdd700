import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { MeterExec } from '../../modules/engine/index.ts';

/**
 * A Docker engine on loopback with the running meter of one host and nothing else: lists it by its labels, and runs commands in it as the
 * engine does, with output and errors in one stream of frames. What the program answers comes from `exec`.
 */
export class MeterEngine {
  /** Stopped: no container answers to the labels. */
  running = true;
  readonly filters: Record<string, readonly string[]>[] = [];
  /** Bodies of the containers that were made, and what was done with them. */
  readonly created: { readonly name: string; readonly [key: string]: unknown }[] = [];
  readonly done: string[] = [];
  readonly #commands = new Map<string, readonly string[]>();
  readonly #codes = new Map<string, number>();
  readonly #server: Server;

  constructor(host: string, exec: MeterExec) {
    this.#server = createServer(async (request, response) => {
      const url = new URL(request.url ?? '', 'http://engine');
      const [, kind, id = '', action] = url.pathname.split('/');
      const json = (status: number, value: unknown): void => void response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(value));
      if (kind === 'containers' && id === 'json') {
        this.filters.push(JSON.parse(url.searchParams.get('filters') ?? '{}') as Record<string, readonly string[]>);
        return json(200, this.running ? [{ Id: 'meter', ImageID: 'sha256:meter' }] : []);
      }
      if (kind === 'info') return json(200, { NCPU: 4 });
      if (kind === 'containers' && id === 'create') {
        this.created.push({ name: url.searchParams.get('name') ?? '', ...((await bodyOf(request)) as object) });
        return json(201, { Id: 'burden' });
      }
      if (id === 'burden') {
        this.done.push(action ?? '');
        return response.writeHead(204).end();
      }
      if (kind === 'containers' && action === 'exec') {
        const number = String(this.#commands.size + 1);
        this.#commands.set(number, ((await bodyOf(request)) as { Cmd: string[] }).Cmd);
        return json(201, { Id: number });
      }
      const [program, ...args] = this.#commands.get(id) ?? [];
      if (kind === 'exec' && action === 'start' && program === 'meter') {
        await bodyOf(request);
        const answer = (await exec(host, args)) ?? { code: 127, stdout: '', stderr: 'meter: not found' };
        this.#codes.set(id, answer.code);
        response.writeHead(200, { 'content-type': 'application/vnd.docker.multiplexed-stream' });
        for (const part of pieces(answer.stdout)) response.write(frame(1, part));
        for (const part of pieces(answer.stderr)) response.write(frame(2, part));
        response.end();
        return undefined;
      }
      return kind === 'exec' && action === 'json' ? json(200, { ExitCode: this.#codes.get(id) ?? null }) : json(404, { message: `no such thing: ${url.pathname}` });
    });
  }

  async start(): Promise<this> {
    // On a busy machine the next question may come late, over a connection that would just have been closed.
    this.#server.keepAliveTimeout = 0;
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  /** As a host's file says it. */
  get address(): string {
    return `tcp://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}

async function bodyOf(request: IncomingMessage): Promise<unknown> {
  let words = '';
  for await (const part of request) words += String(part);
  return words === '' ? undefined : JSON.parse(words);
}

/** Cut anywhere, a letter of two bytes too. */
function pieces(words: string): Buffer[] {
  const bytes = Buffer.from(words);
  return Array.from({ length: Math.ceil(bytes.length / 997) }, (_, index) => bytes.subarray(997 * index, 997 * (index + 1)));
}

function frame(stream: 1 | 2, content: Buffer): Buffer {
  const head = Buffer.alloc(8);
  head[0] = stream;
  head.writeUInt32BE(content.length, 4);
  return Buffer.concat([head, content]);
}
