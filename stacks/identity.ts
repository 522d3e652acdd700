import * as pulumi from '@pulumi/pulumi';
import { deriveSecret } from '../modules/kernel/index.ts';
import { Realm } from '../modules/identity/index.ts';
import { factOf, identityUrl, readContext, reference } from './context.ts';
import { administrator } from './keycloak.ts';

/** `identity`: the federation's realm, and the service account that the other stacks use. */
export function identity(): Record<string, unknown> {
  const context = readContext();
  const { sheet } = context.federation;
  const server = reference(`host.${sheet.identity.host}`);
  const clientSecret = pulumi.secret(context.seed.apply((seed) => deriveSecret(seed, 'identity/engine-client', 1)));

  const { realm, clientId } = new Realm(
    { id: sheet.id, displayName: sheet.name, engineSecret: clientSecret },
    { provider: administrator(context, factOf(server, 'identityAdminPassword')) },
  );

  return { issuer: pulumi.interpolate`${identityUrl(context)}/realms/${realm}`, realm, clientId, clientSecret };
}
