import type { PluginFunction } from '../server/index.ts';
import type { Connection } from './connection.ts';
import { client } from './client.ts';
import { text } from './values.ts';

/** Finds a client by its `clientId`, such as `realm-management`, which Keycloak makes with every realm. */
export const functions: Record<string, PluginFunction<Connection>> = {
  async 'keycloak:openid/getClient:getClient'(keycloak, args) {
    const realm = text(args, 'realmId');
    const clientId = text(args, 'clientId');
    const [found] = await keycloak.get((admin) => admin.clients.find({ realm, clientId }));
    if (found?.id === undefined) throw new Error(`openid client with name ${clientId} does not exist`);
    const state = await client.read(keycloak, found.id, { realmId: realm });
    return { ...state, id: found.id };
  },
};
