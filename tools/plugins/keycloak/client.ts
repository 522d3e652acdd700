import { attributesFromKeycloak, attributesToKeycloak, fieldsFromKeycloak, fieldsToKeycloak, OWN_ATTRIBUTES } from './client-fields.ts';
import type { Connection } from './connection.ts';
import { define } from './resource.ts';
import { flag, some, table, text, texts, type Values } from './values.ts';

type Representation = Record<string, any>;

/** A client for OpenID Connect; its id is Keycloak's UUID, and a new `clientId` is set in place. */
export const client = define('keycloak:openid/client:Client', {
  unserved: ['authorization', 'clientSecretWo', 'clientSecretWoVersion', 'clientSecretRegenerateWhenChanged', 'import'],

  check(inputs) {
    const taken = Object.keys(table(inputs, 'extraConfig')).filter((name) => OWN_ATTRIBUTES.includes(name));
    return taken.map((name) => ({
      property: 'extraConfig',
      reason: `extra_config key "${name}" is not allowed, as it conflicts with a top-level schema attribute`,
    }));
  },

  async create(keycloak, values) {
    const representation = await validated(keycloak, values, {});
    const realm = text(values, 'realmId');
    const { id } = await keycloak.post((admin) => admin.clients.create({ realm, ...representation }));
    return id;
  },

  async read(keycloak, id, known) {
    const target = { realm: text(known, 'realmId'), id };
    const found = await keycloak.find((admin) => admin.clients.findOne(target));
    if (found === undefined) return undefined;
    const secret = await keycloak.get((admin) => admin.clients.getClientSecret(target));
    const account = found.serviceAccountsEnabled
      ? await keycloak.get((admin) => admin.clients.getServiceAccountUser(target))
      : undefined;
    return {
      realmId: target.realm,
      accessType: accessType(found),
      clientSecret: secret.value ?? '',
      serviceAccountUserId: account?.id ?? '',
      resourceServerId: '',
      import: false,
      ...fieldsFromKeycloak(found, known),
      ...attributesFromKeycloak(found.attributes ?? {}, known),
      rootUrl: found.rootUrl ?? '',
      authenticationFlowBindingOverrides: flowsFromKeycloak(found.authenticationFlowBindingOverrides ?? {}),
    };
  },

  async update(keycloak, id, values, state) {
    const representation = await validated(keycloak, values, state);
    await keycloak.put((admin) => admin.clients.update({ realm: text(values, 'realmId'), id }, { ...representation, id }));
  },

  async delete(keycloak, id, state) {
    await keycloak.delete((admin) => admin.clients.del({ realm: text(state, 'realmId'), id }));
  },
});

function toKeycloak(values: Values, state: Values): Representation {
  const flows = (values['authenticationFlowBindingOverrides'] ?? {}) as Values;
  return {
    protocol: 'openid-connect',
    ...fieldsToKeycloak(values),
    publicClient: values['accessType'] === 'PUBLIC',
    bearerOnly: values['accessType'] === 'BEARER-ONLY',
    authorizationServicesEnabled: false,
    secret: some(text(values, 'clientSecret')),
    rootUrl: values['rootUrl'],
    attributes: attributesToKeycloak(values, state),
    authenticationFlowBindingOverrides: {
      browser: text(flows, 'browserId'),
      direct_grant: text(flows, 'directGrantId'),
    },
  };
}

function accessType(found: Representation): string {
  if (found['publicClient']) return 'PUBLIC';
  return found['bearerOnly'] ? 'BEARER-ONLY' : 'CONFIDENTIAL';
}

function flowsFromKeycloak(overrides: Record<string, unknown>): Values | undefined {
  const found = { browserId: overrides['browser'], directGrantId: overrides['direct_grant'] };
  const set = Object.entries(found).filter(([, id]) => id);
  return set.length > 0 ? Object.fromEntries(set) : undefined;
}

/** @throws Error in the real plugin's words, before anything is sent */
async function validated(keycloak: Connection, values: Values, state: Values): Promise<Representation> {
  const redirecting = flag(values, 'standardFlowEnabled') || flag(values, 'implicitFlowEnabled');
  const direct = flag(values, 'directAccessGrantsEnabled');
  const serviceAccount = flag(values, 'serviceAccountsEnabled');
  const redirects = texts(values, 'validRedirectUris').length;
  if (!redirecting && redirects > 0) {
    throw new Error('valid_redirect_uris cannot be set when standard or implicit flow is not enabled');
  }
  if (!redirecting && !direct && texts(values, 'webOrigins').length > 0) {
    throw new Error('web_origins cannot be set when standard or implicit flow is not enabled');
  }
  if (values['accessType'] === 'BEARER-ONLY' && (redirecting || direct || serviceAccount)) {
    throw new Error('validation error: Keycloak cannot issue tokens for bearer-only clients; no oauth2 flows can be enabled for this client');
  }
  if (redirecting && redirects === 0) {
    throw new Error('validation error: standard (authorization code) and implicit flows require at least one valid redirect uri');
  }
  if (values['accessType'] === 'PUBLIC' && serviceAccount) {
    throw new Error('validation error: service accounts (client credentials flow) cannot be enabled on public clients');
  }
  if (values['accessType'] === 'PUBLIC' && flag(values, 'standardTokenExchangeEnabled')) {
    throw new Error('validation error: standard token exchange cannot be enabled on public clients');
  }
  await refuseMissingTheme(keycloak, text(values, 'loginTheme'));
  return toKeycloak(values, state);
}

async function refuseMissingTheme(keycloak: Connection, theme: string): Promise<void> {
  if (theme === '') return;
  const server = await keycloak.get((admin) => admin.serverInfo.find());
  if (server.themes?.['login']?.some(({ name }) => name === theme)) return;
  throw new Error(`validation error: theme "${theme}" does not exist on the server`);
}
