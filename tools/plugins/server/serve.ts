import { connect } from 'node:net';
import { Server, ServerCredentials, type UntypedServiceImplementation } from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import { provider } from './provider.ts';
import { Session, type Plugin } from './session.ts';

/** The engine's own limit. */
const LARGEST_MESSAGE = 400 * 1024 * 1024;
/** An engine that was killed leaves its plugins behind; each notices within this time (ms). */
const ENGINE_CHECK = 5_000;

/**
 * Serves the plugin on a free port of the loopback, printed on the first line of the standard output. The engine hands its
 * own address over as the last argument; once that no longer answers and nothing is under way, the process ends.
 */
export function serve<Client>(plugin: Plugin<Client>): void {
  const engine = process.argv.slice(2).find((argument) => /^[^-].*:\d+$/.test(argument));
  const session = new Session(plugin, engine);
  const server = new Server({ 'grpc.max_receive_message_length': LARGEST_MESSAGE, 'grpc.max_send_message_length': LARGEST_MESSAGE });
  server.addService(services.ResourceProviderService as never, provider(session) as unknown as UntypedServiceImplementation);
  server.bindAsync('127.0.0.1:0', ServerCredentials.createInsecure(), (error, port) => {
    if (error !== null) throw error;
    process.stdout.write(`${port}\n`);
    if (engine !== undefined) outliveNot(engine, session);
  });
}

function outliveNot(engine: string, session: { readonly idle: boolean }): void {
  const at = engine.lastIndexOf(':');
  const address = { host: engine.slice(0, at).replace(/^\[|\]$/g, ''), port: Number(engine.slice(at + 1)) };
  setInterval(() => {
    const socket = connect(address);
    socket.on('connect', () => socket.destroy());
    socket.on('error', () => {
      if (session.idle) process.exit(0);
    });
  }, ENGINE_CHECK).unref();
}
