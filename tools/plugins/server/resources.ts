import messages from '@pulumi/pulumi/proto/provider_pb.js';
import empties from 'google-protobuf/google/protobuf/empty_pb.js';
import { difference, inputsOf, type Change, type Difference } from './difference.ts';
import { complete, refusals } from './inputs.ts';
import type { Failure, Log, ResourceType, State } from './resource.ts';
import { mask, secretTexts } from './problem.ts';
import { nameOf, type Session } from './session.ts';
import { decode, encode, UNKNOWN, type Bag, type Values } from './value.ts';

/** The requests about one resource. Each takes the engine's message and gives the plugin's. */
export function resourceRequests<Client>(session: Session<Client>) {
  return {
    check(request: messages.CheckRequest): messages.CheckResponse {
      const type = session.type(request.getUrn());
      const news = decode(request.getNews());
      const inputs = complete(type, {
        name: nameOf(request.getUrn()),
        news: news.values,
        oldInputs: decode(request.getOlds()).values,
        seed: request.getRandomseed_asU8(),
      });
      const failures = refusals(session.plugin.name, type, inputs);
      return checked(encode(inputs, news.secrets), failures);
    },

    diff(request: messages.DiffRequest): messages.DiffResponse {
      const type = session.type(request.getUrn());
      return diffed(
        difference(type, {
          state: decode(request.getOlds()).values,
          oldInputs: decode(request.getOldInputs()).values,
          news: decode(request.getNews()).values,
          ignored: request.getIgnorechangesList(),
        }),
      );
    },

    async create(request: messages.CreateRequest, signal: AbortSignal): Promise<messages.CreateResponse> {
      const type = session.type(request.getUrn());
      const inputs = decode(request.getProperties());
      const response = new messages.CreateResponse();
      if (request.getPreview()) return response.setProperties(encode(foreseen(type, inputs.values), secretsOf(type, inputs)));
      const log = masked(session.journal.for(request.getUrn()), inputs);
      const made = await type.create(session.client(), inputs.values, signal, log, nameOf(request.getUrn()));
      return response.setId(made.id).setProperties(encode(made.state, secretsOf(type, inputs)));
    },

    async read(request: messages.ReadRequest): Promise<messages.ReadResponse> {
      const type = session.type(request.getUrn());
      const before = decode(request.getProperties());
      const inputs = decode(request.getInputs());
      const response = new messages.ReadResponse();
      const state = await type.read(session.client(), request.getId(), before.values);
      if (state === undefined) return response;
      const secrets = secretsOf(type, inputs, before);
      return response
        .setId(request.getId())
        .setProperties(encode(state, secrets))
        .setInputs(encode(inputsOf(type, state, inputs.values), secrets));
    },

    async update(request: messages.UpdateRequest, signal: AbortSignal): Promise<messages.UpdateResponse> {
      const type = session.type(request.getUrn());
      const olds = decode(request.getOlds());
      const news = decode(request.getNews());
      const response = new messages.UpdateResponse();
      const secrets = secretsOf(type, news);
      if (request.getPreview()) return response.setProperties(encode({ ...kept(type, olds.values), ...news.values, ...following(type) }, secrets));
      if (type.update === undefined) throw new Error(`${request.getUrn()} cannot be updated in place`);
      const log = masked(session.journal.for(request.getUrn()), olds, news);
      const state = await type.update(session.client(), request.getId(), olds.values, news.values, signal, log);
      return response.setProperties(encode(state, secrets));
    },

    async delete(request: messages.DeleteRequest, signal: AbortSignal): Promise<empties.Empty> {
      const type = session.type(request.getUrn());
      const state = decode(request.getProperties());
      const log = masked(session.journal.for(request.getUrn()), state);
      await type.delete(session.client(), request.getId(), state.values, signal, log);
      return new empties.Empty();
    },
  };
}

/** Names of the properties to return as secrets, given what came in as such. */
export function secretsOf(type: ResourceType<never>, ...bags: readonly Bag[]): Set<string> {
  const table = Object.entries(type.properties);
  const given = bags.flatMap((bag) => [...bag.secrets]);
  const always = table.filter(([, property]) => property.secret === true).map(([name]) => name);
  const shared = type.outputsFollowInputs === true && given.length > 0 ? table.filter(([, property]) => property.output === true) : [];
  return new Set([...given, ...always, ...shared.map(([name]) => name)]);
}

export function checked(inputs: ReturnType<typeof encode>, failures: readonly Failure[]): messages.CheckResponse {
  const response = new messages.CheckResponse().setInputs(inputs);
  for (const { property, reason } of failures) {
    response.addFailures(new messages.CheckFailure().setProperty(property).setReason(reason));
  }
  return response;
}

/** The state of a resource yet to be made: its inputs, and what the service will fill in as unknown. */
function foreseen(type: ResourceType<never>, inputs: Values): State {
  if (type.previewState !== undefined) return type.previewState(inputs);
  const filled = Object.entries(type.properties).filter(([, property]) => property.output === true || property.computed === true);
  return { ...Object.fromEntries(filled.map(([name]) => [name, UNKNOWN])), ...inputs };
}

/** Outputs that an update may change with any input. */
function following(type: ResourceType<never>): Values {
  if (type.outputsFollowInputs !== true) return {};
  const outputs = Object.entries(type.properties).filter(([, property]) => property.output === true);
  return Object.fromEntries(outputs.map(([name]) => [name, UNKNOWN]));
}

/** Nothing secret is shown beside the resource, whatever a type says. */
function masked(log: Log, ...bags: readonly Bag[]): Log {
  const texts = bags.flatMap((bag) => secretTexts(bag.values, bag.secrets));
  return (severity, message) => log(severity, mask(message, texts));
}

/** Of an old state, what an update does not ask anew. */
function kept(type: ResourceType<never>, state: State): State {
  return Object.fromEntries(
    Object.entries(state).filter(([name]) => {
      const property = type.properties[name];
      return property === undefined || property.output === true || property.computed === true;
    }),
  );
}

const { DiffChanges } = messages.DiffResponse;
const { Kind } = messages.PropertyDiff;

function diffed({ changes, deleteBeforeReplace }: Difference): messages.DiffResponse {
  const response = new messages.DiffResponse();
  response.setChanges(changes.length > 0 ? DiffChanges.DIFF_SOME : DiffChanges.DIFF_NONE);
  response.setHasdetaileddiff(true).setDeletebeforereplace(deleteBeforeReplace);
  response.setDiffsList(changes.map((each) => each.property));
  response.setReplacesList(changes.filter((each) => each.replaces).map((each) => each.property));
  for (const each of changes) {
    response.getDetaileddiffMap().set(each.property, new messages.PropertyDiff().setKind(kindOf(each)).setInputdiff(each.asked));
  }
  return response;
}

function kindOf({ kind, replaces }: Change): messages.PropertyDiff.Kind {
  if (kind === 'add') return replaces ? Kind.ADD_REPLACE : Kind.ADD;
  if (kind === 'delete') return replaces ? Kind.DELETE_REPLACE : Kind.DELETE;
  return replaces ? Kind.UPDATE_REPLACE : Kind.UPDATE;
}
