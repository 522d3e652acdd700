import type { ServerUnaryCall } from '@grpc/grpc-js';
import { Journal } from './journal.ts';
import type { PluginFunction, ResourceType, Shape } from './resource.ts';
import type { Values } from './value.ts';

export interface Plugin<Client> {
  name: string;
  version: string;
  /** What GetSchema answers; the SDKs bring their own, so a name and a version do. */
  schema: object;
  /** Settings by name; without it any is taken. */
  config?: Record<string, Shape>;
  configure(config: Values): Promise<Client>;
  /** By token, as `docker:index/container:Container`. */
  resources: Record<string, ResourceType<Client>>;
  /** By token, as `keycloak:openid/getClient:getClient`. */
  functions?: Record<string, PluginFunction<Client>>;
}

interface TimedRequest {
  getTimeout?(): number;
}

/** What lasts from one request to the next. */
export class Session<Client> {
  readonly plugin: Plugin<Client>;
  readonly journal: Journal;
  #client: Client | undefined;
  #configured = false;
  readonly #running = new Set<AbortController>();

  constructor(plugin: Plugin<Client>, engine: string | undefined) {
    this.plugin = plugin;
    this.journal = new Journal(engine);
  }

  get idle(): boolean {
    return this.#running.size === 0;
  }

  async configure(config: Values): Promise<void> {
    this.#client = await this.plugin.configure(config);
    this.#configured = true;
  }

  /** @throws Error before Configure */
  client(): Client {
    if (!this.#configured) throw new Error(`the ${this.plugin.name} provider is not configured`);
    return this.#client as Client;
  }

  /** @throws Error on a type that the plugin does not have */
  type(urn: string): ResourceType<Client> {
    const token = typeOf(urn);
    const type = this.plugin.resources[token];
    if (type !== undefined) return type;
    const known = Object.keys(this.plugin.resources).join(', ');
    throw new Error(`this stand-in for ${this.plugin.name} does not implement ${token}; it has ${known}`);
  }

  /** Runs work under a signal that fires on cancellation, on the caller's going away, and after the request's timeout (s). */
  async run<Request extends object, Result>(
    call: ServerUnaryCall<Request, unknown>,
    work: (signal: AbortSignal) => Promise<Result>,
  ): Promise<Result> {
    const controller = new AbortController();
    const seconds = (call.request as TimedRequest).getTimeout?.() ?? 0;
    const timer = seconds > 0 ? setTimeout(() => controller.abort(new Error('context deadline exceeded')), seconds * 1000) : undefined;
    call.on('cancelled', () => controller.abort(new Error('context canceled')));
    this.#running.add(controller);
    try {
      return await work(controller.signal);
    } finally {
      clearTimeout(timer);
      this.#running.delete(controller);
    }
  }

  cancel(): void {
    for (const controller of this.#running) controller.abort(new Error('context canceled'));
  }
}

/** The last type in a URN: `urn:pulumi:stack::project::parent$type::name`. */
export function typeOf(urn: string): string {
  return (urn.split('::')[2] ?? '').split('$').at(-1) ?? '';
}

export function nameOf(urn: string): string {
  return urn.split('::').slice(3).join('::');
}
