import { setDefaultCACertificates } from 'node:tls';
import type { Credentials } from '@keycloak/keycloak-admin-client/lib/utils/auth.js';

/** How to reach and enter one Keycloak server. URLs carry the base path and no final slash. */
export interface Settings {
  authUrl: string;
  adminUrl: string;
  realm: string;
  credentials: Credentials;
  /** Enter at configuration already, not at the first resource. */
  initialLogin: boolean;
  /** For one request. */
  timeoutSeconds: number;
  rootCaCertificate: string | undefined;
  tlsInsecureSkipVerify: boolean;
}

const SERVED = new Set([
  'url', 'basePath', 'adminUrl', 'realm', 'clientId', 'clientSecret', 'username', 'password',
  'initialLogin', 'clientTimeout', 'rootCaCertificate', 'tlsInsecureSkipVerify', 'redHatSso',
]);

/** Added by the engine and the SDK, of no meaning here. */
const IGNORED = new Set(['version', 'pluginDownloadURL']);

/**
 * The provider's configuration, values as the SDK sends them: booleans and numbers may come as JSON text.
 * @throws Error naming each setting that is missing, wrong or not served by this stand-in
 */
export function readSettings(config: Record<string, unknown>): Settings {
  refuseUnserved(config);
  const url = requiredText(config, 'url');
  const basePath = text(config, 'basePath') ?? '';
  return {
    authUrl: join(url, basePath),
    adminUrl: join(text(config, 'adminUrl') ?? url, basePath),
    realm: text(config, 'realm') ?? 'master',
    credentials: readCredentials(config),
    initialLogin: flag(config, 'initialLogin') ?? true,
    timeoutSeconds: count(config, 'clientTimeout') ?? 15,
    rootCaCertificate: text(config, 'rootCaCertificate'),
    tlsInsecureSkipVerify: flag(config, 'tlsInsecureSkipVerify') ?? false,
  };
}

/** This process speaks to one server only, so its defaults for TLS are the provider's. */
export function applyTls(settings: Settings): void {
  if (settings.rootCaCertificate !== undefined) setDefaultCACertificates([settings.rootCaCertificate]);
  if (settings.tlsInsecureSkipVerify) process.env['NODE_TLS_REJECT_UNAUTHORIZED'] = '0';
}

function refuseUnserved(config: Record<string, unknown>): void {
  for (const [name, value] of Object.entries(config)) {
    if (value === undefined || value === null || value === '' || IGNORED.has(name)) continue;
    if (SERVED.has(name) && !(name === 'redHatSso' && flag(config, name))) continue;
    throw new Error(
      `keycloak provider: the setting "${name}" is not served by the stand-in plugin. ` +
        `Served: ${[...SERVED].filter((each) => each !== 'redHatSso').join(', ')}. Leave it out or install the real plugin.`,
    );
  }
}

function readCredentials(config: Record<string, unknown>): Credentials {
  const clientId = text(config, 'clientId');
  const clientSecret = text(config, 'clientSecret');
  const username = text(config, 'username');
  const password = text(config, 'password');
  if (clientId === undefined) {
    const grant = username || password ? 'password grant' : 'client secret';
    throw new Error(`client_id is required for ${grant} authentication (setting "clientId" of the keycloak provider)`);
  }
  const secret = clientSecret === undefined ? {} : { clientSecret };
  if (username !== undefined && password !== undefined) {
    return { grantType: 'password', clientId, username, password, ...secret };
  }
  return { grantType: 'client_credentials', clientId, ...secret };
}

function join(url: string, basePath: string): string {
  return [url, basePath].map((part) => part.replace(/\/+$/, '')).join('');
}

function requiredText(config: Record<string, unknown>, name: string): string {
  const value = text(config, name);
  if (value === undefined) throw new Error(`keycloak provider: the setting "${name}" is missing`);
  return value;
}

function text(config: Record<string, unknown>, name: string): string | undefined {
  const value = config[name];
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value === 'string') return value;
  throw new Error(`keycloak provider: the setting "${name}" must be text, not ${typeof value}`);
}

function flag(config: Record<string, unknown>, name: string): boolean | undefined {
  const value = parsed(config[name]);
  if (value === undefined || typeof value === 'boolean') return value;
  throw new Error(`keycloak provider: the setting "${name}" must be true or false, not ${JSON.stringify(value)}`);
}

function count(config: Record<string, unknown>, name: string): number | undefined {
  const value = parsed(config[name]);
  if (value === undefined || (typeof value === 'number' && Number.isInteger(value) && value >= 0)) return value;
  throw new Error(`keycloak provider: the setting "${name}" must be a whole number, not ${JSON.stringify(value)}`);
}

function parsed(value: unknown): unknown {
  if (value === undefined || value === null || value === '') return undefined;
  if (typeof value !== 'string') return value;
  try {
    return JSON.parse(value);
  } catch {
    return value;
  }
}
