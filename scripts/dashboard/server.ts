import type { AddressInfo } from 'node:net';
import { serve } from '@hono/node-server';
import type { Hono } from 'hono';
import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';

export interface Served {
  readonly url: string;
  close(): Promise<void>;
}

/** Names by which a server that listens on loopback may be called; others are somebody else's page. Undefined elsewhere, where people give it a name. */
export const namesOf = (address: string): readonly string[] | undefined => (isLoopback(address) ? ['localhost', '127.0.0.1', '[::1]', address] : undefined);

const isLoopback = (address: string): boolean => address === '::1' || address.startsWith('127.');

/** @throws ChatiereError where the address or the port cannot be had. */
export async function serveApp(app: Hono, address: string, port: number): Promise<Served> {
  const server = serve({ fetch: app.fetch, hostname: address, port });
  await new Promise<void>((resolve, reject) => {
    server.once('listening', resolve);
    server.once('error', (error: NodeJS.ErrnoException) => reject(refused(error, `${address}:${port}`)));
  });
  const given = server.address() as AddressInfo;
  return {
    url: `http://${address.includes(':') ? `[${address}]` : address}:${given.port}/`,
    close: () => new Promise((resolve) => {
      server.close(() => resolve());
      if ('closeAllConnections' in server) server.closeAllConnections();
    }),
  };
}

function refused(error: NodeJS.ErrnoException, given: string): Error {
  if (error.code === undefined || !['EADDRINUSE', 'EACCES', 'EADDRNOTAVAIL', 'ENOTFOUND', 'EINVAL'].includes(error.code)) return error;
  return new ChatiereError({ code: 'dashboard-address', what: text(`impossible d’écouter à cette adresse (${error.code})`, `cannot listen on this address (${error.code})`), given, next: text('choisir un autre port : --port', 'choose another port: --port') }, ExitCode.failure);
}
