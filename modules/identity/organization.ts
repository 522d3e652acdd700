import * as keycloak from '@pulumi/keycloak';
import * as pulumi from '@pulumi/pulumi';

export interface OrganizationIdentityArgs {
  readonly realm: pulumi.Input<string>;
  /** Identifier of the organization: its alias and the name of its group. */
  readonly id: string;
  readonly displayName: string;
  /** Mail domains; at least one. */
  readonly domains: readonly string[];
}

export const SUBGROUPS = ['admins', 'members'] as const;
/** The organization's own group under the empty name, and its subgroups. */
export type GroupName = '' | (typeof SUBGROUPS)[number];

/** An organization in Keycloak: its Organization, and the group `/<id>` with its subgroups. Protected, as the people in them are. */
export class OrganizationIdentity extends pulumi.ComponentResource {
  readonly organizationId: pulumi.Output<string>;
  readonly groups: Readonly<Record<GroupName, pulumi.Output<string>>>;

  constructor(args: OrganizationIdentityArgs, options: pulumi.ComponentResourceOptions & { readonly provider: keycloak.Provider }) {
    super('chatiere:identity:OrganizationIdentity', args.id, {}, options);
    const child = { parent: this, provider: options.provider, protect: true };

    this.organizationId = createOrganization(args, child).id;
    this.groups = createGroups(args, child);
    this.registerOutputs({ organizationId: this.organizationId, groups: this.groups });
  }
}

/** `name` cannot change without a new Organization, so people read the description. */
const createOrganization = ({ realm, id, displayName, domains }: OrganizationIdentityArgs, options: pulumi.CustomResourceOptions): keycloak.Organization =>
  new keycloak.Organization(id, { realm, name: id, alias: id, description: displayName, enabled: true, domains: [...domains].sort().map((name) => ({ name })) }, options);

function createGroups({ realm, id }: OrganizationIdentityArgs, options: pulumi.CustomResourceOptions): Record<GroupName, pulumi.Output<string>> {
  const group = new keycloak.Group(id, { realmId: realm, name: id }, options);
  const subgroup = (name: string): pulumi.Output<string> => new keycloak.Group(`${id}-${name}`, { realmId: realm, name, parentId: group.id }, options).id;
  return { '': group.id, admins: subgroup('admins'), members: subgroup('members') };
}
