import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type App, type Outcome } from './keycloak-browser.ts';
import { bench, PASSWORD, type Bench } from './keycloak-bench.ts';
import type { KeycloakServer } from './keycloak-server.ts';

interface InstanceClient extends App {
  roleId: string;
}

interface Ground {
  plugin: Bench;
  realm: string;
  mrc: InstanceClient;
  village: InstanceClient;
  browser(): Browser;
}

/** The sign-in flow of an instance, walked with plain requests. */
export function signIn(server: () => KeycloakServer): void {
  describe('sign-in flow of an instance', () => {
    let ground: Ground;
    beforeAll(async () => void (ground = await prepare(server())));
    afterAll(() => ground?.plugin.clear());

    it('its steps stand in the order of their priorities, though they were made in parallel', async () => {
      const { plugin, realm, mrc } = ground;
      const steps = await plugin.keycloak.get((admin) =>
        admin.authenticationManagement.getExecutions({ realm, flow: `${mrc.clientId} browser` }),
      );
      expect(steps.map(({ level, requirement, displayName }) => `${level} ${requirement} ${displayName}`)).toEqual([
        `0 REQUIRED ${mrc.clientId} identify`,
        '1 ALTERNATIVE Cookie',
        '1 ALTERNATIVE Identity Provider Redirector',
        `1 ALTERNATIVE ${mrc.clientId} forms`,
        '2 REQUIRED Username Password Form',
        `0 CONDITIONAL ${mrc.clientId} access`,
        '1 REQUIRED Condition - user role',
        '1 REQUIRED Allow access',
        `0 CONDITIONAL ${mrc.clientId} refuse`,
        '1 REQUIRED Condition - sub-flow executed',
        '1 REQUIRED Deny access',
      ]);
    });

    it('a member of the group that has the role gets a code', async () => {
      expect(kind(await ground.browser().signIn(ground.mrc, 'mairesse', PASSWORD))).toBe('code');
    });

    it('a member of a subgroup gets a code', async () => {
      expect(kind(await ground.browser().signIn(ground.mrc, 'commis', PASSWORD))).toBe('code');
    });

    it('someone without the role is refused at a fresh sign-in', async () => {
      expect(await ground.browser().signIn(ground.mrc, 'voisin', PASSWORD)).toMatchObject(REFUSED);
    });

    it('someone without the role is refused when already signed in to another client', async () => {
      const browser = ground.browser();
      expect(kind(await browser.signIn(ground.village, 'voisin', PASSWORD))).toBe('code');
      expect(await browser.open(ground.mrc)).toMatchObject(REFUSED);
      expect(kind(await browser.open(ground.village))).toBe('code');
    });

    it('someone signed in elsewhere who has the role enters without the form', async () => {
      const browser = ground.browser();
      expect(kind(await browser.signIn(ground.village, 'prefete', PASSWORD))).toBe('code');
      expect(kind(await browser.open(ground.mrc))).toBe('code');
    });

    it('the form is French whatever the browser prefers, as the realm says', async () => {
      expect(await ground.browser().open(ground.mrc)).toMatchObject({ kind: 'form', page: expect.stringMatching(/<html[^>]*lang="fr"/) });
    });

    it('brute-force protection: after the allowed failures the right password is refused too', async () => {
      for (let i = 0; i < 3; i += 1) await ground.browser().signIn(ground.village, 'assiege', 'wrong');
      expect(kind(await ground.browser().signIn(ground.village, 'assiege', PASSWORD))).toBe('form');
    });

    it('nobody enters once the role is gone', async () => {
      const { plugin, realm } = ground;
      const lost = await instance(plugin, realm, 'perdu', []);
      await plugin.resource('Role').delete(plugin.keycloak, lost.roleId, { realmId: realm });
      expect(await ground.browser().signIn(lost, 'mairesse', PASSWORD)).toMatchObject(REFUSED);
    });
  });
}

const REFUSED = { kind: 'page', status: 401, page: expect.stringContaining('Accès refusé') };

function kind(outcome: Outcome): string {
  return outcome.kind;
}

