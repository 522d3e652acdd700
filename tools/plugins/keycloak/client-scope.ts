import { define } from './resource.ts';
import { flag, table, text, whole, type Values } from './values.ts';

const OWN_ATTRIBUTES = [
  'display.on.consent.screen', 'consent.screen.text', 'gui.order',
  'include.in.token.scope', 'include.in.openid.provider.metadata',
];

/** A scope that clients may have; its id is Keycloak's UUID. */
export const clientScope = define('keycloak:openid/clientScope:ClientScope', {
  check(inputs) {
    const taken = Object.keys(table(inputs, 'extraConfig')).filter((name) => OWN_ATTRIBUTES.includes(name));
    return taken.map((name) => ({
      property: 'extraConfig',
      reason: `extra_config key "${name}" is not allowed, as it conflicts with a top-level schema attribute`,
    }));
  },

  async create(keycloak, values) {
    const realm = text(values, 'realmId');
    const { id } = await keycloak.post((admin) => admin.clientScopes.create({ realm, ...toKeycloak(values, {}) }));
    return id;
  },

  async read(keycloak, id, known) {
    const realm = text(known, 'realmId');
    const found = await keycloak.find((admin) => admin.clientScopes.findOne({ realm, id }));
    if (found === undefined) return undefined;
    const attributes: Record<string, string> = found.attributes ?? {};
    const extra = Object.keys(table(known, 'extraConfig')).filter((name) => attributes[name]);
    return {
      realmId: realm,
      name: found.name,
      description: found.description ?? '',
      consentScreenText: attributes['display.on.consent.screen'] === 'true' ? attributes['consent.screen.text'] : '',
      includeInTokenScope: attributes['include.in.token.scope'] === 'true',
      includeInOpenidProviderMetadata: attributes['include.in.openid.provider.metadata'] === 'true',
      guiOrder: Number(attributes['gui.order'] || 0),
      extraConfig: Object.fromEntries(extra.map((name) => [name, attributes[name]])),
    };
  },

  async update(keycloak, id, values, state) {
    const realm = text(values, 'realmId');
    await keycloak.put((admin) => admin.clientScopes.update({ realm, id }, { ...toKeycloak(values, state), id }));
  },

  async delete(keycloak, id, state) {
    await keycloak.delete((admin) => admin.clientScopes.del({ realm: text(state, 'realmId'), id }));
  },
});

function toKeycloak(values: Values, state: Values): Record<string, any> {
  const dropped = Object.fromEntries(Object.keys(table(state, 'extraConfig')).map((name) => [name, '']));
  const consent = text(values, 'consentScreenText');
  return {
    protocol: 'openid-connect',
    name: text(values, 'name'),
    description: text(values, 'description'),
    attributes: {
      ...dropped,
      ...table(values, 'extraConfig'),
      'display.on.consent.screen': String(consent !== ''),
      'consent.screen.text': consent,
      'include.in.token.scope': String(flag(values, 'includeInTokenScope')),
      'include.in.openid.provider.metadata': String(flag(values, 'includeInOpenidProviderMetadata')),
      'gui.order': whole(values, 'guiOrder') === 0 ? '' : String(values['guiOrder']),
    },
  };
}
