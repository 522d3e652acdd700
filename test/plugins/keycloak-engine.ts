import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { administrator } from './keycloak-bench.ts';
import { openRelay, type Relay } from './keycloak-relay.ts';
import type { KeycloakServer } from './keycloak-server.ts';
import { createStack, type Stack } from './keycloak-stack.ts';

const REALM = 'engine';
const CLIENT = 'keycloak:openid/client:Client';
const UP = ['up', '--yes', '--skip-preview'];

/** The stand-in under the real engine; numbers are the rows of tools/plugins/facts/keycloak-behaviour.md. Each step builds on those before. */
export function engine(server: () => KeycloakServer): void {
  describe('Keycloak plugin under the engine', () => {
    let stack: Stack;
    let relay: Relay;

    beforeAll(async () => {
      relay = await openRelay(server().url);
      stack = await createStack();
      const { username, password } = server();
      await stack.set({ url: relay.url, realm: REALM, username });
      await stack.set({ password, clientSecret: 'clearly-secret' }, true);
    });
    afterAll(async () => {
      await relay?.shut();
      await stack?.dispose();
    });

    it('previews before anything exists, without contact', async () => {
      await relay.shut();
      expect(await stack.pulumi('preview')).toMatchObject({ exitCode: 0 });
      await relay.open();
    });

    it('1 makes everything, and in the flow’s order', async () => {
      expect(await stack.pulumi(...UP)).toMatchObject({ exitCode: 0 });
      const admin = await administrator(server());
      const steps = await admin.authenticationManagement.getExecutions({ realm: REALM, flow: 'lecture browser' });
      expect(steps.map(({ level, providerId, displayName }) => `${level} ${providerId ?? displayName}`)).toEqual([
        '0 lecture identify', '1 auth-cookie', '1 identity-provider-redirector', '1 lecture forms', '2 auth-username-password-form',
        '0 lecture access', '1 conditional-user-role', '1 allow-access-authenticator',
        '0 lecture refuse', '1 conditional-sub-flow-executed', '1 deny-access-authenticator',
      ]);
    });

    it('2 a second up changes nothing, nor does a refresh', async () => {
      expect(await stack.pulumi('preview', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
      expect(await stack.pulumi('refresh', '--yes', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
      expect(await stack.pulumi(...UP, '--refresh', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
    });

    it('11 the client’s secret is encrypted in the state; ids as the real plugin gives them', async () => {
      const { text, resources } = await stack.state();
      expect(text).not.toContain('clearly-secret');
      expect(idOf(resources, 'keycloak:index/realm:Realm')).toBe(REALM);
      expect(idOf(resources, 'keycloak:index/groupRoles:GroupRoles')).toMatch(new RegExp(`^${REALM}/[0-9a-f-]{36}$`));
    });

    it('3 and 4 redirect URI, display name and clientId are updated in place', async () => {
      const before = idOf((await stack.state()).resources, CLIENT);
      await stack.set({ redirectUri: 'https://elsewhere.example.org/callback', displayName: 'Autre nom', clientId: 'lecture2' });
      expect(await stack.pulumi(...UP)).toMatchObject({ exitCode: 0 });
      // Realm, client, and the condition that names the client's role.
      expect(await stack.changes()).toMatchObject({ update: 3 });
      expect(await stack.changes()).not.toMatchObject({ replace: expect.anything() });
      expect(idOf((await stack.state()).resources, CLIENT)).toBe(before);
    });

    it('6 a redirect URI changed by hand is shown and set back by a refresh', async () => {
      const admin = await administrator(server());
      const id = idOf((await stack.state()).resources, CLIENT);
      await admin.clients.update({ realm: REALM, id }, { redirectUris: ['*'] });
      expect(await stack.pulumi('preview', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
      expect(await stack.pulumi('preview', '--refresh', '--diff')).toMatchObject({ output: expect.stringContaining('validRedirectUris') });
      expect(await stack.pulumi(...UP, '--refresh')).toMatchObject({ exitCode: 0 });
      expect((await admin.clients.findOne({ realm: REALM, id }))?.redirectUris).toEqual(['https://elsewhere.example.org/callback']);
    });

    it('5 a client deleted by hand goes unnoticed until a refresh, which makes it, its mapper and its scopes again', async () => {
      const admin = await administrator(server());
      const id = idOf((await stack.state()).resources, CLIENT);
      await admin.clients.del({ realm: REALM, id });
      expect(await stack.pulumi(...UP, '--expect-no-changes')).toMatchObject({ exitCode: 0 });
      expect(await stack.pulumi(...UP, '--refresh')).toMatchObject({ exitCode: 0 });
      const { resources } = await stack.state();
      expect(idOf(resources, CLIENT)).not.toBe(id);
      const mapper = await admin.clients.listProtocolMappers({ realm: REALM, id: idOf(resources, CLIENT) });
      expect(mapper.map(({ name }) => name)).toContain('groups');
      expect(await stack.pulumi('preview', '--refresh', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
    });

    it('17 a service account gets a role of realm-management, whose client is looked up by name', async () => {
      await stack.set({ serviceAccount: 'true' });
      expect(await stack.pulumi('up', '--yes')).toMatchObject({ exitCode: 0 });
      expect(await stack.pulumi('preview', '--refresh', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
      const { text } = await stack.state();
      expect(text).not.toContain('clearly-secret');
      await stack.set({ serviceAccount: 'false' });
      expect(await stack.pulumi(...UP)).toMatchObject({ exitCode: 0 });
    });

    it('9 Keycloak down: unchanged is unchanged without contact, a change fails with the state as before', async () => {
      const before = realmOf((await stack.state()).resources);
      await relay.shut();
      expect(await stack.pulumi('preview', '--expect-no-changes')).toMatchObject({ exitCode: 0 });
      expect(await stack.pulumi(...UP, '--expect-no-changes')).toMatchObject({ exitCode: 0 });
      await stack.set({ displayName: 'Jamais' });
      const failed = await stack.pulumi(...UP);
      expect(failed.exitCode).not.toBe(0);
      expect(failed.output).toMatch(/error logging in: .*connection refused/);
      await relay.open();
      await stack.set({ displayName: 'Autre nom' });
      expect(realmOf((await stack.state()).resources)).toEqual(before);
    });

    it('12 destroy leaves nothing', async () => {
      expect(await stack.pulumi('destroy', '--yes', '--skip-preview')).toMatchObject({ exitCode: 0 });
      const admin = await administrator(server());
      expect((await admin.realms.find()).map(({ realm }) => realm)).not.toContain(REALM);
    });

    it('10 wrong credentials: the provider is made, the first resource fails with Keycloak’s answer', async () => {
      await stack.set({ password: 'wrong' }, true);
      const failed = await stack.pulumi(...UP);
      expect(failed.exitCode).not.toBe(0);
      expect(failed.output).toMatch(/error logging in: error sending POST request to .*\/token: 400 Bad Request/);
      expect(idOf((await stack.state()).resources, 'pulumi:providers:keycloak')).toBeTruthy();
    });
  });
}

type Resources = Awaited<ReturnType<Stack['state']>>['resources'];

function idOf(resources: Resources, type: string): string {
  const found = resources.find((each) => each.type === type);
  if (found === undefined) throw new Error(`no ${type} in the state`);
  return found.id;
}

function realmOf(resources: Resources): Record<string, unknown> | undefined {
  return resources.find(({ type }) => type === 'keycloak:index/realm:Realm')?.outputs;
}
