import type * as pulumi from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import type { AppSheet } from '../../modules/catalog/index.ts';
import { type Graph, graphOf, type Node, SECRET } from '../golden/graph.ts';

const { InstanceClient, OrganizationIdentity, Realm } = await import('../../modules/identity/index.ts');
const keycloak = await import('@pulumi/keycloak');
const sdk = await import('@pulumi/pulumi');

const CLIENT = 'essai--commune--notes';
const OIDC: NonNullable<AppSheet['oidc']> = {
  mechanism: 'builtin',
  clientSecret: 'oidc-client-secret',
  redirectPaths: ['/retour', '/autre'],
  postLogoutPaths: [],
  pkce: true,
  scopes: ['openid'],
  exceptions: [],
};

const deploy = (make: (options: { provider: InstanceType<typeof keycloak.Provider> }) => pulumi.ComponentResource): Promise<Graph> =>
  graphOf({ stack: 'commune.notes' }, () => void make({ provider: new keycloak.Provider('keycloak', { url: 'https://connexion.essai.test', clientId: 'x' }) }));

const instance = (more: Partial<NonNullable<AppSheet['oidc']>> = {}): Promise<Graph> =>
  deploy((options) =>
    new InstanceClient(
      {
        realm: 'essai',
        clientId: CLIENT,
        displayName: 'Notes – Commune',
        url: 'https://notes.essai.test',
        oidc: { ...OIDC, ...more },
        secret: sdk.secret('canary'),
        access: { commune: 'commune-group', village: 'village-group' },
        administrators: 'commune-admins',
      },
      options,
    ),
  );

const only = ({ resources }: Graph, type: string): Node => {
  const found = resources.filter((node) => node.type === type);
  expect(found).toHaveLength(1);
  return found[0] as Node;
};
const client = async (more?: Partial<NonNullable<AppSheet['oidc']>>): Promise<Node['inputs']> => only(await instance(more), 'keycloak:openid/client:Client').inputs;

describe('an instance’s client', () => {
  it('is confidential, takes codes alone, with PKCE, at exact addresses', async () => {
    expect(await client()).toMatchObject({
      clientId: CLIENT,
      accessType: 'CONFIDENTIAL',
      clientSecret: SECRET,
      standardFlowEnabled: true,
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      serviceAccountsEnabled: false,
      fullScopeAllowed: false,
      pkceCodeChallengeMethod: 'S256',
      validRedirectUris: ['https://notes.essai.test/autre', 'https://notes.essai.test/retour'],
    });
  });

  it('has PKCE and the logout addresses only where the app can', async () => {
    expect(await client({ pkce: false })).not.toHaveProperty('pkceCodeChallengeMethod');
    expect(await client()).not.toHaveProperty('backchannelLogoutUrl');
    expect(await client()).not.toHaveProperty('validPostLogoutRedirectUris');
    expect(await client({ backchannelLogoutPath: '/fin', postLogoutPaths: ['/'] })).toMatchObject({
      backchannelLogoutUrl: 'https://notes.essai.test/fin',
      backchannelLogoutSessionRequired: true,
      validPostLogoutRedirectUris: ['https://notes.essai.test/'],
    });
  });

  it('carries groups with full paths only where the app can use them', async () => {
    const mapper = 'keycloak:openid/groupMembershipProtocolMapper:GroupMembershipProtocolMapper';
    expect((await instance()).resources.filter(({ type }) => type === mapper)).toEqual([]);
    expect(only(await instance({ groups: { claim: 'groups' } }), mapper).inputs).toMatchObject({ claimName: 'groups', fullPath: true });
  });

  it('gives its role to the groups that have access, and takes none from anyone', async () => {
    const given = (await instance()).resources.filter(({ type }) => type === 'keycloak:index/groupRoles:GroupRoles');
    expect(given.map(({ inputs }) => [inputs['groupId'], inputs['exhaustive']])).toEqual([['commune-group', false], ['village-group', false]]);
  });

  it('is made after its whole flow: a half-made one would let everyone in', async () => {
    const graph = await instance();
    const steps = graph.resources.filter(({ type }) => type.startsWith('keycloak:authentication/')).map(({ urn }) => urn);
    expect(steps).toHaveLength(14);
    expect(only(graph, 'keycloak:openid/client:Client').options['dependsOn']).toEqual(expect.arrayContaining(steps));
  });
});

