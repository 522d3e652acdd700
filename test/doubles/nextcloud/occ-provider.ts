import { readFileSync } from 'node:fs';
import type { Call } from '../kit/call.ts';
import { checkRedirect } from '../kit/redirects.ts';
import { type Desk, fail, type Handler, option } from './desk.ts';
import { DEFAULTS, providers } from './provider.ts';

/** Options that are columns of the provider's row. */
const COLUMNS = { clientid: 'client_id', discoveryuri: 'discovery_endpoint', scope: 'scope', endsessionendpointuri: 'end_session_endpoint', postlogouturi: 'post_logout_uri' } as const;

const upsert: Handler = async (call, desk) => {
  const [identifier] = call.words;
  const given = Object.keys(call.options).filter((name) => name !== 'output');
  const existing = (await providers(desk.store)).filter((provider) => identifier === undefined || provider.identifier === identifier);
  if (identifier === undefined || given.length === 0) {
    if (identifier !== undefined && existing.length === 0) return fail(`Provider with identifier ${identifier} not found`);
    desk.print(JSON.stringify(existing.map(({ id, identifier: name, clientId, discovery }) => ({ id, identifier: name, clientId, discoveryEndpoint: discovery }))));
    return undefined;
  }
  const postLogout = option(call, 'postlogouturi');
  if (postLogout) checkRedirect(desk.place.contract, 'post-logout', new URL(postLogout).origin, postLogout);
  const secret = secretOf(call, desk);
  if (existing.length === 0 && (!option(call, 'clientid') || secret === undefined || !option(call, 'discoveryuri'))) return fail('Required: clientid, clientsecret, discoveryuri');
  await write(call, desk, identifier, secret);
  desk.print('Provider has been set up');
  return undefined;
};

function secretOf(call: Call, { place }: Desk): string | undefined {
  const [file, variable] = [option(call, 'clientsecret-file'), option(call, 'clientsecret-env')];
  if (file !== undefined) return readFileSync(file, 'utf8').trimEnd();
  return variable === undefined ? undefined : place.settings.get(variable);
}

async function write(call: Call, { store }: Desk, identifier: string, secret: string | undefined): Promise<void> {
  await store.database.all(
    `INSERT INTO oc_user_oidc_providers (identifier, client_id, client_secret) VALUES ($1, $2, $3) ON CONFLICT DO NOTHING`,
    identifier, option(call, 'clientid') ?? '', secret ?? '',
  );
  if (secret !== undefined) await store.database.all('UPDATE oc_user_oidc_providers SET client_secret = $2 WHERE identifier = $1', identifier, secret);
  for (const [name, column] of Object.entries(COLUMNS)) {
    const value = option(call, name);
    if (value !== undefined) await store.database.all(`UPDATE oc_user_oidc_providers SET ${column} = $2 WHERE identifier = $1`, identifier, value);
  }
  const row = await store.database.one<{ id: number }>('SELECT id FROM oc_user_oidc_providers WHERE identifier = $1', identifier);
  for (const name of Object.keys(DEFAULTS)) {
    const value = option(call, name);
    if (value !== undefined) await store.setAppValue('user_oidc', `provider-${row?.id}-${name}`, value);
  }
}

export const providerCommands: Readonly<Record<string, Handler>> = { 'user_oidc:provider': upsert };
