import * as keycloak from '@pulumi/keycloak';
import * as pulumi from '@pulumi/pulumi';

const config = new pulumi.Config('test');
const realmName = config.require('realm');
const clientId = config.get('clientId') ?? 'lecture';

const provider = new keycloak.Provider('server', {
  url: config.require('url'),
  clientId: 'admin-cli',
  username: config.require('username'),
  password: config.requireSecret('password'),
  initialLogin: false,
  clientTimeout: 60,
});
const options = { provider };

const realm = new keycloak.Realm('realm', {
  realm: realmName,
  displayName: config.get('displayName') ?? 'Fédération',
  organizationsEnabled: true,
  ssoSessionMaxLifespan: '8h',
  internationalization: { supportedLocales: ['fr', 'en'], defaultLocale: 'fr' },
  securityDefenses: { bruteForceDetection: { maxLoginFailures: 5 } },
}, options);
const realmId = realm.id;

new keycloak.Organization('organization', { realm: realmId, name: 'mrc', domains: [{ name: 'mrc.example.org' }] }, options);
const group = new keycloak.Group('mrc', { realmId, name: 'mrc' }, options);
new keycloak.Group('members', { realmId, name: 'members', parentId: group.id }, options);

const flow = new keycloak.authentication.Flow('browser', { realmId, alias: 'lecture browser' }, options);
const subflow = (name: string, parentFlowAlias: pulumi.Input<string>, requirement: string, priority: number) =>
  new keycloak.authentication.Subflow(name, { realmId, parentFlowAlias, alias: `lecture ${name}`, requirement, priority }, options);
const step = (authenticator: string, parentFlowAlias: pulumi.Input<string>, requirement: string, priority: number) =>
  new keycloak.authentication.Execution(authenticator, { realmId, parentFlowAlias, authenticator, requirement, priority }, options);

const identify = subflow('identify', flow.alias, 'REQUIRED', 10);
const access = subflow('access', flow.alias, 'CONDITIONAL', 20);
const refuse = subflow('refuse', flow.alias, 'CONDITIONAL', 30);
step('auth-cookie', identify.alias, 'ALTERNATIVE', 10);
step('identity-provider-redirector', identify.alias, 'ALTERNATIVE', 20);
const forms = subflow('forms', identify.alias, 'ALTERNATIVE', 30);
step('auth-username-password-form', forms.alias, 'REQUIRED', 10);
const hasRole = step('conditional-user-role', access.alias, 'REQUIRED', 10);
step('allow-access-authenticator', access.alias, 'REQUIRED', 20);
const notGranted = step('conditional-sub-flow-executed', refuse.alias, 'REQUIRED', 10);
step('deny-access-authenticator', refuse.alias, 'REQUIRED', 20);
new keycloak.authentication.ExecutionConfig('has-access', {
  realmId, executionId: hasRole.id, alias: 'lecture has access', config: { condUserRole: `${clientId}.access`, negate: 'false' },
}, options);
new keycloak.authentication.ExecutionConfig('not-granted', {
  realmId, executionId: notGranted.id, alias: 'lecture not granted', config: { flow_to_check: access.alias, check_result: 'not-executed' },
}, options);

const client = new keycloak.openid.Client('client', {
  realmId,
  clientId,
  accessType: 'CONFIDENTIAL',
  clientSecret: config.requireSecret('clientSecret'),
  standardFlowEnabled: true,
  validRedirectUris: [config.get('redirectUri') ?? 'https://lecture.example.org/callback'],
  pkceCodeChallengeMethod: 'S256',
  authenticationFlowBindingOverrides: { browserId: flow.id },
}, options);
new keycloak.openid.GroupMembershipProtocolMapper('groups', { realmId, clientId: client.id, name: 'groups', claimName: 'groups' }, options);
new keycloak.openid.ClientDefaultScopes('scopes', { realmId, clientId: client.id, defaultScopes: ['profile', 'email', 'basic'] }, options);
const role = new keycloak.Role('access', { realmId, clientId: client.id, name: 'access' }, options);
new keycloak.GroupRoles('access', { realmId, groupId: group.id, roleIds: [role.id], exhaustive: false }, options);

if (config.getBoolean('serviceAccount')) {
  const account = new keycloak.openid.Client('engine', {
    realmId, clientId: 'engine', accessType: 'CONFIDENTIAL', clientSecret: config.requireSecret('clientSecret'), serviceAccountsEnabled: true,
  }, options);
  const management = keycloak.openid.getClientOutput({ realmId, clientId: 'realm-management' }, options);
  new keycloak.openid.ClientServiceAccountRole('admin', {
    realmId, serviceAccountUserId: account.serviceAccountUserId, clientId: management.id, role: 'realm-admin',
  }, options);
}

export const clientUuid = client.id;
