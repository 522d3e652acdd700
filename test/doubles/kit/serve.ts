import { serve as listen } from '@hono/node-server';

/** Serves until the container is told to stop, then ends with 0. */
export function serve(app: { fetch: (request: Request) => Response | Promise<Response> }, port: number, stop: () => Promise<void>): Promise<void> {
  return new Promise((resolve, reject) => {
    const server = listen({ fetch: app.fetch, port, hostname: '0.0.0.0' }, () => console.log(`contract double listens on ${port}`));
    const end = () => {
      server.close(() => void stop().then(resolve, reject));
      if ('closeAllConnections' in server) server.closeAllConnections();
    };
    for (const signal of ['SIGTERM', 'SIGINT', 'SIGWINCH'] as const) process.once(signal, end);
  });
}
