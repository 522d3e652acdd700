import { randomUUID } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { serve } from '@hono/node-server';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { ensureImages } from '../../modules/engine/toolchain/index.ts';
import { Container, createVolume, removeAll } from '../images/container.ts';
import { bench, type Bench, PASSWORD } from '../plugins/keycloak-bench.ts';
import { type KeycloakServer, startKeycloak } from '../plugins/keycloak-server.ts';
import { createApp as createDiscourse } from './discourse/app.ts';
import { openDatabase } from './discourse/place.ts';
import { SCHEMA } from './discourse/schema.ts';
import { readCall } from './kit/call.ts';
import { readContract } from './kit/contract-file.ts';
import { readEnvironment } from './kit/environment.ts';
import { createApp as createNextcloud } from './nextcloud/app.ts';
import { prepare } from './nextcloud/install.ts';
import { occ } from './nextcloud/occ.ts';
import { type Place, readSystem, writeSystem } from './nextcloud/place.ts';
import { type Page, type Site, Walker } from './walker.ts';

// The doubles' web sides in this process, before the real identity server and the real database.

const folder = mkdtempSync(join(tmpdir(), 'chatiere-sign-on-'));
const groups: Record<string, string> = {};
let server: KeycloakServer;
let plugin: Bench;
let realm = '';
let address = '';
const closers: (() => void | Promise<void>)[] = [];

const CLOUD = 'https://fichiers.example.test';
const FORUM = 'https://forum.example.test';
const discovery = () => `${server.url}/realms/${realm}/.well-known/openid-configuration`;

async function client(clientId: string, own: string, redirect: string, more: Record<string, unknown> = {}): Promise<void> {
  const { id } = await plugin.make('Client', {
    realmId: realm, clientId, accessType: 'CONFIDENTIAL', clientSecret: 'secret', standardFlowEnabled: true, validRedirectUris: [`${own}${redirect}`], validPostLogoutRedirectUris: [`${own}/`],
    pkceCodeChallengeMethod: 'S256', ...more,
  });
  await plugin.make('GroupMembershipProtocolMapper', { realmId: realm, clientId: id, name: 'groups', claimName: 'groups', fullPath: false });
}

const personId = async (username: string): Promise<string> => (await plugin.keycloak.get(({ users }) => users.find({ realm, username, exact: true })))[0]?.id as string;
const leave = async (username: string, group: string) => plugin.keycloak.get(async ({ users }) => users.delFromGroup({ realm, id: await personId(username), groupId: groups[group] as string }));

beforeAll(async () => {
  await ensureImages(['postgresql', 'keycloak']);
  const database = await Container.start('postgresql', ['--tmpfs=/run/postgresql', `--volume=${await createVolume()}:/var/lib/postgresql/data`, '--env=POSTGRES_USER=nextcloud', '--env=POSTGRES_PASSWORD=secret']);
  await database.until(60, 'pg_isready', '--quiet', '--host=127.0.0.1', '--username=nextcloud');
  await database.run('psql', '--username=nextcloud', '--command=CREATE DATABASE discourse');
  address = await database.address();
  server = await startKeycloak();
  plugin = await bench(server);
  realm = await plugin.realm();
  for (const name of ['admin', 'membres']) groups[name] = (await plugin.make('Group', { realmId: realm, name })).id;
  for (const name of ['marguerite', 'gaspard', 'rose']) await plugin.person(realm, name, [groups['membres'] as string, ...(name === 'rose' ? [] : [groups['admin'] as string])]);
});
afterAll(async () => {
  for (const close of closers) await close();
  await plugin?.clear();
  await server?.stop();
  await removeAll();
  rmSync(folder, { recursive: true, force: true });
});

