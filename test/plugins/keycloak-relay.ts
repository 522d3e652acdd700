import { connect, createServer, type Socket } from 'node:net';
import { freePort } from './keycloak-server.ts';

/** A second door to a server, that can be shut (connection refused) while the server goes on for others. */
export interface Relay {
  url: string;
  open(): Promise<void>;
  shut(): Promise<void>;
}

export async function openRelay(target: string): Promise<Relay> {
  const port = await freePort();
  const { hostname, port: targetPort } = new URL(target);
  const sockets = new Set<Socket>();
  const server = createServer((inner) => {
    const outer = connect(Number(targetPort), hostname);
    for (const socket of [inner, outer]) {
      sockets.add(socket);
      socket.on('close', () => sockets.delete(socket)).on('error', () => socket.destroy());
    }
    inner.pipe(outer).pipe(inner);
  });
  const open = () => new Promise<void>((resolve) => server.listen(port, '127.0.0.1', resolve));
  const shut = () =>
    new Promise<void>((resolve) => {
      server.close(() => resolve());
      for (const socket of sockets) socket.destroy();
    });
  await open();
  return { url: `http://127.0.0.1:${port}`, open, shut };
}
