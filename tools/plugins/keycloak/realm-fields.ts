import { seconds, written } from './duration.ts';
import { flag, inKnownOrder, some, table, text, texts, whole, type Values } from './values.ts';

/** Keycloak's realm as JSON, the part that the plugin manages. */
export type Representation = Record<string, unknown>;

/** Sent as they are; absent text is sent empty, an absent mark as false. */
const TEXTS = ['displayName', 'displayNameHtml', 'defaultSignatureAlgorithm', 'passwordPolicy'];
const FLAGS = [
  'enabled', 'registrationAllowed', 'registrationEmailAsUsername', 'editUsernameAllowed', 'resetPasswordAllowed',
  'rememberMe', 'verifyEmail', 'loginWithEmailAllowed', 'duplicateEmailsAllowed', 'revokeRefreshToken',
];

/** Left out of the request while empty, as the real plugin does: switching these off is not seen by Keycloak. */
const OPTIONAL_TEXTS = ['sslRequired', 'loginTheme', 'accountTheme', 'adminTheme', 'emailTheme'];
const OPTIONAL_FLAGS = ['organizationsEnabled', 'offlineSessionMaxLifespanEnabled', 'adminPermissionsEnabled'];
const OPTIONAL_SETS = ['defaultDefaultClientScopes', 'defaultOptionalClientScopes'];

const DURATIONS = [
  'ssoSessionIdleTimeout', 'ssoSessionIdleTimeoutRememberMe', 'ssoSessionMaxLifespan',
  'ssoSessionMaxLifespanRememberMe', 'offlineSessionIdleTimeout', 'offlineSessionMaxLifespan',
  'clientSessionIdleTimeout', 'clientSessionMaxLifespan', 'accessTokenLifespan',
  'accessTokenLifespanForImplicitFlow', 'accessCodeLifespan', 'accessCodeLifespanLogin',
  'accessCodeLifespanUserAction', 'actionTokenGeneratedByUserLifespan', 'actionTokenGeneratedByAdminLifespan',
  'oauth2DeviceCodeLifespan',
];

/** The flow that Keycloak makes with a realm, for each binding. */
const FLOWS: Record<string, string> = {
  browserFlow: 'browser',
  registrationFlow: 'registration',
  directGrantFlow: 'direct grant',
  resetCredentialsFlow: 'reset credentials',
  clientAuthenticationFlow: 'clients',
  dockerAuthenticationFlow: 'docker auth',
  firstBrokerLoginFlow: 'first broker login',
};

/** @throws Error on a duration that is none */
export function fieldsToKeycloak(values: Values): Representation {
  return {
    ...map(TEXTS, (name) => text(values, name)),
    ...map(FLAGS, (name) => flag(values, name)),
    ...map(OPTIONAL_TEXTS, (name) => some(text(values, name))),
    ...map(OPTIONAL_FLAGS, (name) => some(flag(values, name))),
    ...map(OPTIONAL_SETS, (name) => some(texts(values, name))),
    ...map(DURATIONS, (name) => (text(values, name) === '' ? undefined : seconds(text(values, name)))),
    ...map(Object.keys(FLOWS), (name) => text(values, name) || FLOWS[name]),
    userManagedAccessAllowed: flag(values, 'userManagedAccess'),
    refreshTokenMaxReuse: whole(values, 'refreshTokenMaxReuse'),
    oauth2DevicePollingInterval: some(whole(values, 'oauth2DevicePollingInterval')),
    attributes: table(values, 'attributes'),
  };
}

/** Attributes that the program does not name are none of its business: Keycloak has many of its own. */
export function fieldsFromKeycloak(realm: Representation, known: Values): Values {
  const attributes = (realm['attributes'] ?? {}) as Record<string, string>;
  return {
    ...map([...TEXTS, ...OPTIONAL_TEXTS], (name) => realm[name] ?? ''),
    ...map([...FLAGS, ...OPTIONAL_FLAGS], (name) => realm[name] === true),
    ...map(OPTIONAL_SETS, (name) => inKnownOrder(realm[name] as string[] | undefined, known[name])),
    ...map(DURATIONS, (name) => durationAsKnown(Number(realm[name] ?? 0), known[name])),
    ...map(Object.keys(FLOWS), (name) => realm[name] ?? ''),
    userManagedAccess: realm['userManagedAccessAllowed'] === true,
    refreshTokenMaxReuse: realm['refreshTokenMaxReuse'] ?? 0,
    oauth2DevicePollingInterval: realm['oauth2DevicePollingInterval'] ?? 0,
    attributes: map(Object.keys(table(known, 'attributes')), (name) => attributes[name] ?? ''),
  };
}

/** A duration stays written as the program wrote it while it is as long. */
function durationAsKnown(total: number, known: unknown): string {
  return typeof known === 'string' && known !== '' && seconds(known) === total ? known : written(total);
}

function map(names: readonly string[], value: (name: string) => unknown): Record<string, unknown> {
  return Object.fromEntries(names.map((name) => [name, value(name)]));
}
