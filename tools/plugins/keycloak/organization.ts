import { define } from './resource.ts';
import { flag, fromLists, inKnownOrder, some, table, text, toLists, type Values } from './values.ts';

interface Domain {
  name: string;
  verified?: boolean;
}

/** Its id is Keycloak's UUID; the realm must have `organizationsEnabled`. */
export const organization = define('keycloak:index/organization:Organization', {
  async create(keycloak, values) {
    const { id } = await keycloak.post((admin) => admin.organizations.create(toKeycloak(values)));
    return id;
  },

  async read(keycloak, id, known) {
    const realm = text(known, 'realm');
    const found = await keycloak.find((admin) => admin.organizations.findOne({ realm, id }));
    return (
      found && {
        realm,
        name: found.name,
        alias: found.alias ?? '',
        enabled: found.enabled === true,
        description: found.description ?? '',
        redirectUrl: found.redirectUrl ?? '',
        domains: domainsAsKnown(found.domains as Domain[] | undefined, known['domains']),
        attributes: fromLists(found.attributes, table(known, 'attributes')),
      }
    );
  },

  async update(keycloak, id, values) {
    const realm = text(values, 'realm');
    await keycloak.put((admin) => admin.organizations.updateById({ realm, id }, toKeycloak(values)));
  },

  async delete(keycloak, id, state) {
    await keycloak.delete((admin) => admin.organizations.delById({ realm: text(state, 'realm'), id }));
  },
});

function toKeycloak(values: Values): Record<string, any> {
  return {
    realm: text(values, 'realm'),
    name: text(values, 'name'),
    alias: some(text(values, 'alias')),
    enabled: flag(values, 'enabled'),
    description: some(text(values, 'description')),
    redirectUrl: some(text(values, 'redirectUrl')),
    domains: domains(values['domains']),
    attributes: toLists(table(values, 'attributes')),
  };
}

function domains(given: unknown): Required<Domain>[] {
  return ((given ?? []) as Domain[]).map(({ name, verified }) => ({ name, verified: verified === true }));
}

function domainsAsKnown(found: Domain[] | undefined, known: unknown): Domain[] {
  const now = new Map(domains(found).map((domain) => [domain.name, domain]));
  return inKnownOrder([...now.keys()], domains(known).map(({ name }) => name)).map((name) => now.get(name)!);
}
