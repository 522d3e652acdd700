import KeycloakAdminClient from '@keycloak/keycloak-admin-client';
import { connect, type Connection } from '../../tools/plugins/keycloak/connection.ts';
import type { Resource } from '../../tools/plugins/keycloak/resource.ts';
import { resources } from '../../tools/plugins/keycloak/resources.ts';
import { readSettings } from '../../tools/plugins/keycloak/settings.ts';
import type { Values } from '../../tools/plugins/keycloak/values.ts';
import { refusals } from '../../tools/plugins/server/inputs.ts';
import type { KeycloakServer } from './keycloak-server.ts';

export interface Made {
  id: string;
  state: Values;
}

/** The plugin's resources against a real server, and an administrator's hand beside them. */
export interface Bench {
  keycloak: Connection;
  admin: KeycloakAdminClient;
  /** Makes one resource; `type` is the last word of its token, such as `Client`. */
  make(type: string, inputs: Values): Promise<Made>;
  resource(type: string): Resource;
  /** A new realm of its own, with organizations. Returns its name. */
  realm(inputs?: Values): Promise<string>;
  /** A person who can sign in. Returns the id. */
  person(realm: string, username: string, groups: string[]): Promise<string>;
  /** Removes the realms made here. */
  clear(): Promise<void>;
}

export const PASSWORD = 'a long password 4 tests';

export function providerConfig(server: KeycloakServer): Values {
  const { url, username, password } = server;
  return { url, username, password, clientId: 'admin-cli', initialLogin: 'false', clientTimeout: '60' };
}

export async function bench(server: KeycloakServer): Promise<Bench> {
  const keycloak = connect(readSettings(providerConfig(server)));
  const admin = await administrator(server);
  const realms: string[] = [];

  async function make(type: string, inputs: Values): Promise<Made> {
    const failures = refusals('keycloak', resourceOf(type), inputs);
    if (failures.length > 0) throw new Error(failures.map(({ property, reason }) => `${property}: ${reason}`).join('\n'));
    return resourceOf(type).create(keycloak, inputs);
  }

  async function realm(inputs: Values = {}): Promise<string> {
    // Keycloak's id of a realm, which is its name, holds 36 characters.
    const name = `realm-${crypto.randomUUID().slice(0, 8)}`;
    await make('Realm', { realm: name, organizationsEnabled: true, ...inputs });
    realms.push(name);
    return name;
  }

  async function person(inRealm: string, username: string, groups: string[]): Promise<string> {
    await renewed(admin, server);
    const { id } = await admin.users.create({
      realm: inRealm, username, enabled: true, emailVerified: true,
      email: `${username}@example.org`, firstName: 'Une', lastName: 'Personne',
      credentials: [{ type: 'password', value: PASSWORD, temporary: false }],
    });
    for (const groupId of groups) await admin.users.addToGroup({ realm: inRealm, id, groupId });
    return id;
  }

  async function clear(): Promise<void> {
    await renewed(admin, server);
    for (const name of realms.splice(0)) await admin.realms.del({ realm: name });
  }

  return { keycloak, admin, make, resource: resourceOf, realm, person, clear };
}

function resourceOf(type: string): Resource {
  const token = Object.keys(resources).find((each) => each.endsWith(`:${type}`));
  if (token === undefined) throw new Error(`no resource type ${type}`);
  return resources[token]!;
}

export async function administrator(server: KeycloakServer): Promise<KeycloakAdminClient> {
  const admin = new KeycloakAdminClient({ baseUrl: server.url });
  await renewed(admin, server);
  return admin;
}

async function renewed(admin: KeycloakAdminClient, { username, password }: KeycloakServer): Promise<void> {
  await admin.auth({ grantType: 'password', clientId: 'admin-cli', username, password });
}