describe('Nextcloud', () => {
  let site: Site;
  let place: Place;
  const walker = () => new Walker({ [CLOUD]: site });
  const run = (...argv: string[]) => occ(place, readCall(place.contract, ['php', 'occ', ...argv]), () => undefined);
  const member = async (walk: Walker) => JSON.parse((await walk.go(`${CLOUD}/ocs/v2.php/cloud/user?format=json`, { headers: { 'OCS-APIRequest': 'true' } })).text) as { ocs: { data: { id?: string; groups?: string[] } } };

  beforeAll(async () => {
    const contract = readContract(join(import.meta.dirname, 'nextcloud'));
    mkdirSync(join(folder, 'data'), { recursive: true });
    writeFileSync(join(folder, 'secret'), 'secret\n');
    const settings = readEnvironment(contract, {
      POSTGRES_HOST: address, POSTGRES_DB: 'nextcloud', POSTGRES_USER: 'nextcloud', POSTGRES_PASSWORD: 'secret', NEXTCLOUD_ADMIN_USER: 'secours', NEXTCLOUD_ADMIN_PASSWORD: 'secret',
      NEXTCLOUD_DATA_DIR: join(folder, 'data'), NEXTCLOUD_TRUSTED_DOMAINS: 'fichiers.example.test',
    });
    place = { contract, settings, html: folder };
    await prepare(place);
    const app = createNextcloud(place);
    site = app;
    const listener = serve({ fetch: app.fetch, port: 0, hostname: '127.0.0.1' });
    closers.push(() => void listener.close());
    await new Promise((resolve) => listener.once('listening', resolve));
    const back = `http://127.0.0.1:${(listener.address() as AddressInfo).port}/index.php/apps/user_oidc/backchannel-logout/chatiere`;
    await client('cloud', CLOUD, '/apps/user_oidc/code', { backchannelLogoutUrl: back, backchannelLogoutSessionRequired: true });
    await run('app:install', 'user_oidc');
    await run('config:app:set', 'user_oidc', 'allow_multiple_user_backends', '--value=0');
    await run('config:system:set', 'overwriteprotocol', '--value=https');
    await run('user_oidc:provider', 'chatiere', '--clientid=cloud', `--clientsecret-file=${join(folder, 'secret')}`, `--discoveryuri=${discovery()}`, `--postlogouturi=${CLOUD}/`, '--unique-uid=0', '--group-provisioning=1');
  });

  it('calls no private address until it is told that it may', async () => {
    expect(await walker().go(CLOUD)).toMatchObject({ status: 404, text: expect.stringContaining('Could not reach the OpenID Connect provider') });
    await run('config:system:set', 'allow_local_remote_servers', '--type=boolean', '--value=true');
    expect((await walker().go(CLOUD)).text).toContain('kc-form-login');
  });

  it('signs in with groups and role, and a role taken is gone at the next sign-in', async () => {
    const walk = walker();
    expect((await walk.signIn(CLOUD, 'marguerite', PASSWORD)).url).toBe(`${CLOUD}/apps/files/`);
    expect((await member(walk)).ocs.data).toMatchObject({ id: await personId('marguerite'), groups: ['admin', 'membres'] });
    await leave('marguerite', 'admin');
    const again = walker();
    await again.signIn(CLOUD, 'marguerite', PASSWORD);
    expect((await member(again)).ocs.data.groups).toEqual(['membres']);
  });

  it('signs out here and at the identity server', async () => {
    const walk = walker();
    const { text } = await walk.signIn(CLOUD, 'rose', PASSWORD);
    const token = /data-requesttoken="(\w+)"/.exec(text)?.[1];
    expect((await walk.go(`${CLOUD}/logout?requesttoken=${token}`)).text).toContain('kc-form-login');
    expect((await member(walk)).ocs.data.id).toBeUndefined();
  });

  it('ends its session when the identity server says so', async () => {
    const walk = walker();
    await walk.signIn(CLOUD, 'rose', PASSWORD);
    expect((await member(walk)).ocs.data.id).toBeDefined();
    await plugin.keycloak.get(async ({ users }) => users.logout({ realm, id: await personId('rose') }));
    await expect.poll(async () => (await member(walk)).ocs.data.id, { timeout: 20_000 }).toBeUndefined();
  });

  it('gives a client a password once its person has granted it, and once only', async () => {
    const walk = walker();
    const asked = JSON.parse((await walk.go(`${CLOUD}/index.php/login/v2`, { method: 'POST' })).text) as { poll: { token: string; endpoint: string }; login: string };
    const poll = () => walker().go(asked.poll.endpoint, { method: 'POST', body: new URLSearchParams({ token: asked.poll.token }) });
    expect((await poll()).status).toBe(404);
    await walk.signIn(CLOUD, 'rose', PASSWORD);
    const token = /name="requesttoken" value="(\w+)"/.exec((await walk.go(asked.login)).text)?.[1] ?? '';
    expect((await walk.go(asked.login, { method: 'POST', body: new URLSearchParams({ requesttoken: token }) })).status).toBe(200);
    expect(JSON.parse((await poll()).text)).toEqual({ server: CLOUD, loginName: await personId('rose'), appPassword: expect.stringMatching(/^\w{64}$/) });
    expect((await poll()).status).toBe(404);
  });

  it('takes no logout token that the identity server did not sign', async () => {
    const forged = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from('{"sid":"x"}').toString('base64url')}.`;
    const { status, text } = await walker().go(`${CLOUD}/index.php/apps/user_oidc/backchannel-logout/chatiere`, { method: 'POST', body: new URLSearchParams({ logout_token: forged }) });
    expect([status, JSON.parse(text)]).toEqual([400, { error: 'invalid_token', error_description: 'the logout token does not stand' }]);
  });

  it('is refused by the identity server where its redirect address is not the registered one', async () => {
    await client('elsewhere', CLOUD, '/apps/user_oidc/retour');
    await run('user_oidc:provider', 'chatiere', '--clientid=elsewhere');
    expect(await walker().go(CLOUD)).toMatchObject({ status: 400, text: expect.stringContaining('redirect_uri') });
    await run('user_oidc:provider', 'chatiere', '--clientid=cloud');
  });

  it('does not let a person take over an account of the instance', async () => {
    writeSystem(place, { ...readSystem(place), user_oidc: { soft_auto_provision: false } });
    await run('user_oidc:provider', 'chatiere', '--mapping-uid=preferred_username');
    await plugin.person(realm, 'secours', []);
    expect(await walker().signIn(CLOUD, 'secours', PASSWORD)).toMatchObject({ status: 403, text: expect.stringContaining('an account of the instance has this name') });
  });
});

describe('Discourse', () => {
  let site: Site;
  const walker = () => new Walker({ [FORUM]: site });
  const current = async (walk: Walker): Promise<Page> => walk.go(`${FORUM}/session/current.json`);

  beforeAll(async () => {
    await client('forum', FORUM, '/auth/oidc/callback');
    const contract = readContract(join(import.meta.dirname, 'discourse'));
    const settings = readEnvironment(contract, {
      DISCOURSE_HOSTNAME: 'forum.example.test', DISCOURSE_FORCE_HTTPS: 'true', DISCOURSE_DB_HOST: address, DISCOURSE_DB_NAME: 'discourse', DISCOURSE_DB_USERNAME: 'nextcloud', DISCOURSE_DB_PASSWORD: 'secret',
      DISCOURSE_LOGIN_REQUIRED: 'true', DISCOURSE_ENABLE_LOCAL_LOGINS: 'false', DISCOURSE_AUTH_IMMEDIATELY: 'true', DISCOURSE_DEFAULT_LOCALE: 'fr', DISCOURSE_ALLOWED_INTERNAL_HOSTS: '127.0.0.1',
      DISCOURSE_OPENID_CONNECT_ENABLED: 'true', DISCOURSE_OPENID_CONNECT_DISCOVERY_DOCUMENT: discovery(), DISCOURSE_OPENID_CONNECT_CLIENT_ID: 'forum', DISCOURSE_OPENID_CONNECT_CLIENT_SECRET: 'secret',
      DISCOURSE_OPENID_CONNECT_AUTHORIZE_SCOPE: 'openid email profile', DISCOURSE_OPENID_CONNECT_USE_PKCE: 'true', DISCOURSE_OPENID_CONNECT_GROUPS_CLAIM: 'groups',
      DISCOURSE_OPENID_CONNECT_RP_INITIATED_LOGOUT: 'true', DISCOURSE_OPENID_CONNECT_RP_INITIATED_LOGOUT_REDIRECT: `${FORUM}/`, SSL_CERT_FILE: '/etc/ssl/certs/ca-certificates.crt',
    });
    const place = { contract, settings };
    const database = openDatabase(place);
    closers.push(() => database.close());
    await database.script(SCHEMA);
    await database.all(`INSERT INTO users (username, username_lower, active, approved, admin) VALUES ('secours', 'secours', true, true, true)`);
    site = createDiscourse(place, database, 0);
  });

  it('signs in with associated groups, and signs out here and at the identity server', async () => {
    const walk = walker();
    const { url, text } = await walk.signIn(FORUM, 'gaspard', PASSWORD);
    expect(url).toBe(`${FORUM}/`);
    for (const shown of ['data-user="gaspard"', '<code>admin</code>', '<code>membres</code>', 'data-administrator="false"']) expect(text).toContain(shown);
    const { csrf } = JSON.parse((await walk.go(`${FORUM}/session/csrf.json`)).text) as { csrf: string };
    const answer = JSON.parse((await walk.go(`${FORUM}/session/gaspard`, { method: 'DELETE', headers: { 'X-CSRF-Token': csrf } })).text) as { redirect_url: string };
    expect((await walk.go(answer.redirect_url)).text).toContain('kc-form-login');
    expect((await current(walk)).status).toBe(404);
  });

  it('keeps its session when the identity server’s one ends: it has no back-channel logout', async () => {
    const walk = walker();
    await walk.signIn(FORUM, 'rose', PASSWORD);
    await plugin.keycloak.get(async ({ users }) => users.logout({ realm, id: await personId('rose') }));
    expect(JSON.parse((await current(walk)).text)).toMatchObject({ current_user: { username: 'rose', admin: false } });
  });

  it('empties the groups of who left them, at the next sign-in', async () => {
    await leave('gaspard', 'admin');
    expect((await walker().signIn(FORUM, 'gaspard', PASSWORD)).text).not.toContain('<code>admin</code>');
  });

  it('takes no answer that it did not ask for', async () => {
    expect(await walker().go(`${FORUM}/auth/oidc/callback?code=x&state=${randomUUID()}`)).toMatchObject({ status: 403, text: expect.stringContaining('csrf_detected') });
  });
});
