import type * as pulumi from '@pulumi/pulumi';
import { OrganizationIdentity } from '../modules/identity/index.ts';
import type { OrganizationInput } from '../modules/input/index.ts';
import { IDENTITY_STACK } from '../modules/placement/index.ts';
import { type Facts, type Reading } from './context.ts';
import { realmAdministrator } from './keycloak.ts';

/** `<organization>`: its Keycloak Organization and groups. */
export function organization(input: OrganizationInput, facts: Reading['facts']): Record<string, unknown> {
  const { [IDENTITY_STACK]: realm } = facts as { [IDENTITY_STACK]: Facts };

  const { organizationId, groups } = new OrganizationIdentity(
    { realm: realm['realm'] as pulumi.Output<string>, id: input.id, displayName: input.displayName, domains: input.domains },
    { provider: realmAdministrator(input, realm) },
  );

  return { organizationId, groups };
}
