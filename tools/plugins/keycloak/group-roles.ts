import type { Connection } from './connection.ts';
import { define } from './resource.ts';
import { flag, inKnownOrder, text, texts, type Values } from './values.ts';

interface RoleRef {
  id: string;
  name: string;
  clientRole?: boolean;
  containerId?: string;
}

/** The roles a group gives its members; id `<realm>/<group's id>`. Not exhaustive: roles given elsewhere stay. */
export const groupRoles = define('keycloak:index/groupRoles:GroupRoles', {
  async create(keycloak, values) {
    await reconcile(keycloak, values, []);
    return `${text(values, 'realmId')}/${text(values, 'groupId')}`;
  },

  async read(keycloak, _id, known) {
    const target = groupOf(known);
    if ((await keycloak.find((admin) => admin.groups.findOne(target))) === undefined) return undefined;
    const mine = texts(known, 'roleIds');
    const ids = (await rolesOf(keycloak, target)).map(({ id }) => id);
    const shown = flag(known, 'exhaustive') ? ids : ids.filter((id) => mine.includes(id));
    return {
      realmId: target.realm,
      groupId: target.id,
      exhaustive: flag(known, 'exhaustive'),
      roleIds: inKnownOrder(shown, mine),
    };
  },

  async update(keycloak, _id, values, state) {
    const wanted = texts(values, 'roleIds');
    await reconcile(keycloak, values, texts(state, 'roleIds').filter((id) => !wanted.includes(id)));
  },

  async delete(keycloak, _id, state) {
    const target = groupOf(state);
    if ((await keycloak.find((admin) => admin.groups.findOne(target))) === undefined) return;
    await take(keycloak, target, await existing(keycloak, target.realm, texts(state, 'roleIds')));
  },
});

interface Target {
  realm: string;
  id: string;
}

function groupOf(values: Values): Target {
  return { realm: text(values, 'realmId'), id: text(values, 'groupId') };
}

async function reconcile(keycloak: Connection, values: Values, dropped: string[]): Promise<void> {
  const target = groupOf(values);
  await keycloak.get((admin) => admin.groups.findOne(target));
  await take(keycloak, target, await existing(keycloak, target.realm, dropped));
  const wanted = await existing(keycloak, target.realm, texts(values, 'roleIds'));
  const present = await rolesOf(keycloak, target);
  await give(keycloak, target, without(wanted, present));
  if (flag(values, 'exhaustive')) await take(keycloak, target, without(present, wanted));
}

function without(roles: RoleRef[], others: RoleRef[]): RoleRef[] {
  return roles.filter(({ id }) => !others.some((other) => other.id === id));
}

/** A role that is gone is skipped, as in the real plugin. */
async function existing(keycloak: Connection, realm: string, ids: string[]): Promise<RoleRef[]> {
  const found = await Promise.all(ids.map((id) => keycloak.find((admin) => admin.roles.findOneById({ realm, id }))));
  return found.filter((role) => role !== undefined) as RoleRef[];
}

async function rolesOf(keycloak: Connection, target: Target): Promise<RoleRef[]> {
  const mappings = await keycloak.get((admin) => admin.groups.listRoleMappings(target));
  const ofClients = Object.values(mappings.clientMappings ?? {}).flatMap((client) => client.mappings ?? []);
  return [...(mappings.realmMappings ?? []), ...ofClients] as RoleRef[];
}

async function give(keycloak: Connection, target: Target, roles: RoleRef[]): Promise<void> {
  for (const [client, some] of byContainer(roles)) {
    await keycloak.post((admin) =>
      client === ''
        ? admin.groups.addRealmRoleMappings({ ...target, roles: some })
        : admin.groups.addClientRoleMappings({ ...target, clientUniqueId: client, roles: some }),
    );
  }
}

async function take(keycloak: Connection, target: Target, roles: RoleRef[]): Promise<void> {
  for (const [client, some] of byContainer(roles)) {
    await keycloak.delete((admin) =>
      client === ''
        ? admin.groups.delRealmRoleMappings({ ...target, roles: some })
        : admin.groups.delClientRoleMappings({ ...target, clientUniqueId: client, roles: some }),
    );
  }
}

function byContainer(roles: RoleRef[]): Map<string, RoleRef[]> {
  return Map.groupBy(roles, (role) => (role.clientRole ? role.containerId! : ''));
}
