import * as pulumi from '@pulumi/pulumi';
import { InstanceClient } from '../modules/identity/index.ts';
import { deriveSecret, secretPurpose } from '../modules/kernel/index.ts';
import { type Instance, resolveInstance } from '../modules/placement/index.ts';
import { toWorkload } from '../modules/workload/index.ts';
import { localImageTag } from '../tools/images/index.ts';
import { authorityOf, type Context, factOf, readContext, reference } from './context.ts';
import { targetOf } from './docker.ts';
import { realmAdministrator } from './keycloak.ts';

/** Secret of an entry that opens its local account. */
const BREAK_GLASS = 'break-glass-password';

/** `<organization>.<name>`: who may sign in, and what runs. */
export function instance(id: string): Record<string, unknown> {
  const context = readContext();
  const own = resolveInstance(context.federation, context.catalog, id, localImageTag);
  const identity = reference('identity');
  const { target, options } = targetOf(context, own.host, own.hostSheet, { authority: authorityOf(context), 'identity.issuer': factOf(identity, 'issuer') });

  createClient(context, own, identity);
  const { services } = target.deploy(toWorkload(own), options);

  return { url: own.url, services, ...(own.release.sheet.secrets[BREAK_GLASS] && { breakGlass: secretOf(context, own, BREAK_GLASS) }) };
}

function createClient(context: Context, own: Instance, identity: pulumi.StackReference): void {
  const { oidc, about } = own.release.sheet;
  if (oidc === undefined) return;
  const groupOf = (organization: string) => factOf<Record<string, string>>(reference(organization), 'groups').apply((groups) => groups[''] as string);
  new InstanceClient(
    {
      realm: factOf(identity, 'realm'),
      clientId: own.workload,
      displayName: `${about.name} – ${own.organizationSheet.name}`,
      url: own.url,
      oidc,
      secret: secretOf(context, own, oidc.clientSecret),
      access: Object.fromEntries(own.access.map((organization) => [organization, groupOf(organization)])),
    },
    { provider: realmAdministrator(context, identity) },
  );
}

const secretOf = ({ seed }: Context, { name, secretGenerations }: Instance, secret: string): pulumi.Output<string> =>
  pulumi.secret(seed.apply((value) => deriveSecret(value, secretPurpose(name, secret), secretGenerations[secret] ?? 1)));
