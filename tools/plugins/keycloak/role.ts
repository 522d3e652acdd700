import type { Connection } from './connection.ts';
import { define } from './resource.ts';
import { fromLists, inKnownOrder, table, text, texts, toLists, type Values } from './values.ts';

type Representation = Record<string, any>;

/** A role of the realm, or of a client when `clientId` (the client's UUID) is given; its id is Keycloak's UUID. */
export const role = define('keycloak:index/role:Role', {
  unserved: ['import'],

  async create(keycloak, values) {
    const realm = text(values, 'realmId');
    const composites = await rolesById(keycloak, realm, texts(values, 'compositeRoles'));
    const sent = { ...toKeycloak(values), composite: composites.length > 0 };
    await keycloak.post((admin) => make(admin, realm, sent));
    const made = await keycloak.get((admin) => byName(admin, realm, text(values, 'clientId'), text(values, 'name')));
    const id: string = made!.id!;
    // Keycloak drops the attributes of a role that is being made.
    await keycloak.put((admin) => admin.roles.updateById({ realm, id }, { ...sent, id }));
    if (composites.length > 0) await addComposites(keycloak, realm, id, composites);
    return id;
  },

  async read(keycloak, id, known) {
    const realm = text(known, 'realmId');
    const found = await keycloak.find((admin) => admin.roles.findOneById({ realm, id }));
    if (found === undefined) return undefined;
    const composites = found.composite ? await compositesOf(keycloak, realm, id) : [];
    return {
      realmId: realm,
      name: found.name,
      description: found.description ?? '',
      attributes: fromLists(found.attributes, table(known, 'attributes')),
      compositeRoles: inKnownOrder(composites.map((each) => each['id']), known['compositeRoles']),
      import: false,
      ...(found.clientRole ? { clientId: found.containerId } : {}),
    };
  },

  async update(keycloak, id, values) {
    const realm = text(values, 'realmId');
    await keycloak.put((admin) => admin.roles.updateById({ realm, id }, { ...toKeycloak(values), id }));
    const wanted = texts(values, 'compositeRoles');
    const present = await compositesOf(keycloak, realm, id);
    const surplus = present.filter((each) => !wanted.includes(each['id']));
    const missing = wanted.filter((each) => !present.some((there) => there['id'] === each));
    if (surplus.length > 0) {
      await keycloak.delete((admin) => admin.roles.delCompositeRoles({ realm, id }, surplus));
    }
    if (missing.length > 0) await addComposites(keycloak, realm, id, await rolesById(keycloak, realm, missing));
  },

  async delete(keycloak, id, state) {
    const remove = () => keycloak.delete((admin) => admin.roles.delById({ realm: text(state, 'realmId'), id }));
    await remove().catch(remove);
  },
});

type Admin = Parameters<Parameters<Connection['get']>[0]>[0];

function make(admin: Admin, realm: string, sent: Representation): Promise<unknown> {
  const client: string = sent['containerId'];
  return client === ''
    ? admin.roles.create({ realm, ...sent })
    : admin.clients.createRole({ realm, id: client, ...sent });
}

function byName(admin: Admin, realm: string, client: string, name: string) {
  return client === ''
    ? admin.roles.findOneByName({ realm, name })
    : admin.clients.findRole({ realm, id: client, roleName: name });
}

function toKeycloak(values: Values): Representation {
  const client = text(values, 'clientId');
  return {
    name: text(values, 'name'),
    description: text(values, 'description'),
    clientRole: client !== '',
    containerId: client,
    attributes: toLists(table(values, 'attributes')),
  };
}

async function compositesOf(keycloak: Connection, realm: string, id: string): Promise<Representation[]> {
  return keycloak.get((admin) => admin.roles.getCompositeRoles({ realm, id }));
}

async function addComposites(keycloak: Connection, realm: string, roleId: string, roles: Representation[]) {
  await keycloak.post((admin) => admin.roles.createComposite({ realm, roleId }, roles as never));
}

async function rolesById(keycloak: Connection, realm: string, ids: string[]): Promise<Representation[]> {
  const found = ids.map((id) => keycloak.get((admin) => admin.roles.findOneById({ realm, id })));
  return (await Promise.all(found)) as Representation[];
}
