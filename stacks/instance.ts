import * as pulumi from '@pulumi/pulumi';
import { type GroupName, InstanceClient } from '../modules/identity/index.ts';
import type { InstanceInput } from '../modules/input/index.ts';
import { IDENTITY_STACK } from '../modules/placement/index.ts';
import { type Facts, fileOf, type Reading, secretOf } from './context.ts';
import { realmAdministrator } from './keycloak.ts';
import { targetOf } from './target.ts';

/** `<organization>.<name>`: who may sign in, and what runs. */
export async function instance(input: InstanceInput, facts: Reading['facts']): Promise<Record<string, unknown>> {
  const { [IDENTITY_STACK]: realm, ...organizations } = facts as { [IDENTITY_STACK]: Facts };
  const { target, options } = await targetOf(input, { authority: fileOf(input, 'authority'), 'identity.issuer': realm['issuer'] as pulumi.Output<string>, ...mailPassword(input) });

  createClient(input, realm, organizations);
  const { services } = target.deploy(input.workload, options);

  return { url: input.address, release: input.release, services, ...(input.breakGlass && { breakGlass: secretOf(input.breakGlass) }) };
}

function createClient(input: InstanceInput, realm: Facts, organizations: Readonly<Record<string, Facts>>): void {
  const { client } = input;
  if (client === undefined) return;
  const groupOf = (organization: string, name: GroupName) => (organizations[organization]?.['groups'] as pulumi.Output<Record<GroupName, string>>).apply((groups) => groups[name]);
  new InstanceClient(
    {
      realm: realm['realm'] as pulumi.Output<string>,
      clientId: input.workload.name,
      displayName: client.displayName,
      url: input.address,
      oidc: client.oidc,
      secret: secretOf(client.secret),
      access: Object.fromEntries(client.access.map((organization) => [organization, groupOf(organization, '')])),
      administrators: groupOf(client.organization, 'admins'),
    },
    { provider: realmAdministrator(input, realm) },
  );
}

/** One line, which may end with a line break. */
const mailPassword = (input: InstanceInput): { readonly 'mail.password'?: pulumi.Output<string> } =>
  input.files['mailPassword'] === undefined ? {} : { 'mail.password': pulumi.secret(fileOf(input, 'mailPassword').apply((line) => line.replace(/\r?\n$/, ''))) };
