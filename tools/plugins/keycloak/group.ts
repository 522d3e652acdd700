import { define } from './resource.ts';
import { fromLists, inKnownOrder, some, table, text, toLists, type Values } from './values.ts';

/** A group of the realm; its id is Keycloak's UUID, its path comes from its parents' names. */
export const group = define('keycloak:index/group:Group', {
  unserved: ['organizationId'],
  same: { attributes: (a, b) => attributesInFull(a) === attributesInFull(b) },

  async create(keycloak, values) {
    const realm = text(values, 'realmId');
    const parent = text(values, 'parentId');
    const { id } = await keycloak.post((admin) =>
      parent === ''
        ? admin.groups.create({ realm, ...toKeycloak(values) })
        : admin.groups.createChildGroup({ realm, id: parent }, toKeycloak(values)),
    );
    return id;
  },

  async read(keycloak, id, known) {
    const realm = text(known, 'realmId');
    const found = await keycloak.find((admin) => admin.groups.findOne({ realm, id }));
    return (
      found && {
        realmId: realm,
        name: found.name,
        description: found.description ?? '',
        path: found.path ?? '',
        attributes: fromLists(found.attributes, table(known, 'attributes')),
        ...(found.parentId ? { parentId: found.parentId } : {}),
      }
    );
  },

  async update(keycloak, id, values) {
    await keycloak.put((admin) => admin.groups.update({ realm: text(values, 'realmId'), id }, toKeycloak(values)));
  },

  async delete(keycloak, id, state) {
    await keycloak.delete((admin) => admin.groups.del({ realm: text(state, 'realmId'), id }));
  },
});

function toKeycloak(values: Values): Record<string, any> {
  return {
    name: text(values, 'name'),
    description: some(text(values, 'description')),
    attributes: toLists(table(values, 'attributes')),
  };
}

function attributesInFull(given: unknown): string {
  const lists = Object.entries(toLists((given ?? {}) as Record<string, string>));
  return JSON.stringify(lists.map(([name, values]) => [name, inKnownOrder(values, []).sort()]).sort());
}
