import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { credentials, type ServiceError } from '@grpc/grpc-js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import services from '@pulumi/pulumi/proto/provider_grpc_pb.js';
import statuses from '@pulumi/pulumi/proto/status_pb.js';
import empties from 'google-protobuf/google/protobuf/empty_pb.js';
import structs from 'google-protobuf/google/protobuf/struct_pb.js';

export type Values = Record<string, unknown>;

// The engine's marks, written out here so that a mistake in the server shows.
export const secret = (value: unknown) => ({ '4dabf18193072939515e22adb298388d': '1b47061264138c4ac30d75fd1eb44270', value });
export const unknown = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

export interface Diff {
  changes: 'none' | 'some';
  /** Replaced properties; the others that changed. */
  replaces: string[];
  updates: string[];
  deleteBeforeReplace: boolean;
}

/** What an engine learns of a failure. */
export class Failure extends Error {
  code = 0;
  /** Of something half-made. */
  partial: { id: string; state: Values; reasons: string[] } | undefined;
}

/** The requests of an engine to one plugin process, values in and out as on the wire. */
export interface Client {
  process: ChildProcess;
  raw: services.ResourceProviderClient;
  configure(config: Values): Promise<messages.ConfigureResponse>;
  check(type: string, news: Values, olds?: Values): Promise<{ inputs: Values; failures: Record<string, string> }>;
  diff(type: string, state: Values, news: Values, ignored?: string[], oldInputs?: Values): Promise<Diff>;
  create(type: string, inputs: Values, preview?: boolean): Promise<{ id: string; state: Values }>;
  read(type: string, id: string, state: Values, inputs?: Values): Promise<{ id: string; state: Values; inputs: Values }>;
  update(type: string, id: string, olds: Values, news: Values, preview?: boolean): Promise<Values>;
  delete(type: string, id: string, state: Values): Promise<void>;
  invoke(token: string, args: Values): Promise<Values>;
  stop(): Promise<void>;
}

/** Starts a plugin's program as the engine does and waits for its port. */
export async function startPlugin(program: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Client> {
  const child = spawn(process.execPath, ['--no-warnings', program, ...args], { stdio: ['ignore', 'pipe', 'inherit'], env: { ...process.env, ...env } });
  const [port] = (await once(createInterface({ input: child.stdout }), 'line')) as [string];
  const raw = new services.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure(), { 'grpc.max_receive_message_length': -1 });
  return { process: child, raw, ...requests(raw), stop: () => stop(child, raw) };
}

async function stop(child: ChildProcess, raw: services.ResourceProviderClient): Promise<void> {
  raw.close();
  if (child.exitCode !== null || child.signalCode !== null) return;
  child.kill();
  await once(child, 'exit');
}

const urnOf = (type: string) => `urn:pulumi:test::test::${type}::thing`;
const wire = (values: Values) => structs.Struct.fromJavaScript(values as Record<string, structs.JavaScriptValue>);
const plain = (struct: structs.Struct | undefined): Values => (struct?.toJavaScript() ?? {}) as Values;

type Reply<Response> = (error: ServiceError | null, response: Response) => void;

function requests(raw: services.ResourceProviderClient): Omit<Client, 'process' | 'raw' | 'stop'> {
  const ask = <Response>(send: (reply: Reply<Response>) => unknown): Promise<Response> =>
    new Promise((resolve, reject) => send((error, response) => (error ? reject(failure(error)) : resolve(response))));
  return {
    configure: (config) => ask((reply) => raw.configure(new messages.ConfigureRequest().setArgs(wire(config)), reply)),
    async check(type, news, olds = {}) {
      const request = new messages.CheckRequest().setUrn(urnOf(type)).setNews(wire(news)).setOlds(wire(olds));
      const response = await ask<messages.CheckResponse>((reply) => raw.check(request, reply));
      const failures = response.getFailuresList().map((each) => [each.getProperty(), each.getReason()]);
      return { inputs: plain(response.getInputs()), failures: Object.fromEntries(failures) };
    },
    async diff(type, state, news, ignored = [], oldInputs = {}) {
      const request = new messages.DiffRequest().setUrn(urnOf(type)).setId('id').setOlds(wire(state)).setNews(wire(news)).setOldInputs(wire(oldInputs));
      request.setIgnorechangesList(ignored);
      return readDiff(await ask<messages.DiffResponse>((reply) => raw.diff(request, reply)));
    },
    async create(type, inputs, preview = false) {
      const request = new messages.CreateRequest().setUrn(urnOf(type)).setProperties(wire(inputs)).setPreview(preview);
      const response = await ask<messages.CreateResponse>((reply) => raw.create(request, reply));
      return { id: response.getId(), state: plain(response.getProperties()) };
    },
    async read(type, id, state, inputs = {}) {
      const request = new messages.ReadRequest().setUrn(urnOf(type)).setId(id).setProperties(wire(state)).setInputs(wire(inputs));
      const response = await ask<messages.ReadResponse>((reply) => raw.read(request, reply));
      return { id: response.getId(), state: plain(response.getProperties()), inputs: plain(response.getInputs()) };
    },
    async update(type, id, olds, news, preview = false) {
      const request = new messages.UpdateRequest().setUrn(urnOf(type)).setId(id).setOlds(wire(olds)).setNews(wire(news)).setPreview(preview);
      return plain((await ask<messages.UpdateResponse>((reply) => raw.update(request, reply))).getProperties());
    },
    async delete(type, id, state) {
      const request = new messages.DeleteRequest().setUrn(urnOf(type)).setId(id).setProperties(wire(state));
      await ask<empties.Empty>((reply) => raw.delete(request, reply));
    },
    async invoke(token, args) {
      const request = new messages.InvokeRequest().setTok(token).setArgs(wire(args));
      return plain((await ask<messages.InvokeResponse>((reply) => raw.invoke(request, reply))).getReturn());
    },
  };
}

function readDiff(response: messages.DiffResponse): Diff {
  const { DIFF_NONE } = messages.DiffResponse.DiffChanges;
  const replaces = response.getReplacesList();
  return {
    changes: response.getChanges() === DIFF_NONE ? 'none' : 'some',
    replaces,
    updates: response.getDiffsList().filter((name) => !replaces.includes(name)),
    deleteBeforeReplace: response.getDeletebeforereplace(),
  };
}

function failure(error: ServiceError): Failure {
  const told = new Failure(error.details);
  told.code = error.code;
  const [details] = error.metadata.get('grpc-status-details-bin');
  if (details instanceof Buffer) {
    const [packed] = statuses.Status.deserializeBinary(details).getDetailsList();
    const partial = packed?.unpack(messages.ErrorResourceInitFailed.deserializeBinary, 'pulumirpc.ErrorResourceInitFailed');
    if (partial) told.partial = { id: partial.getId(), state: plain(partial.getProperties()), reasons: partial.getReasonsList() };
  }
  return told;
}
