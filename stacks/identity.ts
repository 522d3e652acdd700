import * as pulumi from '@pulumi/pulumi';
import { deriveSecret } from '../modules/kernel/index.ts';
import { Realm } from '../modules/identity/index.ts';
import { hostStack, identityUrl } from '../modules/placement/index.ts';
import { factsOf, readContext } from './context.ts';
import { administrator } from './keycloak.ts';

/** `identity`: the federation's realm, and the service account that the other stacks use. */
export async function identity(): Promise<Record<string, unknown>> {
  const context = readContext();
  const { sheet } = context.federation;
  const { identityAdminPassword } = await factsOf(hostStack(sheet.identity.host), 'identityAdminPassword');
  const clientSecret = pulumi.secret(context.seed.apply((seed) => deriveSecret(seed, 'identity/engine-client', 1)));

  const { realm, clientId } = new Realm(
    { id: sheet.id, displayName: sheet.name, engineSecret: clientSecret },
    { provider: administrator(context, identityAdminPassword) },
  );

  return { issuer: pulumi.interpolate`${identityUrl(context.federation)}/realms/${realm}`, realm, clientId, clientSecret };
}
