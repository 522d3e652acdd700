import type { Connection } from './connection.ts';
import { isGone } from './connection.ts';
import { define } from './resource.ts';
import { inKnownOrder, text, texts, type Values } from './values.ts';

interface Target {
  realm: string;
  id: string;
}

interface Scope {
  id: string;
  name: string;
}

/** All the default scopes of a client, no others; id `<realm>/<client's UUID>`. */
export const clientDefaultScopes = define('keycloak:openid/clientDefaultScopes:ClientDefaultScopes', {
  async create(keycloak, values) {
    await reconcile(keycloak, values);
    return `${text(values, 'realmId')}/${text(values, 'clientId')}`;
  },

  async read(keycloak, _id, known) {
    const target = targetOf(known);
    const found = await keycloak.find((admin) => admin.clients.listDefaultClientScopes(target));
    const names = found?.map(({ name }) => name!);
    return names && {
      realmId: target.realm,
      clientId: target.id,
      defaultScopes: inKnownOrder(names, known['defaultScopes']),
    };
  },

  update: (keycloak, _id, values) => reconcile(keycloak, values),

  delete: (keycloak, _id, state) => detach(keycloak, targetOf(state), texts(state, 'defaultScopes')),
});

function targetOf(values: Values): Target {
  return { realm: text(values, 'realmId'), id: text(values, 'clientId') };
}

async function reconcile(keycloak: Connection, values: Values): Promise<void> {
  const target = targetOf(values);
  const wanted = texts(values, 'defaultScopes');
  const present = await attached(keycloak, target);
  await detach(keycloak, target, present.filter((name) => !wanted.includes(name)));
  await attach(keycloak, target, wanted.filter((name) => !present.includes(name)));
}

async function attached(keycloak: Connection, target: Target): Promise<string[]> {
  try {
    const scopes = await keycloak.get((admin) => admin.clients.listDefaultClientScopes(target));
    return scopes.map(({ name }) => name!);
  } catch (error) {
    if (isGone(error)) throw new Error(`validation error: client with id ${target.id} does not exist`);
    throw error;
  }
}

async function attach(keycloak: Connection, target: Target, names: string[]): Promise<void> {
  const client = await keycloak.get((admin) => admin.clients.findOne(target));
  if (client?.bearerOnly) {
    throw new Error(`validation error: client with id ${target.id} uses access type BEARER-ONLY which does not use scopes`);
  }
  const scopes = await scopesNamed(keycloak, target.realm, names);
  const missing = names.find((name) => !scopes.some((scope) => scope.name === name));
  if (missing !== undefined) throw new Error(`validation error: scope ${missing} does not exist`);
  const optional = await keycloak.get((admin) => admin.clients.listOptionalClientScopes(target));
  const doubled = scopes.find(({ id }) => optional.some((scope) => scope.id === id));
  if (doubled) throw new Error(`validation error: scope ${doubled.name} is already attached to client as an optional scope`);
  for (const { id } of scopes) {
    await keycloak.put((admin) => admin.clients.addDefaultClientScope({ ...target, clientScopeId: id }));
  }
}

async function detach(keycloak: Connection, target: Target, names: string[]): Promise<void> {
  for (const { id } of await scopesNamed(keycloak, target.realm, names)) {
    await keycloak.delete((admin) => admin.clients.delDefaultClientScope({ ...target, clientScopeId: id }));
  }
}

async function scopesNamed(keycloak: Connection, realm: string, names: string[]): Promise<Scope[]> {
  const scopes = await keycloak.get((admin) => admin.clientScopes.find({ realm }));
  return scopes.filter(({ protocol, name }) => protocol === 'openid-connect' && names.includes(name!)) as Scope[];
}
