import type { Log, Severity } from './resource.ts';

/** Sends lines to the engine that started the plugin; without one (a debugger's attach, a test) says nothing. */
export class Journal {
  #engine: string | undefined;
  #client: Promise<(severity: Severity, message: string, urn: string) => Promise<void>> | undefined;

  constructor(engine: string | undefined) {
    this.#engine = engine;
  }

  attach(engine: string): void {
    this.#engine = engine;
    this.#client = undefined;
  }

  for(urn: string): Log {
    return async (severity, message) => {
      if (this.#engine === undefined) return;
      this.#client ??= connect(this.#engine);
      await (await this.#client)(severity, message, urn);
    };
  }
}

/** Loaded on first use: most runs log nothing. */
async function connect(engine: string): Promise<(severity: Severity, message: string, urn: string) => Promise<void>> {
  const [{ credentials }, services, { default: messages }] = await Promise.all([
    import('@grpc/grpc-js'),
    import('@pulumi/pulumi/proto/engine_grpc_pb.js'),
    import('@pulumi/pulumi/proto/engine_pb.js'),
  ]);
  const client = new services.default.EngineClient(engine, credentials.createInsecure());
  const severities = { debug: 0, info: 1, warning: 2, error: 3 } as const;
  return (severity, message, urn) =>
    new Promise((resolve) => {
      const request = new messages.LogRequest().setSeverity(severities[severity]).setMessage(message).setUrn(urn);
      // Information is shown while the resource is worked on, and is gone with it.
      request.setEphemeral(severity === 'info');
      // A line that cannot be shown must not fail the resource.
      client.log(request, () => resolve());
    });
}
