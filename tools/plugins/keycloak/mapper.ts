import type { Failure } from '../server/index.ts';
import type { Connection } from './connection.ts';
import { define } from './resource.ts';
import { flag, text, type Values } from './values.ts';

type Admin = Parameters<Parameters<Connection['get']>[0]>[0];

interface Representation {
  id?: string;
  name: string;
  protocol: string;
  protocolMapper: string;
  config: Record<string, string>;
}

/** What one kind of mapper has beside the others: its name in Keycloak and its settings there, texts and marks. */
interface Kind {
  mapper: string;
  texts: Record<string, string>;
  flags: Record<string, string>;
  validate?(keycloak: Connection, values: Values): Promise<void>;
}

/** A protocol mapper of a client or of a client scope; its id is Keycloak's UUID. */
export function defineMapper(token: string, kind: Kind) {
  return define(token, {
    check: exactlyOneOwner,

    async create(keycloak, values) {
      await validated(keycloak, values, kind, undefined);
      const sent = toKeycloak(values, kind);
      await keycloak.post((admin) => ownerOf(admin, values).add(sent));
      const mappers = await keycloak.get((admin) => ownerOf(admin, values).list());
      return mappers.find(({ name }) => name === sent.name)!.id!;
    },

    async read(keycloak, id, known) {
      const found = await keycloak.find((admin) => ownerOf(admin, known).find(id));
      if (found === undefined) return undefined;
      const config = found.config ?? {};
      return {
        realmId: text(known, 'realmId'),
        name: found.name,
        ...(known['clientId'] ? { clientId: known['clientId'] } : { clientScopeId: known['clientScopeId'] }),
        ...back(kind.texts, (theirs) => config[theirs] ?? ''),
        ...back(kind.flags, (theirs) => config[theirs] === 'true'),
      };
    },

    async update(keycloak, id, values) {
      await validated(keycloak, values, kind, id);
      await keycloak.put((admin) => ownerOf(admin, values).update(id, { ...toKeycloak(values, kind), id }));
    },

    async delete(keycloak, id, state) {
      await keycloak.delete((admin) => ownerOf(admin, state).remove(id));
    },
  });
}

function exactlyOneOwner(inputs: Values): Failure[] {
  const given = ['clientId', 'clientScopeId'].filter((name) => inputs[name] !== undefined);
  if (given.length === 1) return [];
  const reason =
    given.length === 0
      ? 'one of `client_id,client_scope_id` must be specified'
      : 'only one of `client_id,client_scope_id` can be specified, but `client_id,client_scope_id` were specified';
  return [{ property: 'clientId', reason }];
}

async function validated(keycloak: Connection, values: Values, kind: Kind, id: string | undefined): Promise<void> {
  await kind.validate?.(keycloak, values);
  const name = text(values, 'name');
  const mappers = await keycloak.get((admin) => ownerOf(admin, values).list());
  if (mappers.some((mapper) => mapper.name === name && mapper.id !== id)) {
    throw new Error(`validation error: a protocol mapper with name ${name} already exists for this client`);
  }
}

function toKeycloak(values: Values, kind: Kind): Representation {
  const texts = Object.entries(kind.texts).map(([name, theirs]) => [theirs, text(values, name)]);
  const flags = Object.entries(kind.flags).map(([name, theirs]) => [theirs, String(flag(values, name))]);
  return {
    name: text(values, 'name'),
    protocol: 'openid-connect',
    protocolMapper: kind.mapper,
    config: Object.fromEntries([...texts, ...flags]),
  };
}

interface Owner {
  list(): Promise<{ id?: string; name?: string }[]>;
  find(mapperId: string): Promise<{ name?: string; config?: Record<string, string> } | undefined>;
  add(mapper: Representation): Promise<unknown>;
  update(mapperId: string, mapper: Representation): Promise<unknown>;
  remove(mapperId: string): Promise<unknown>;
}

/** The same calls for a client and for a client scope, which the library names differently. */
function ownerOf(admin: Admin, values: Values): Owner {
  const scope = text(values, 'clientScopeId');
  const target = { realm: text(values, 'realmId'), id: scope || text(values, 'clientId') };
  const { clients, clientScopes } = admin;
  const owner = scope === '' ? clients : clientScopes;
  return {
    list: () => owner.listProtocolMappers(target),
    find: (mapperId) =>
      scope === ''
        ? clients.findProtocolMapperById({ ...target, mapperId })
        : clientScopes.findProtocolMapper({ ...target, mapperId }),
    add: (mapper) => owner.addProtocolMapper(target, mapper),
    update: (mapperId, mapper) => owner.updateProtocolMapper({ ...target, mapperId }, mapper),
    remove: (mapperId) => owner.delProtocolMapper({ ...target, mapperId }),
  };
}

function back(names: Record<string, string>, value: (theirs: string) => unknown): Values {
  return Object.fromEntries(Object.entries(names).map(([name, theirs]) => [name, value(theirs)]));
}
