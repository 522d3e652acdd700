import { status, type handleUnaryCall, type sendUnaryData, type ServerUnaryCall } from '@grpc/grpc-js';
import plugins from '@pulumi/pulumi/proto/plugin_pb.js';
import messages from '@pulumi/pulumi/proto/provider_pb.js';
import empties from 'google-protobuf/google/protobuf/empty_pb.js';
import type structs from 'google-protobuf/google/protobuf/struct_pb.js';
import { checkConfiguration, readConfiguration } from './configuration.ts';
import { problem, secretTexts } from './problem.ts';
import { checked, resourceRequests, secretsOf } from './resources.ts';
import { typeOf, type Session } from './session.ts';
import { decode, encode, type Bag } from './value.ts';

/** `ResourceProvider` of the engine's protocol, as grpc-js wants it. What is not here answers "unimplemented". */
export function provider<Client>(session: Session<Client>): Record<string, handleUnaryCall<never, never>> {
  const resources = resourceRequests(session);
  return {
    getPluginInfo: answer(session, () => new plugins.PluginInfo().setVersion(session.plugin.version)),
    getSchema: answer(session, () => new messages.GetSchemaResponse().setSchema(JSON.stringify(session.plugin.schema))),
    attach: answer(session, (request: plugins.PluginAttach) => attach(session, request)),
    cancel: answer(session, () => cancel(session)),
    checkConfig: answer(session, (request: messages.CheckRequest) => checkConfig(session, request)),
    diffConfig: answer(session, diffConfig),
    configure: answer(session, (request: messages.ConfigureRequest) => configure(session, request)),
    invoke: answer(session, (request: messages.InvokeRequest) => invoke(session, request)),
    check: answer(session, resources.check),
    diff: answer(session, resources.diff),
    create: answer(session, resources.create),
    read: answer(session, resources.read),
    update: answer(session, resources.update),
    delete: answer(session, resources.delete),
  };
}

/** One request: run it, and on failure tell the engine what went wrong, with nothing secret in it. */
function answer<Client, Request extends object, Response>(
  session: Session<Client>,
  work: (request: Request, signal: AbortSignal) => Response | Promise<Response>,
): handleUnaryCall<never, never> {
  async function handle(call: ServerUnaryCall<Request, Response>, reply: sendUnaryData<Response>): Promise<void> {
    try {
      reply(null, await session.run(call, async (signal) => work(call.request, signal)));
    } catch (error) {
      reply(toldOf(session, call.request, error));
    }
  }
  return handle as unknown as handleUnaryCall<never, never>;
}

interface AnyRequest {
  getUrn?(): string;
  getArgs?(): structs.Struct | undefined;
  getProperties?(): structs.Struct | undefined;
  getInputs?(): structs.Struct | undefined;
  getOlds?(): structs.Struct | undefined;
  getNews?(): structs.Struct | undefined;
}

function toldOf<Client>(session: Session<Client>, request: AnyRequest, error: unknown): ReturnType<typeof problem> {
  try {
    const parts = [request.getArgs?.(), request.getProperties?.(), request.getInputs?.(), request.getOlds?.(), request.getNews?.()];
    const bags = parts.map((part) => decode(part));
    const masked = bags.flatMap((bag) => secretTexts(bag.values, bag.secrets));
    return problem(error, masked, secretsToReturn(session, request, bags));
  } catch {
    return { ...problem(new Error('failed, with details that cannot be shown')), code: status.INTERNAL };
  }
}

function secretsToReturn<Client>(session: Session<Client>, request: AnyRequest, bags: readonly Bag[]): Set<string> {
  const type = session.plugin.resources[typeOf(request.getUrn?.() ?? '')];
  return type === undefined ? new Set() : secretsOf(type, ...bags);
}

function attach<Client>(session: Session<Client>, request: plugins.PluginAttach): empties.Empty {
  session.journal.attach(request.getAddress());
  return new empties.Empty();
}

function cancel<Client>(session: Session<Client>): empties.Empty {
  session.cancel();
  return new empties.Empty();
}

function checkConfig<Client>(session: Session<Client>, request: messages.CheckRequest): messages.CheckResponse {
  const { values, secrets } = decode(request.getNews());
  return checked(encode(values, secrets), checkConfiguration(values, session.plugin.config));
}

/** Other settings reach the same things another way: nothing is replaced for that. */
function diffConfig(request: messages.DiffRequest): messages.DiffResponse {
  const [olds, news] = [request.getOlds(), request.getNews()].map((part) => decode(part).values) as [object, object];
  const names = [...new Set([...Object.keys(olds), ...Object.keys(news)])];
  const text = (values: object, name: string) => JSON.stringify((values as Record<string, unknown>)[name]);
  const changed = names.filter((name) => text(olds, name) !== text(news, name));
  const { DIFF_SOME, DIFF_NONE } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse().setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(changed);
}

async function configure<Client>(session: Session<Client>, request: messages.ConfigureRequest): Promise<messages.ConfigureResponse> {
  const args = request.getArgs();
  const raw = args === undefined ? variables(request) : decode(args).values;
  await session.configure(readConfiguration(raw, session.plugin.config));
  return new messages.ConfigureResponse().setAcceptsecrets(true).setAcceptresources(true).setSupportspreview(true);
}

/** The older form: `docker:config:host`. */
function variables(request: messages.ConfigureRequest): Record<string, unknown> {
  const entries = [...(request.getVariablesMap().entries() as unknown as Iterable<[string, string]>)];
  return Object.fromEntries(entries.map(([name, value]) => [name.split(':').at(-1) ?? name, value]));
}

async function invoke<Client>(session: Session<Client>, request: messages.InvokeRequest): Promise<messages.InvokeResponse> {
  const run = session.plugin.functions?.[request.getTok()];
  if (run === undefined) throw new Error(`this stand-in for ${session.plugin.name} does not implement the function ${request.getTok()}`);
  const args = decode(request.getArgs());
  const result = await run(session.client(), args.values);
  const secrets = args.secrets.size > 0 ? new Set(Object.keys(result)) : args.secrets;
  return new messages.InvokeResponse().setReturn(encode(result, secrets));
}
