import type { ClientRequest, IncomingHttpHeaders, IncomingMessage, OutgoingHttpHeaders, ServerResponse } from 'node:http';
import type { Armed } from './injector.ts';

/** How a proxy reaches what stands behind it. */
export type Reach = (method: string, path: string, headers: OutgoingHttpHeaders) => ClientRequest;

export interface Answer {
  readonly status: number;
  readonly message: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: Buffer;
}

/** Made anew on each side of a proxy. */
const HOP_BY_HOP = ['connection', 'keep-alive', 'transfer-encoding', 'upgrade', 'proxy-connection', 'te', 'trailer'];

const passedOn = (headers: IncomingHttpHeaders): OutgoingHttpHeaders => Object.fromEntries(Object.entries(headers).filter(([name]) => !HOP_BY_HOP.includes(name)));

export async function readBody(stream: IncomingMessage): Promise<Buffer> {
  const pieces: Buffer[] = [];
  for await (const piece of stream) pieces.push(piece as Buffer);
  return Buffer.concat(pieces);
}

/** Passes a call on as it flows, both ways; who goes away early ends the other side too. */
export function relay(incoming: IncomingMessage, outgoing: ServerResponse, reach: Reach, body?: Buffer): void {
  const call = reach(incoming.method ?? 'GET', incoming.url ?? '/', passedOn(incoming.headers));
  outgoing.on('close', () => call.destroy());
  call.on('error', () => outgoing.destroy());
  call.on('response', (answer) => {
    outgoing.sendDate = false;
    outgoing.writeHead(answer.statusCode ?? 502, answer.statusMessage, passedOn(answer.headers));
    outgoing.flushHeaders();
    answer.on('error', () => outgoing.destroy()).pipe(outgoing);
  });
  if (body === undefined) incoming.on('error', () => call.destroy()).pipe(call);
  else call.end(body);
}

/** Passes a call on and takes the whole answer. */
export function exchange(incoming: IncomingMessage, reach: Reach, body: Buffer): Promise<Answer> {
  return new Promise((resolve, reject) => {
    const call = reach(incoming.method ?? 'GET', incoming.url ?? '/', { ...passedOn(incoming.headers), 'content-length': body.length });
    call.on('error', reject);
    call.on('response', (answer) => {
      readBody(answer).then((whole) => resolve({ status: answer.statusCode ?? 502, message: answer.statusMessage ?? '', headers: answer.headers, body: whole }), reject);
    });
    call.end(body);
  });
}

export function respond(outgoing: ServerResponse, { status, message, headers, body }: Answer): void {
  outgoing.sendDate = false;
  outgoing.writeHead(status, message, { ...passedOn(headers), ...(status === 204 || status === 304 ? {} : { 'content-length': body.length }) });
  outgoing.end(body);
}

export interface Victim {
  readonly incoming: IncomingMessage;
  readonly outgoing: ServerResponse;
  /** Passes the call on and waits for the whole answer. */
  forward(): Promise<unknown>;
  /** An error in the server's own shape. */
  refuse(status: 500 | 409): void;
}

/** Does to a call what was armed for it. A call that hangs is never answered: `kill` ends the run then, as a person would who has waited enough. */
export async function strike({ fault, kill }: Armed, { incoming, outgoing, forward, refuse }: Victim): Promise<void> {
  switch (fault) {
    case 'kill-before':
      await kill();
      break;
    case 'kill-after':
      await forward().catch(() => undefined);
      await kill();
      break;
    case 'hang':
      return kill();
    case 'error-500':
      return refuse(500);
    case 'conflict-409':
      return refuse(409);
    case 'reset':
      break;
  }
  incoming.socket.destroy();
  outgoing.destroy();
}
