import { clientDefaultScopes } from './client-default-scopes.ts';
import { clientScope } from './client-scope.ts';
import { client } from './client.ts';
import { execution, executionConfig } from './execution.ts';
import { flow } from './flow.ts';
import { groupRoles } from './group-roles.ts';
import { group } from './group.ts';
import { audienceMapper, groupMembershipMapper, hardcodedClaimMapper, userClientRoleMapper } from './mappers.ts';
import { organization } from './organization.ts';
import { realm } from './realm.ts';
import type { Resource } from './resource.ts';
import { role } from './role.ts';
import { clientServiceAccountRole } from './service-account-role.ts';
import { subflow } from './subflow.ts';

const ALL: readonly Resource[] = [
  realm, organization, group, role, groupRoles,
  client, clientScope, clientDefaultScopes, clientServiceAccountRole,
  groupMembershipMapper, hardcodedClaimMapper, audienceMapper, userClientRoleMapper,
  flow, subflow, execution, executionConfig,
];

/** By type token. */
export const resources: Record<string, Resource> = Object.fromEntries(ALL.map((each) => [each.token, each]));
