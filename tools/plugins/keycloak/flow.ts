import { define } from './resource.ts';
import { text, type Values } from './values.ts';

/** An authentication flow of its own, not a part of another; its id is Keycloak's UUID. */
export const flow = define('keycloak:authentication/flow:Flow', {
  async create(keycloak, values) {
    const realm = text(values, 'realmId');
    const { id } = await keycloak.post((admin) => admin.authenticationManagement.createFlow({ realm, ...toKeycloak(values) }));
    return id!;
  },

  async read(keycloak, id, known) {
    const realm = text(known, 'realmId');
    const found = await keycloak.find((admin) => admin.authenticationManagement.getFlow({ realm, flowId: id }));
    return found && {
      realmId: realm,
      alias: found.alias,
      providerId: found.providerId,
      description: found.description ?? '',
    };
  },

  async update(keycloak, id, values) {
    const target = { realm: text(values, 'realmId'), flowId: id };
    const flow = { ...toKeycloak(values), id };
    await keycloak.put((admin) => admin.authenticationManagement.updateFlow(target, flow));
  },

  async delete(keycloak, id, state) {
    const target = { realm: text(state, 'realmId'), flowId: id };
    const remove = () => keycloak.delete((admin) => admin.authenticationManagement.deleteFlow(target));
    await remove().catch(remove);
  },
});

function toKeycloak(values: Values): Record<string, any> {
  return {
    alias: text(values, 'alias'),
    description: text(values, 'description'),
    providerId: text(values, 'providerId'),
    topLevel: true,
    builtIn: false,
  };
}
