import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { label } from '../../modules/kernel/index.ts';

/** A container as the engine lists it. */
export interface Listed {
  readonly Id: string;
  readonly Names: readonly string[];
  readonly Labels: Readonly<Record<string, string>>;
  readonly HostConfig: { readonly NetworkMode: string };
}

export const FEDERATION = 'demo';

export const instanceLabels = (organization: string, app: string): Record<string, string> => ({
  [label.federation]: FEDERATION, [label.organization]: organization, [label.instance]: `${organization}.${app}`, [label.app]: app, [label.stack]: `${organization}.${app}`,
});

export const platformLabels = (app: string, provides: string): Record<string, string> => ({
  [label.federation]: FEDERATION, [label.app]: app, [label.instance]: `host.serveur-1.${app}`, [label.stack]: 'host.serveur-1', [label.provides]: provides,
});

export const listed = (Id: string, Labels: Record<string, string>, NetworkMode = 'bridge', name = 'x'): Listed => ({ Id, Names: [`/${name}`], Labels, HostConfig: { NetworkMode } });

/** The read-only window on an engine, on loopback: answers the list that it holds, and counts who asks. */
export class FakeEngine {
  list: unknown = [];
  status = 200;
  asked: string[] = [];
  readonly #server: Server = createServer(({ method, url }, response) => {
    this.asked.push(`${method} ${url}`);
    response.writeHead(this.status).end(JSON.stringify(this.list));
  });

  async start(): Promise<this> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return this;
  }

  get address(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
