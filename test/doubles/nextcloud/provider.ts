import { createHash } from 'node:crypto';
import type { Store } from './store.ts';

/** One row of the sign-on app's providers, with its settings. */
export interface OidcProvider {
  readonly id: number;
  readonly identifier: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly discovery: string;
  readonly scope: string;
  readonly postLogoutUri: string | undefined;
  setting(name: keyof typeof DEFAULTS): string;
}

/** Options of `user_oidc:provider` that are kept as settings, with what counts where they were never given. */
export const DEFAULTS = {
  'unique-uid': '1', 'check-bearer': '0', 'bearer-provisioning': '0', 'send-id-token-hint': '1', 'mapping-uid': 'sub', 'mapping-display-name': 'name', 'mapping-email': 'email',
  'mapping-quota': 'quota', 'mapping-groups': 'groups', 'mapping-language': 'language', 'mapping-locale': 'locale', 'extra-claims': '', 'group-provisioning': '0',
  'group-whitelist-regex': '', 'group-restrict-login-to-whitelist': '0', 'resolve-nested-claims': '0',
} as const;

interface Row extends Record<string, unknown> {
  readonly id: number;
  readonly identifier: string;
  readonly client_id: string;
  readonly client_secret: string;
  readonly discovery_endpoint: string;
  readonly scope: string;
  readonly post_logout_uri: string | null;
}

export async function providers(store: Store): Promise<OidcProvider[]> {
  const rows = await store.database.all<Row>('SELECT * FROM oc_user_oidc_providers ORDER BY id');
  const settings = await store.database.all<{ configkey: string; configvalue: string }>(`SELECT configkey, configvalue FROM oc_appconfig WHERE appid = 'user_oidc'`);
  const values = new Map(settings.map(({ configkey, configvalue }) => [configkey, configvalue]));
  return rows.map((row) => ({
    id: row.id, identifier: row.identifier, clientId: row.client_id, clientSecret: row.client_secret, discovery: row.discovery_endpoint, scope: row.scope,
    postLogoutUri: row.post_logout_uri ?? undefined,
    setting: (name) => values.get(`provider-${row.id}-${name}`) ?? DEFAULTS[name],
  }));
}

/** Ids of accounts and groups: as the claim says, or hashed where the provider asks for unique ones or they are too long. */
export const localId = (provider: OidcProvider, id: string): string =>
  provider.setting('unique-uid') === '1' || id.length > 64 ? createHash('sha256').update(`${provider.id}_0_${id}`).digest('hex') : id;
