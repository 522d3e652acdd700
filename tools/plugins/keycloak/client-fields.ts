import { flag, inKnownOrder, table, text, texts, type Values } from './values.ts';

type Representation = Record<string, any>;

/** Input -> Keycloak's name. */
const TEXTS: Record<string, string> = {
  clientId: 'clientId', name: 'name', description: 'description', adminUrl: 'adminUrl', baseUrl: 'baseUrl',
  clientAuthenticatorType: 'clientAuthenticatorType',
};
const FLAGS: Record<string, string> = {
  enabled: 'enabled', standardFlowEnabled: 'standardFlowEnabled', implicitFlowEnabled: 'implicitFlowEnabled',
  directAccessGrantsEnabled: 'directAccessGrantsEnabled', serviceAccountsEnabled: 'serviceAccountsEnabled',
  frontchannelLogoutEnabled: 'frontchannelLogout', fullScopeAllowed: 'fullScopeAllowed',
  consentRequired: 'consentRequired', alwaysDisplayInConsole: 'alwaysDisplayInConsole',
};
const SETS: Record<string, string> = { validRedirectUris: 'redirectUris', webOrigins: 'webOrigins' };

/** The same for what Keycloak keeps among the client's attributes, where a mark is the text `true` or `false`. */
const ATTRIBUTE_TEXTS: Record<string, string> = {
  pkceCodeChallengeMethod: 'pkce.code.challenge.method',
  accessTokenLifespan: 'access.token.lifespan',
  loginTheme: 'login_theme',
  consentScreenText: 'consent.screen.text',
  clientOfflineSessionIdleTimeout: 'client.offline.session.idle.timeout',
  clientOfflineSessionMaxLifespan: 'client.offline.session.max.lifespan',
  clientSessionIdleTimeout: 'client.session.idle.timeout',
  clientSessionMaxLifespan: 'client.session.max.lifespan',
  backchannelLogoutUrl: 'backchannel.logout.url',
  frontchannelLogoutUrl: 'frontchannel.logout.url',
  oauth2DeviceCodeLifespan: 'oauth2.device.code.lifespan',
  oauth2DevicePollingInterval: 'oauth2.device.polling.interval',
  oauth2JwtAuthorizationGrantIdp: 'oauth2.jwt.authorization.grant.idp',
  allowRefreshTokenInStandardTokenExchange: 'standard.token.exchange.enableRefreshRequestedTokenType',
};
const ATTRIBUTE_FLAGS: Record<string, string> = {
  requireDpopBoundTokens: 'dpop.bound.access.tokens',
  excludeSessionStateFromAuthResponse: 'exclude.session.state.from.auth.response',
  excludeIssuerFromAuthResponse: 'exclude.issuer.from.auth.response',
  displayOnConsentScreen: 'display.on.consent.screen',
  useRefreshTokens: 'use.refresh.tokens',
  useRefreshTokensClientCredentials: 'client_credentials.use_refresh_token',
  backchannelLogoutRevokeOfflineSessions: 'backchannel.logout.revoke.offline.tokens',
  backchannelLogoutSessionRequired: 'backchannel.logout.session.required',
  oauth2DeviceAuthorizationGrantEnabled: 'oauth2.device.authorization.grant.enabled',
  oauth2JwtAuthorizationGrantEnabled: 'oauth2.jwt.authorization.grant.enabled',
  standardTokenExchangeEnabled: 'standard.token.exchange.enabled',
};
const POST_LOGOUT = 'post.logout.redirect.uris';

/** Names that `extraConfig` may not hold, as an input of their own carries them. */
export const OWN_ATTRIBUTES = [...Object.values(ATTRIBUTE_TEXTS), ...Object.values(ATTRIBUTE_FLAGS), POST_LOGOUT];

export function fieldsToKeycloak(values: Values): Representation {
  return {
    ...map(TEXTS, (name) => text(values, name)),
    ...map(FLAGS, (name) => flag(values, name)),
    ...map(SETS, (name) => texts(values, name)),
  };
}

/** An `extraConfig` entry that was there before and no longer is, is sent empty: Keycloak then drops it. */
export function attributesToKeycloak(values: Values, state: Values): Representation {
  const dropped = Object.fromEntries(Object.keys(table(state, 'extraConfig')).map((name) => [name, '']));
  const postLogout = texts(values, 'validPostLogoutRedirectUris');
  return {
    ...dropped,
    ...table(values, 'extraConfig'),
    ...map(ATTRIBUTE_TEXTS, (name) => text(values, name)),
    ...map(ATTRIBUTE_FLAGS, (name) => String(flag(values, name))),
    [POST_LOGOUT]: postLogout.length > 0 ? postLogout.join('##') : null,
  };
}

export function fieldsFromKeycloak(client: Representation, known: Values): Values {
  return {
    ...back(TEXTS, (theirs) => client[theirs] ?? ''),
    ...back(FLAGS, (theirs) => client[theirs] === true),
    ...back(SETS, (theirs, name) => inKnownOrder(client[theirs], known[name])),
  };
}

/** Of `extraConfig` only what the program named is read back. */
export function attributesFromKeycloak(attributes: Record<string, string>, known: Values): Values {
  const extra = Object.keys(table(known, 'extraConfig')).filter((name) => attributes[name]);
  return {
    ...back(ATTRIBUTE_TEXTS, (theirs) => attributes[theirs] ?? ''),
    ...back(ATTRIBUTE_FLAGS, (theirs) => attributes[theirs] === 'true'),
    validPostLogoutRedirectUris: inKnownOrder(
      attributes[POST_LOGOUT]?.split('##').filter(Boolean),
      known['validPostLogoutRedirectUris'],
    ),
    extraConfig: Object.fromEntries(extra.map((name) => [name, attributes[name]])),
  };
}

function map(names: Record<string, string>, value: (name: string) => unknown): Representation {
  return Object.fromEntries(Object.entries(names).map(([name, theirs]) => [theirs, value(name)]));
}

function back(names: Record<string, string>, value: (theirs: string, name: string) => unknown): Values {
  return Object.fromEntries(Object.entries(names).map(([name, theirs]) => [name, value(theirs, name)]));
}
