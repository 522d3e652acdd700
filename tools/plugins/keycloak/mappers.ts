import type { Connection } from './connection.ts';
import { defineMapper } from './mapper.ts';
import { text, type Values } from './values.ts';

const IN_TOKENS = { addToIdToken: 'id.token.claim', addToAccessToken: 'access.token.claim' };
const IN_USERINFO = { addToUserinfo: 'userinfo.token.claim' };
const IN_INTROSPECTION = { addToTokenIntrospection: 'introspection.token.claim' };

/** Puts the groups of a person into a claim, with their paths unless `fullPath` is false. */
export const groupMembershipMapper = defineMapper(
  'keycloak:openid/groupMembershipProtocolMapper:GroupMembershipProtocolMapper',
  {
    mapper: 'oidc-group-membership-mapper',
    texts: { claimName: 'claim.name' },
    flags: { fullPath: 'full.path', ...IN_TOKENS, ...IN_USERINFO, ...IN_INTROSPECTION },
  },
);

/** Puts one same value into every token. */
export const hardcodedClaimMapper = defineMapper(
  'keycloak:openid/hardcodedClaimProtocolMapper:HardcodedClaimProtocolMapper',
  {
    mapper: 'oidc-hardcoded-claim-mapper',
    texts: { claimName: 'claim.name', claimValue: 'claim.value', claimValueType: 'jsonType.label' },
    flags: { ...IN_TOKENS, ...IN_USERINFO },
  },
);

/**
 * Puts the roles that a person has of one client into a claim. Where another mapper has put a list there, Keycloak adds to it:
 * mappers of roles run after the others.
 */
export const userClientRoleMapper = defineMapper('keycloak:openid/userClientRoleProtocolMapper:UserClientRoleProtocolMapper', {
  mapper: 'oidc-usermodel-client-role-mapper',
  texts: {
    claimName: 'claim.name',
    claimValueType: 'jsonType.label',
    clientIdForRoleMappings: 'usermodel.clientRoleMapping.clientId',
    clientRolePrefix: 'usermodel.clientRoleMapping.rolePrefix',
  },
  flags: { multivalued: 'multivalued', ...IN_TOKENS, ...IN_USERINFO },
});

/** Adds a client, or any other name, to whom a token is meant for. */
export const audienceMapper = defineMapper('keycloak:openid/audienceProtocolMapper:AudienceProtocolMapper', {
  mapper: 'oidc-audience-mapper',
  texts: { includedClientAudience: 'included.client.audience', includedCustomAudience: 'included.custom.audience' },
  flags: { ...IN_TOKENS, ...IN_INTROSPECTION },
  validate: validateAudience,
});

async function validateAudience(keycloak: Connection, values: Values): Promise<void> {
  const clientId = text(values, 'includedClientAudience');
  const custom = text(values, 'includedCustomAudience');
  if (clientId === '' && custom === '') {
    throw new Error('validation error: one of IncludedClientAudience or IncludedCustomAudience must be set');
  }
  if (clientId !== '' && custom !== '') {
    throw new Error('validation error: IncludedClientAudience and IncludedCustomAudience cannot both be set');
  }
  if (clientId === '') return;
  const found = await keycloak.get((admin) => admin.clients.find({ realm: text(values, 'realmId'), clientId }));
  if (found.length === 0) throw new Error(`validation error: generic client with name ${clientId} does not exist`);
}