describe('its sign-in flow', () => {
  it('identifies, allows whoever has the role, refuses everyone else, each at the top', async () => {
    const { resources } = await instance();
    const steps = resources
      .filter(({ type }) => /:(Execution|Subflow)$/.test(type))
      .map(({ inputs }) => `${short(inputs['parentFlowAlias'])} ${inputs['priority']} ${inputs['requirement']} ${inputs['authenticator'] ?? short(inputs['alias'])}`);
    expect(steps.sort()).toEqual([
      'access 10 REQUIRED conditional-user-role',
      'access 20 REQUIRED allow-access-authenticator',
      'browser 10 REQUIRED identify',
      'browser 20 CONDITIONAL access',
      'browser 30 CONDITIONAL refuse',
      'forms 10 REQUIRED auth-username-password-form',
      'identify 10 ALTERNATIVE auth-cookie',
      'identify 20 ALTERNATIVE identity-provider-redirector',
      'identify 30 ALTERNATIVE forms',
      'refuse 10 REQUIRED conditional-sub-flow-executed',
      'refuse 20 REQUIRED deny-access-authenticator',
    ]);
  });

  it('asks for the role of this client', async () => {
    const configs = (await instance()).resources.filter(({ type }) => type.endsWith(':ExecutionConfig')).map(({ inputs }) => inputs['config']);
    expect(configs).toEqual([
      { condUserRole: `${CLIENT}.access`, negate: 'false' },
      { flow_to_check: `${CLIENT} access`, check_result: 'not-executed' },
    ]);
  });
});

describe('the realm', () => {
  const realm = () => deploy((options) => new Realm({ id: 'essai', displayName: 'Essai', engineSecret: sdk.secret('canary') }, options));

  it('keeps strangers out and guesses down, in French first', async () => {
    expect(only(await realm(), 'keycloak:index/realm:Realm').inputs).toMatchObject({
      realm: 'essai',
      organizationsEnabled: true,
      registrationAllowed: false,
      sslRequired: 'all',
      internationalization: { defaultLocale: 'fr', supportedLocales: ['fr', 'en'] },
      securityDefenses: { bruteForceDetection: { permanentLockout: false, maxLoginFailures: 10 } },
      passwordPolicy: expect.stringContaining('length(12)'),
    });
  });

  it('is administered by a service account that signs nobody in', async () => {
    const graph = await realm();
    expect(only(graph, 'keycloak:openid/client:Client').inputs).toMatchObject({ clientId: 'chatiere', serviceAccountsEnabled: true, standardFlowEnabled: false, directAccessGrantsEnabled: false, clientSecret: SECRET });
    expect(only(graph, 'keycloak:openid/clientServiceAccountRole:ClientServiceAccountRole').inputs).toMatchObject({ clientId: 'realm-management-id', role: 'realm-admin' });
  });

  it('is protected, and so is everything in it', async () => {
    expect(unprotected(await realm())).toEqual([]);
  });
});

describe('an organization', () => {
  const organization = () => deploy((options) => new OrganizationIdentity({ realm: 'essai', id: 'commune', displayName: 'Commune', domains: ['b.test', 'a.test'] }, options));

  it('is an Organization, and a group with subgroups', async () => {
    const graph = await organization();
    expect(only(graph, 'keycloak:index/organization:Organization').inputs).toMatchObject({ name: 'commune', alias: 'commune', description: 'Commune', domains: [{ name: 'a.test' }, { name: 'b.test' }] });
    const groups = graph.resources.filter(({ type }) => type === 'keycloak:index/group:Group').map(({ inputs }) => [inputs['name'], inputs['parentId']]);
    expect(groups).toEqual([['commune', undefined], ['admins', 'commune-id'], ['members', 'commune-id']]);
  });

  it('is protected: its people would come back as strangers', async () => {
    expect(unprotected(await organization())).toEqual([]);
  });
});

const short = (alias: unknown): string => String(alias).split(' ').at(-1) as string;
const unprotected = ({ resources }: Graph): string[] => resources.filter(({ type, options }) => type.startsWith('keycloak:') && options['protect'] !== true).map(({ urn }) => urn);
