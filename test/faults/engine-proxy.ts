import { Agent, createServer, type IncomingMessage, request, type Server, type ServerResponse } from 'node:http';
import { connect, type Socket } from 'node:net';
import type { Subject } from './call.ts';
import { type EngineCall, engineCall } from './engine-calls.ts';
import { exchange, type Reach, readBody, relay, respond, strike } from './forward.ts';
import { Injector } from './injector.ts';

export const DAEMON = '/var/run/docker.sock';

export interface EngineProxy {
  readonly injector: Injector;
  /** Path of its socket. */
  readonly socket: string;
  close(): Promise<void>;
}

/** What stands before the Docker daemon: passes everything on, streams and hijacked connections included, and hurts the call that it is told to. */
export async function openEngineProxy(socket: string, { prefix = '', daemon = DAEMON } = {}): Promise<EngineProxy> {
  const injector = new Injector();
  const agent = new Agent({ keepAlive: true });
  const reach: Reach = (method, path, headers) => request({ socketPath: daemon, agent, method, path, headers });
  const subject = namer(reach, prefix);
  const sockets = new Set<Socket>();

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const call = engineCall(incoming.method ?? '', incoming.url ?? '/');
    if (call === undefined) return relay(incoming, outgoing, reach);
    const body = await readBody(incoming);
    const armed = injector.take(incoming.method ?? '', await subject(call, body));
    if (armed === undefined) return respond(outgoing, await exchange(incoming, reach, body));
    await strike(armed, { incoming, outgoing, forward: () => exchange(incoming, reach, body), refuse: (status) => refuse(outgoing, status) });
  };

  const server = createServer({ requestTimeout: 0, headersTimeout: 0 }, (incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (opened: Socket) => {
    sockets.add(opened);
    opened.on('close', () => sockets.delete(opened)).on('error', () => opened.destroy());
  });
  server.on('upgrade', (incoming: IncomingMessage, client: Socket, head: Buffer) => hijack(incoming, client, head, daemon));
  await listen(server, socket);
  return {
    injector,
    socket,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const opened of sockets) opened.destroy();
      agent.destroy();
    }),
  };
}

const listen = (server: Server, socket: string): Promise<void> => new Promise((resolve, reject) => void server.on('error', reject).listen(socket, resolve));

/** attach, exec and the like: after the request's head the connection carries bytes both ways, each way closed by itself. */
function hijack({ method, url, httpVersion, rawHeaders }: IncomingMessage, client: Socket, head: Buffer, daemon: string): void {
  const upstream = connect({ path: daemon, allowHalfOpen: true });
  const lines = [`${method} ${url} HTTP/${httpVersion}`];
  for (let i = 0; i < rawHeaders.length; i += 2) lines.push(`${rawHeaders[i]}: ${rawHeaders[i + 1]}`);
  upstream.write(`${lines.join('\r\n')}\r\n\r\n`);
  upstream.write(head);
  for (const [one, other] of [[client, upstream], [upstream, client]] as const) one.on('error', () => other.destroy()).on('close', () => other.destroySoon());
  client.pipe(upstream);
  upstream.pipe(client);
}

/** In the daemon's own shape. */
function refuse(outgoing: ServerResponse, status: 500 | 409): void {
  const message = status === 409 ? 'Conflict. The fault-injecting proxy says that this exists or is busy already.' : 'The fault-injecting proxy says that something went wrong.';
  outgoing.writeHead(status, { 'content-type': 'application/json', 'api-version': '1.41' }).end(`${JSON.stringify({ message })}\n`);
}

/** Objects by name: a call's address often has the daemon's identifier instead, which is asked for before the object may go. */
function namer(reach: Reach, prefix: string): (call: EngineCall, body: Buffer) => Promise<Subject> {
  const known = new Map<string, Promise<string>>();
  const ask = (path: string): Promise<string> => {
    const name = known.get(path) ?? inspect(reach, path).catch(() => '');
    known.set(path, name);
    return name;
  };
  const plain = (name: string): string => name.replace(/^\//, '').replace(prefix, '');
  const container = async (id: string): Promise<string> => plain((await ask(`/containers/${id}/json`)) || id);
  const network = async (id: string): Promise<string> => plain((await ask(`/networks/${id}`)) || id);
  return async (call, body) => {
    const { kind } = call;
    if (call.volume !== undefined) return { kind, name: plain(call.volume) };
    if (call.network !== undefined) {
      const joined = kind === 'network-delete' ? undefined : fieldOf(body, 'Container');
      const name = await network(call.network);
      return { kind, name: joined === undefined ? name : `${await container(joined)}@${name}` };
    }
    if (call.container !== undefined) return { kind, name: await container(call.container) };
    return { kind, name: plain(call.name ?? fieldOf(body, 'Name') ?? '') };
  };
}

function fieldOf(body: Buffer, field: string): string | undefined {
  try {
    const value = (JSON.parse(body.toString('utf8')) as Record<string, unknown>)[field];
    return typeof value === 'string' ? value : undefined;
  } catch {
    return undefined;
  }
}

function inspect(reach: Reach, path: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const call = reach('GET', path, { host: 'engine' });
    call.on('error', reject).on('response', (answer) => {
      readBody(answer).then((body) => resolve(fieldOf(body, 'Name') ?? ''), reject);
    }).end();
  });
}
