import type { Connection } from './connection.ts';
import { define } from './resource.ts';
import { text, type Values } from './values.ts';

/** A client's role given to the service account of another; id `<account's UUID>/<role's UUID>`. */
export const clientServiceAccountRole = define('keycloak:openid/clientServiceAccountRole:ClientServiceAccountRole', {
  async create(keycloak, values) {
    const { id, name } = await roleNamed(keycloak, values);
    await keycloak.post((admin) => admin.users.addClientRoleMappings({ ...targetOf(values), roles: [{ id, name }] }));
    return `${text(values, 'serviceAccountUserId')}/${id}`;
  },

  async read(keycloak, id, known) {
    const mappings = await keycloak.find((admin) => admin.users.listClientRoleMappings(targetOf(known)));
    const found = mappings?.find((role) => id.endsWith(`/${role.id}`));
    return found && {
      realmId: text(known, 'realmId'),
      clientId: text(known, 'clientId'),
      serviceAccountUserId: text(known, 'serviceAccountUserId'),
      role: found.name,
    };
  },

  async delete(keycloak, id, state) {
    const mappings = await keycloak.find((admin) => admin.users.listClientRoleMappings(targetOf(state)));
    const found = mappings?.find((role) => id.endsWith(`/${role.id}`));
    if (found === undefined) return;
    const roles = [{ id: found.id!, name: found.name! }];
    await keycloak.delete((admin) => admin.users.delClientRoleMappings({ ...targetOf(state), roles }));
  },
});

function targetOf(values: Values) {
  return {
    realm: text(values, 'realmId'),
    id: text(values, 'serviceAccountUserId'),
    clientUniqueId: text(values, 'clientId'),
  };
}

async function roleNamed(keycloak: Connection, values: Values): Promise<{ id: string; name: string }> {
  const target = { realm: text(values, 'realmId'), id: text(values, 'clientId'), roleName: text(values, 'role') };
  const found = await keycloak.get((admin) => admin.clients.findRole(target));
  return found as { id: string; name: string };
}
