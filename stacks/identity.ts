import * as pulumi from '@pulumi/pulumi';
import { Realm } from '../modules/identity/index.ts';
import type { IdentityInput } from '../modules/input/index.ts';
import { type Reading, secretOf } from './context.ts';
import { administrator } from './keycloak.ts';

/** `identity`: the federation's realm, and the service account that the other stacks use. */
export function identity(input: IdentityInput, facts: Reading['facts']): Record<string, unknown> {
  const clientSecret = secretOf(input.engineClient);

  const { realm, clientId } = new Realm(
    { id: input.realm, displayName: input.displayName, engineSecret: clientSecret },
    { provider: administrator(input, Object.assign({}, ...Object.values(facts))) },
  );

  return { issuer: pulumi.interpolate`${input.url}/realms/${realm}`, realm, clientId, clientSecret };
}
