import type { Person } from '../kit/sign-on.ts';
import type { System } from './place.ts';
import { localId, type OidcProvider } from './provider.ts';
import type { Store } from './store.ts';

/** Why a person who signed in at the provider is not let in. */
export class NotAdmitted extends Error {}

/** Makes or updates the account of who signed in, with groups as the claim says; gives its id. @throws NotAdmitted */
export async function provision(store: Store, system: System, provider: OidcProvider, { claims }: Person): Promise<string> {
  const uid = textAt(provider, claims, 'mapping-uid');
  if (uid === undefined) throw new NotAdmitted(`the token has no ${provider.setting('mapping-uid')}`);
  const user = localId(provider, uid);
  if ((await store.database.one('SELECT uid FROM oc_users WHERE uid = $1', user)) !== undefined && softProvisioning(system) === false) throw new NotAdmitted('an account of the instance has this name');
  const groups = groupsOf(provider, claims);
  if (provider.setting('group-restrict-login-to-whitelist') === '1' && !groups.some((group) => isListed(provider, group))) throw new NotAdmitted('none of the groups is admitted');
  if ((await store.preference(user, 'core', 'enabled')) === 'false') throw new NotAdmitted('the account is disabled');

  await store.database.all('INSERT INTO oc_user_oidc (user_id, display_name) VALUES ($1, $2) ON CONFLICT (user_id) DO UPDATE SET display_name = $2', user, textAt(provider, claims, 'mapping-display-name') ?? user);
  await makeHome(store, user);
  await keep(store, user, 'settings', 'email', textAt(provider, claims, 'mapping-email'));
  await keep(store, user, 'files', 'quota', textAt(provider, claims, 'mapping-quota'));
  await keep(store, user, 'core', 'locale', textAt(provider, claims, 'mapping-locale'));
  await keep(store, user, 'core', 'lang', textAt(provider, claims, 'mapping-language'));
  if (provider.setting('group-provisioning') === '1') await provisionGroups(store, provider, user, groups);
  return user;
}

/** A storage of one's own with an empty folder `files`, once. */
async function makeHome({ database }: Store, user: string): Promise<void> {
  const storage = await database.one<{ numeric_id: string }>('INSERT INTO oc_storages (id) VALUES ($1) ON CONFLICT DO NOTHING RETURNING numeric_id', `home::${user}`);
  if (!storage) return;
  await database.all(`INSERT INTO oc_mimetypes (mimetype) VALUES ('httpd/unix-directory') ON CONFLICT DO NOTHING`);
  for (const path of ['', 'files']) {
    await database.all(
      `INSERT INTO oc_filecache (storage, path, path_hash, name, mimetype) SELECT $1::bigint, $2::varchar, md5($2::varchar), $2::varchar, id FROM oc_mimetypes WHERE mimetype = 'httpd/unix-directory'`, storage.numeric_id, path);
  }
}

async function provisionGroups(store: Store, provider: OidcProvider, user: string, groups: readonly string[]): Promise<void> {
  const wanted = groups.filter((group) => isListed(provider, group)).map((group) => localId(provider, group));
  for (const group of await store.groupsOf(user)) if (!wanted.includes(group) && isListed(provider, group)) await store.removeFromGroup(user, group);
  for (const group of wanted) await store.addToGroup(user, group);
}

const keep = async (store: Store, user: string, app: string, key: string, value: string | undefined): Promise<void> =>
  value === undefined ? undefined : store.setPreference(user, app, key, value);

/** Without a regular expression every group is admitted. */
function isListed(provider: OidcProvider, group: string): boolean {
  const expression = provider.setting('group-whitelist-regex');
  const [, body = '', flags = ''] = /^\/(.*)\/([a-z]*)$/s.exec(expression) ?? [];
  return expression === '' || new RegExp(body, flags).test(group);
}

const softProvisioning = (system: System): boolean => (system['user_oidc'] as { soft_auto_provision?: boolean } | undefined)?.soft_auto_provision ?? true;

function groupsOf(provider: OidcProvider, claims: Person['claims']): string[] {
  const value = valueAt(provider, claims, provider.setting('mapping-groups'));
  return Array.isArray(value) ? value.filter((group) => typeof group === 'string') : [];
}

function textAt(provider: OidcProvider, claims: Person['claims'], mapping: 'mapping-uid' | 'mapping-display-name' | 'mapping-email' | 'mapping-quota' | 'mapping-locale' | 'mapping-language'): string | undefined {
  const value = valueAt(provider, claims, provider.setting(mapping));
  return typeof value === 'string' && value !== '' ? value : undefined;
}

/** With nested claims on, `a.b|c` is the first of the paths that leads somewhere. */
function valueAt(provider: OidcProvider, claims: Person['claims'], mapping: string): unknown {
  if (provider.setting('resolve-nested-claims') !== '1') return claims[mapping];
  const paths = mapping.split('|').map((path) => path.trim().split('.'));
  return paths.map((path) => path.reduce<unknown>((inner, key) => (inner as Record<string, unknown> | undefined)?.[key], claims)).find((value) => value !== undefined);
}
