import * as pulumi from '@pulumi/pulumi';
import { type GroupName, InstanceClient } from '../modules/identity/index.ts';
import { deriveSecret, secretPurpose } from '../modules/kernel/index.ts';
import { type Instance, resolveInstance } from '../modules/placement/index.ts';
import { toWorkload } from '../modules/workload/index.ts';
import { localImageTag } from '../tools/images/index.ts';
import { authorityOf, type Context, factsOf, readContext } from './context.ts';
import { targetOf } from './docker.ts';
import { realmAdministrator, realmFacts } from './keycloak.ts';

/** Of an organization, as its own stack gives them out. */
type Groups = Readonly<Record<GroupName, string>>;
/** Secret of an entry that opens its local account. */
const BREAK_GLASS = 'break-glass-password';

/** `<organization>.<name>`: who may sign in, and what runs. */
export async function instance(id: string): Promise<Record<string, unknown>> {
  const context = readContext();
  const own = resolveInstance(context.federation, context.catalog, id, localImageTag);
  const [identity, access] = await Promise.all([realmFacts(), groupsOf(own.access)]);
  const { target, options } = targetOf(context, own.host, own.hostSheet, { authority: authorityOf(context), 'identity.issuer': identity.issuer });

  createClient(context, own, identity, access);
  const { services } = target.deploy(toWorkload(own), options);

  return { url: own.url, services, ...(own.release.sheet.secrets[BREAK_GLASS] && { breakGlass: secretOf(context, own, BREAK_GLASS) }) };
}

/** Organization -> its group. */
async function groupsOf(organizations: readonly string[]): Promise<Record<string, pulumi.Output<string>>> {
  const facts = await Promise.all(organizations.map((organization) => factsOf<Groups, 'groups'>(organization, 'groups')));
  return Object.fromEntries(facts.map(({ groups }, index) => [organizations[index], groups.apply((ids) => ids[''])]));
}

function createClient(context: Context, own: Instance, identity: Awaited<ReturnType<typeof realmFacts>>, access: Record<string, pulumi.Output<string>>): void {
  const { oidc, about } = own.release.sheet;
  if (oidc === undefined) return;
  new InstanceClient(
    {
      realm: identity.realm,
      clientId: own.workload,
      displayName: `${about.name} – ${own.organizationSheet.name}`,
      url: own.url,
      oidc,
      secret: secretOf(context, own, oidc.clientSecret),
      access,
    },
    { provider: realmAdministrator(context, identity) },
  );
}

const secretOf = ({ seed }: Context, { name, secretGenerations }: Instance, secret: string): pulumi.Output<string> =>
  pulumi.secret(seed.apply((value) => deriveSecret(value, secretPurpose(name, secret), secretGenerations[secret] ?? 1)));