async function prepare(server: KeycloakServer): Promise<Ground> {
  const plugin = await bench(server);
  const realm = await plugin.realm({
    internationalization: { supportedLocales: ['fr', 'en'], defaultLocale: 'fr' },
    securityDefenses: { bruteForceDetection: { maxLoginFailures: 3 } },
  });
  const mrcGroup = await plugin.make('Group', { realmId: realm, name: 'mrc' });
  const members = await plugin.make('Group', { realmId: realm, name: 'members', parentId: mrcGroup.id });
  const villageGroup = await plugin.make('Group', { realmId: realm, name: 'village' });
  const mrc = await instance(plugin, realm, 'mrc.lecture', [mrcGroup.id]);
  const village = await instance(plugin, realm, 'village.lecture', [villageGroup.id]);
  await plugin.person(realm, 'mairesse', [mrcGroup.id]);
  await plugin.person(realm, 'commis', [members.id]);
  await plugin.person(realm, 'voisin', [villageGroup.id]);
  await plugin.person(realm, 'assiege', [villageGroup.id]);
  await plugin.person(realm, 'prefete', [mrcGroup.id, villageGroup.id]);
  return { plugin, realm, mrc, village, browser: () => new Browser(`${server.url}/realms/${realm}`) };
}

/**
 * A client that only holders of its role `access` may enter. Refused is whoever was not granted, not whoever lacks
 * the role: Keycloak takes a condition on a role that does not exist for false, negated or not.
 */
async function instance(plugin: Bench, realm: string, clientId: string, groups: string[]): Promise<InstanceClient> {
  const browserId = await flow(plugin, realm, clientId);
  const redirectUri = `https://${clientId}.example.org/callback`;
  const client = await plugin.make('Client', {
    realmId: realm, clientId, accessType: 'CONFIDENTIAL', clientSecret: 'secret', standardFlowEnabled: true,
    validRedirectUris: [redirectUri], pkceCodeChallengeMethod: 'S256', authenticationFlowBindingOverrides: { browserId },
  });
  const role = await plugin.make('Role', { realmId: realm, clientId: client.id, name: 'access' });
  for (const groupId of groups) {
    await plugin.make('GroupRoles', { realmId: realm, groupId, roleIds: [role.id], exhaustive: false });
  }
  return { clientId, redirectUri, roleId: role.id };
}

async function flow(plugin: Bench, realm: string, clientId: string): Promise<string> {
  const [top, identify, forms, access, refuse] = ['browser', 'identify', 'forms', 'access', 'refuse'].map((part) => `${clientId} ${part}`) as [string, string, string, string, string];
  const { id } = await plugin.make('Flow', { realmId: realm, alias: top });
  const subflow = (parentFlowAlias: string, alias: string, requirement: string, priority: number) =>
    plugin.make('Subflow', { realmId: realm, parentFlowAlias, alias, requirement, priority });
  const step = (parentFlowAlias: string, authenticator: string, requirement: string, priority: number) =>
    plugin.make('Execution', { realmId: realm, parentFlowAlias, authenticator, requirement, priority });
  const configure = (execution: { id: string }, alias: string, config: Record<string, string>) =>
    plugin.make('ExecutionConfig', { realmId: realm, executionId: execution.id, alias, config });

  await Promise.all([
    subflow(top, refuse, 'CONDITIONAL', 30),
    subflow(top, access, 'CONDITIONAL', 20),
    subflow(top, identify, 'REQUIRED', 10),
  ]);
  const [hasRole, notGranted] = await Promise.all([
    step(access, 'conditional-user-role', 'REQUIRED', 10),
    step(refuse, 'conditional-sub-flow-executed', 'REQUIRED', 10),
    step(access, 'allow-access-authenticator', 'REQUIRED', 20),
    step(refuse, 'deny-access-authenticator', 'REQUIRED', 20),
    subflow(identify, forms, 'ALTERNATIVE', 30),
    step(identify, 'identity-provider-redirector', 'ALTERNATIVE', 20),
    step(identify, 'auth-cookie', 'ALTERNATIVE', 10),
  ]);
  await Promise.all([
    configure(hasRole, `${clientId} has access`, { condUserRole: `${clientId}.access`, negate: 'false' }),
    configure(notGranted, `${clientId} not granted`, { flow_to_check: access, check_result: 'not-executed' }),
    step(forms, 'auth-username-password-form', 'REQUIRED', 10),
  ]);
  return id;
}
