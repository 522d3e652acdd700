import type { IncomingMessage, ServerResponse } from 'node:http';
import { Agent, createServer, request } from 'node:https';
import type { Socket } from 'node:net';
import { type Answer, exchange, type Reach, readBody, relay, respond, strike } from './forward.ts';
import { identityCall } from './identity-calls.ts';
import { Injector } from './injector.ts';

/** Where names lead before they lead to the edge: an address family of its own, so that both can have one port. */
export const DOOR = '::1';

export interface IdentityDoor {
  /** Name of the identity server, and the port of the edge. */
  readonly hostname: string;
  readonly port: number;
  /** The edge's own, PEM: who calls must not notice. */
  readonly certificate: string;
  readonly key: string;
  readonly authority: string;
  /** Taken out of names. */
  readonly prefix: string;
}

export interface IdentityProxy {
  readonly injector: Injector;
  close(): Promise<void>;
}

/**
 * What stands before Keycloak's Admin API, at `[::1]:<port>`, while the edge listens at `127.0.0.1:<port>`: with the name at both
 * loopback addresses, callers take the first (RFC 6724), and nothing of the product knows.
 */
export async function openIdentityProxy(door: IdentityDoor): Promise<IdentityProxy> {
  const injector = new Injector();
  const agent = new Agent({ keepAlive: true });
  const names = new Map<string, string>();
  const known = { name: (id: string): string => names.get(id) ?? '' };
  const sockets = new Set<Socket>();
  const reach: Reach = (method, path, headers) =>
    request({ host: '127.0.0.1', port: door.port, servername: door.hostname, ca: door.authority, agent, method, path, headers });

  const handle = async (incoming: IncomingMessage, outgoing: ServerResponse): Promise<void> => {
    const { method = 'GET', url = '/' } = incoming;
    if (method === 'GET' || method === 'HEAD') {
      if (!STEPS.test(url)) return relay(incoming, outgoing, reach);
      const answer = await exchange(incoming, reach, Buffer.alloc(0));
      learnSteps(names, answer);
      return respond(outgoing, answer);
    }
    const body = await readBody(incoming);
    const subject = identityCall(method, url, body, known);
    if (subject === undefined) return relay(incoming, outgoing, reach, body);
    const name = subject.name.replaceAll(door.prefix, '');
    const forward = async (): Promise<Answer> => {
      const answer = await exchange(incoming, reach, body);
      const made = /\/([0-9a-f-]{36})$/.exec(answer.headers.location ?? '')?.[1];
      if (made !== undefined) names.set(made, subject.name);
      return answer;
    };
    const armed = injector.take(method, { ...subject, name });
    if (armed === undefined) return respond(outgoing, await forward());
    await strike(armed, { incoming, outgoing, forward, refuse: (status) => refuse(outgoing, status) });
  };

  const server = createServer({ cert: door.certificate, key: door.key, requestTimeout: 0, headersTimeout: 0 }, (incoming, outgoing) => {
    handle(incoming, outgoing).catch(() => incoming.socket.destroy());
  });
  server.keepAliveTimeout = 0;
  server.on('connection', (opened: Socket) => {
    sockets.add(opened);
    opened.on('close', () => sockets.delete(opened)).on('error', () => opened.destroy());
  });
  await new Promise<void>((resolve, reject) => void server.on('error', reject).listen({ host: DOOR, port: door.port, ipv6Only: true }, resolve));
  return {
    injector,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      for (const opened of sockets) opened.destroy();
      agent.destroy();
    }),
  };
}

/** The list of a flow's steps: the only place that names a step by its own identifier. */
const STEPS = /^\/admin\/realms\/[^/]+\/authentication\/flows\/[^/]+\/executions(\?|$)/;

interface Step {
  readonly id?: string;
  readonly displayName?: string;
  readonly providerId?: string;
}

function learnSteps(names: Map<string, string>, { status, body }: Answer): void {
  if (status !== 200) return;
  for (const { id, displayName, providerId } of JSON.parse(body.toString('utf8')) as Step[]) {
    if (id !== undefined && !names.has(id)) names.set(id, providerId ?? displayName ?? '');
  }
}

/** In Keycloak's own shape. */
function refuse(outgoing: ServerResponse, status: 500 | 409): void {
  const body = status === 409 ? { errorMessage: 'The fault-injecting proxy says that this exists already' } : { error: 'unknown_error', error_description: 'The fault-injecting proxy says that something went wrong' };
  outgoing.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}
