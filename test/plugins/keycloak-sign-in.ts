import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Browser, type App, type Outcome } from './keycloak-browser.ts';
import { bench, PASSWORD, type Bench } from './keycloak-bench.ts';
import { makeFlow, refuseInForms, refuseNotGranted, refuseWithoutRole } from './keycloak-flows.ts';
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

    it('its steps stand in the order of their priorities', async () => {
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
      expect(kind(await browser.signIn(ground.village, 'cousine', PASSWORD))).toBe('code');
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

    it('14 a conditional deny inside the forms refuses a fresh sign-in, not someone with a session', async () => {
      const { plugin, realm, village, browser } = ground;
      const loose = await instance(plugin, realm, 'formulaire', [], refuseInForms);
      expect(await browser().signIn(loose, 'passant', PASSWORD)).toMatchObject(REFUSED);
      const signedIn = browser();
      await signedIn.signIn(village, 'passant', PASSWORD);
      expect(kind(await signedIn.open(loose))).toBe('code');
    });

    it('23 once the role is gone nobody enters, where refusing who lacks the role would let everyone in', async () => {
      const { plugin, realm, browser } = ground;
      const safe = await instance(plugin, realm, 'sans-role', []);
      const open = await instance(plugin, realm, 'sans-role-ouvert', [], refuseWithoutRole);
      expect(await browser().signIn(open, 'curieux', PASSWORD)).toMatchObject(REFUSED);
      for (const { roleId } of [safe, open]) await plugin.resource('Role').delete(plugin.keycloak, roleId, { realmId: realm });
      expect(kind(await browser().signIn(open, 'mairesse', PASSWORD))).toBe('code');
      expect(await browser().signIn(safe, 'mairesse', PASSWORD)).toMatchObject(REFUSED);
    });

    it('24 a refusal counts as a failed sign-in: two at short intervals shut the account for a minute, but not its session', async () => {
      const { mrc, village, browser } = ground;
      const signedIn = browser();
      await signedIn.signIn(village, 'presse', PASSWORD);
      for (let i = 0; i < 2; i += 1) expect(await signedIn.open(mrc)).toMatchObject(REFUSED);
      expect(kind(await browser().signIn(village, 'presse', PASSWORD))).toBe('form');
      expect(kind(await signedIn.open(village))).toBe('code');
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
    // A minute between two failures is still quick: the tests then do not depend on the machine's speed.
    securityDefenses: { bruteForceDetection: { maxLoginFailures: 3, quickLoginCheckMilliSeconds: 60_000 } },
  });
  const mrcGroup = await plugin.make('Group', { realmId: realm, name: 'mrc' });
  const members = await plugin.make('Group', { realmId: realm, name: 'members', parentId: mrcGroup.id });
  const villageGroup = await plugin.make('Group', { realmId: realm, name: 'village' });
  const mrc = await instance(plugin, realm, 'mrc.lecture', [mrcGroup.id]);
  const village = await instance(plugin, realm, 'village.lecture', [villageGroup.id]);
  await plugin.person(realm, 'mairesse', [mrcGroup.id]);
  await plugin.person(realm, 'commis', [members.id]);
  // One person a test where a refusal is expected, since refusals add up.
  for (const name of ['voisin', 'cousine', 'passant', 'assiege', 'curieux', 'presse']) await plugin.person(realm, name, [villageGroup.id]);
  await plugin.person(realm, 'prefete', [mrcGroup.id, villageGroup.id]);
  return { plugin, realm, mrc, village, browser: () => new Browser(`${server.url}/realms/${realm}`) };
}

/** A client that only members of these groups may enter, by its role `access`. */
async function instance(plugin: Bench, realm: string, clientId: string, groups: string[], flow = refuseNotGranted): Promise<InstanceClient> {
  const browserId = await makeFlow(plugin, realm, clientId, flow(clientId));
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
