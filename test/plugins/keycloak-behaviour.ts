import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { connect, type Connection } from '../../tools/plugins/keycloak/connection.ts';
import { functions } from '../../tools/plugins/keycloak/functions.ts';
import { readSettings } from '../../tools/plugins/keycloak/settings.ts';
import type { Values } from '../../tools/plugins/keycloak/values.ts';
import { administrator, bench, providerConfig, type Bench } from './keycloak-bench.ts';
import { freePort, type KeycloakServer } from './keycloak-server.ts';

/** Numbers are the rows of tools/plugins/facts/keycloak-behaviour.md. */
export function behaviour(server: () => KeycloakServer): void {
  describe('behaviour of the Keycloak plugin', () => {
    let plugin: Bench;
    let realm: string;

    beforeAll(async () => {
      plugin = await bench(server());
      realm = await plugin.realm();
    });
    afterAll(() => plugin?.clear());

    const webClient = (clientId: string): Values => ({
      realmId: realm, clientId, accessType: 'CONFIDENTIAL', clientSecret: 'given', standardFlowEnabled: true,
      validRedirectUris: ['https://b.example.org/callback', 'https://a.example.org/callback'], pkceCodeChallengeMethod: 'S256',
    });

    it('3 a changed redirect URI is updated in place', async () => {
      const inputs = webClient('moved');
      const { id, state } = await plugin.make('Client', inputs);
      const changed = { ...inputs, validRedirectUris: ['https://c.example.org/callback'] };
      const updated = await plugin.resource('Client').update!(plugin.keycloak, id, state, changed);
      expect(updated).toMatchObject({ validRedirectUris: ['https://c.example.org/callback'], clientSecret: 'given' });
      expect(plugin.resource('Client').properties['validRedirectUris']?.replaces).not.toBe(true);
    });

    it('4 a changed clientId is updated in place: same id, mapper and scopes stay', async () => {
      const inputs = webClient('before');
      const client = await plugin.make('Client', inputs);
      const mapper = await plugin.make('GroupMembershipProtocolMapper', { realmId: realm, clientId: client.id, name: 'groups', claimName: 'groups' });
      const scopes = await plugin.make('ClientDefaultScopes', { realmId: realm, clientId: client.id, defaultScopes: ['email'] });
      await plugin.resource('Client').update!(plugin.keycloak, client.id, client.state, { ...inputs, clientId: 'after' });
      expect(await read('Client', client)).toMatchObject({ clientId: 'after' });
      expect(await read('GroupMembershipProtocolMapper', mapper)).toEqual(mapper.state);
      expect(await read('ClientDefaultScopes', scopes)).toEqual(scopes.state);
      expect(plugin.resource('Client').properties['clientId']?.replaces).not.toBe(true);
    });

    it('5 a client deleted by hand is gone at refresh, and so are its mapper and scopes', async () => {
      const client = await plugin.make('Client', webClient('vanishing'));
      const mapper = await plugin.make('GroupMembershipProtocolMapper', { realmId: realm, clientId: client.id, name: 'groups', claimName: 'groups' });
      const scopes = await plugin.make('ClientDefaultScopes', { realmId: realm, clientId: client.id, defaultScopes: ['email'] });
      await plugin.keycloak.delete((admin) => admin.clients.del({ realm, id: client.id }));
      expect(await read('Client', client)).toBeUndefined();
      expect(await read('GroupMembershipProtocolMapper', mapper)).toBeUndefined();
      expect(await read('ClientDefaultScopes', scopes)).toBeUndefined();
    });

    it('6 a redirect URI changed by hand shows at refresh', async () => {
      const client = await plugin.make('Client', webClient('loosened'));
      await plugin.keycloak.put((admin) => admin.clients.update({ realm, id: client.id }, { redirectUris: ['*'] }));
      expect(await read('Client', client)).toMatchObject({ validRedirectUris: ['*'] });
    });

    it('7 a client of that name exists already: 409, never adopted', async () => {
      const { id, state } = await plugin.make('Client', webClient('dup'));
      await expect(plugin.make('Client', { ...webClient('dup'), clientSecret: 'other' })).rejects.toThrow(
        `error sending POST request to /admin/realms/${realm}/clients: 409 Conflict. Response body: {"errorMessage":"Client dup already exists"}`,
      );
      expect(await read('Client', { id, state })).toEqual(state);
    });

    it('8 validRedirectUris without standardFlowEnabled is refused', async () => {
      await expect(plugin.make('Client', { ...webClient('nowhere'), standardFlowEnabled: false })).rejects.toThrow(
        'valid_redirect_uris cannot be set when standard or implicit flow is not enabled',
      );
      expect(await plugin.keycloak.get((admin) => admin.clients.find({ realm, clientId: 'nowhere' }))).toEqual([]);
    });

    it('9 Keycloak down: an error logging in, connection refused', async () => {
      const port = await freePort();
      const away = connect(readSettings({ ...providerConfig(server()), url: `http://127.0.0.1:${port}` }));
      const reading = plugin.resource('Realm').read(away, realm, { realm });
      await expect(reading).rejects.toThrow(
        new RegExp(`^error logging in: Post "http://127.0.0.1:${port}/.*/token": dial tcp 127.0.0.1:${port}: connect: connection refused$`),
      );
    });

    it('10 wrong credentials fail at the first resource: 401, or 400 for a password', async () => {
      const { url } = server();
      const wrong = (credentials: Values) => connect(readSettings({ url, ...credentials }));
      const reading = (keycloak: Connection) => plugin.resource('Realm').read(keycloak, realm, { realm });
      const client = wrong({ clientId: 'nobody', clientSecret: 'wrong' });
      await expect(reading(client)).rejects.toThrow(/^error logging in: error sending POST request to .*\/token: 401 Unauthorized$/);
      const person = wrong({ clientId: 'admin-cli', username: 'admin', password: 'wrong' });
      await expect(reading(person)).rejects.toThrow(/^error logging in: error sending POST request to .*\/token: 400 Bad Request$/);
    });

    it('11 the id of a realm is its name; of a client, group, organization and role Keycloak’s UUID', async () => {
      const client = await plugin.make('Client', webClient('identified'));
      const group = await plugin.make('Group', { realmId: realm, name: 'identified' });
      const role = await plugin.make('Role', { realmId: realm, clientId: client.id, name: 'access' });
      const organization = await plugin.make('Organization', { realm, name: 'identified', domains: [{ name: 'identified.example.org' }] });
      const roles = await plugin.make('GroupRoles', { realmId: realm, groupId: group.id, roleIds: [role.id], exhaustive: false });
      expect(await plugin.resource('Realm').read(plugin.keycloak, realm, { realm })).toMatchObject({ realm, internalId: realm });
      for (const { id } of [client, group, role, organization]) expect(id).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(roles.id).toBe(`${realm}/${group.id}`);
    });

    it('13 an existing group of the same name: 409, never adopted', async () => {
      const parent = await plugin.make('Group', { realmId: realm, name: 'twice' });
      const child = { realmId: realm, name: 'members', parentId: parent.id };
      expect((await plugin.make('Group', child)).state).toMatchObject({ path: '/twice/members', parentId: parent.id });
      await expect(plugin.make('Group', { realmId: realm, name: 'twice' })).rejects.toThrow('409 Conflict');
      await expect(plugin.make('Group', child)).rejects.toThrow('409 Conflict');
    });

    it('15 a step without priority gets 0, whatever Keycloak numbered it', async () => {
      await plugin.make('Flow', { realmId: realm, alias: 'unordered' });
      const step = { realmId: realm, parentFlowAlias: 'unordered', requirement: 'ALTERNATIVE' };
      await plugin.make('Execution', { ...step, authenticator: 'auth-cookie', priority: 7 });
      const { state } = await plugin.make('Execution', { ...step, authenticator: 'auth-spnego' });
      expect(state).toMatchObject({ priority: 0 });
    });

    it('16 roles that a group has from elsewhere stay when not exhaustive', async () => {
      const group = await plugin.make('Group', { realmId: realm, name: 'shared' });
      const [mine, theirs] = await Promise.all(['mine', 'theirs'].map((name) => plugin.make('Role', { realmId: realm, name })));
      const inputs = { realmId: realm, groupId: group.id, roleIds: [mine!.id], exhaustive: false };
      await plugin.make('GroupRoles', { ...inputs, roleIds: [theirs!.id] });
      const roles = await plugin.make('GroupRoles', inputs);
      expect(roles.state['roleIds']).toEqual([mine!.id]);
      await plugin.resource('GroupRoles').delete(plugin.keycloak, roles.id, roles.state);
      const left = await plugin.keycloak.get((admin) => admin.groups.listRealmRoleMappings({ realm, id: group.id }));
      expect(left.map(({ id }) => id)).toEqual([theirs!.id]);
    });

    it('17 a service account gets a role of realm-management, whose client is looked up by name', async () => {
      const lookUp = functions['keycloak:openid/getClient:getClient']!;
      const management = await lookUp(plugin.keycloak, { realmId: realm, clientId: 'realm-management' });
      const engine = await plugin.make('Client', { realmId: realm, clientId: 'engine', accessType: 'CONFIDENTIAL', clientSecret: 'engine', serviceAccountsEnabled: true });
      const given = { realmId: realm, serviceAccountUserId: engine.state['serviceAccountUserId'], clientId: management['id'], role: 'realm-admin' };
      expect((await plugin.make('ClientServiceAccountRole', given)).state).toEqual(given);
      const entered = connect(readSettings({ url: server().url, realm, clientId: 'engine', clientSecret: 'engine' }));
      expect(await plugin.resource('Realm').read(entered, realm, { realm })).toMatchObject({ organizationsEnabled: true });
      await expect(lookUp(plugin.keycloak, { realmId: realm, clientId: 'none' })).rejects.toThrow('openid client with name none does not exist');
    });

    it('26 roles of a client are added to the claim that holds the groups', async () => {
      const client = await plugin.make('Client', webClient('claims'));
      const group = await plugin.make('Group', { realmId: realm, name: 'council' });
      const role = await plugin.make('Role', { realmId: realm, clientId: client.id, name: 'admin' });
      await plugin.make('GroupRoles', { realmId: realm, groupId: group.id, roleIds: [role.id], exhaustive: false });
      const owner = { realmId: realm, clientId: client.id, claimName: 'groups' };
      await plugin.make('UserClientRoleProtocolMapper', { ...owner, name: 'roles', clientIdForRoleMappings: 'claims', multivalued: true });
      await plugin.make('GroupMembershipProtocolMapper', { ...owner, name: 'groups' });
      await plugin.person(realm, 'greffiere', [group.id]);
      const [person] = await plugin.keycloak.get((admin) => admin.users.find({ realm, username: 'greffiere' }));
      const token = await plugin.keycloak.get((admin) => admin.clients.evaluateGenerateIdToken({ realm, id: client.id, userId: person!.id!, scope: 'openid' }));
      expect(token).toMatchObject({ groups: ['/council', 'admin'] });
    });

    it('19 a mark that is absent when a realm is made is sent as false', async () => {
      const { state } = await plugin.make('Realm', { realm: `${realm}-b`, displayName: 'Autre' });
      expect(state).toMatchObject({ loginWithEmailAllowed: false, registrationAllowed: false, enabled: true, sslRequired: 'external' });
      const { update, delete: remove } = plugin.resource('Realm');
      expect(await update!(plugin.keycloak, `${realm}-b`, state, { realm: `${realm}-b` })).toMatchObject({ displayName: 'Autre' });
      await remove(plugin.keycloak, `${realm}-b`, state);
    });

    it('21 a token that Keycloak no longer takes is renewed', async () => {
      const account = await administrator(server());
      const [admin] = await account.users.find({ username: 'admin' });
      await account.users.logout({ id: admin!.id! });
      await expect(account.realms.find()).rejects.toThrow('401');
      expect(await plugin.resource('Realm').read(plugin.keycloak, realm, { realm })).toMatchObject({ realm });
    });

    it('22 a delete of what is gone fails with 404', async () => {
      const client = await plugin.make('Client', webClient('twice-deleted'));
      await plugin.resource('Client').delete(plugin.keycloak, client.id, client.state);
      await expect(plugin.resource('Client').delete(plugin.keycloak, client.id, client.state)).rejects.toThrow('404 Not Found');
    });

    async function read(type: string, made: { id: string; state: Values }) {
      return plugin.resource(type).read(plugin.keycloak, made.id, made.state);
    }
  });
}
