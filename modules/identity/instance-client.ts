import * as keycloak from '@pulumi/keycloak';
import * as pulumi from '@pulumi/pulumi';
import type { AppSheet } from '../catalog/index.ts';
import { MANAGED_BY } from '../kernel/index.ts';
import { AccessFlow } from './access-flow.ts';

export interface InstanceClientArgs {
  readonly realm: pulumi.Input<string>;
  /** The workload's name. */
  readonly clientId: string;
  /** As people read it on the sign-in page. */
  readonly displayName: string;
  /** Address of the instance, no trailing slash. */
  readonly url: string;
  readonly oidc: NonNullable<AppSheet['oidc']>;
  readonly secret: pulumi.Input<string>;
  /** Organization -> its group: whose members may sign in. */
  readonly access: Readonly<Record<string, pulumi.Input<string>>>;
  /** Group of the organization's own administrators. */
  readonly administrators: pulumi.Input<string>;
}

/** Role of the client that opens it. */
export const ACCESS_ROLE = 'access';

/** What lets an instance sign people in: its client, the role that opens it, who has the role, and the flow that refuses everyone else. */
export class InstanceClient extends pulumi.ComponentResource {
  readonly id: pulumi.Output<string>;

  constructor(args: InstanceClientArgs, options: pulumi.ComponentResourceOptions & { readonly provider: keycloak.Provider }) {
    super('chatiere:identity:InstanceClient', args.clientId, {}, options);
    const child = { parent: this, provider: options.provider };

    const flow = new AccessFlow({ realm: args.realm, clientId: args.clientId, role: ACCESS_ROLE }, child);
    const client = createClient(args, flow, child);
    grantAccess(args, client, child);
    mapGroups(args, client, child);

    this.id = client.id;
    this.registerOutputs({ id: this.id });
  }
}

function createClient({ realm, clientId, displayName, url, oidc, secret }: InstanceClientArgs, flow: AccessFlow, options: pulumi.CustomResourceOptions): keycloak.openid.Client {
  const absolute = (paths: readonly string[]): string[] => paths.map((path) => `${url}${path}`).sort();
  return new keycloak.openid.Client(
    clientId,
    {
      realmId: realm,
      clientId,
      name: displayName,
      // By it the engine knows its own, where a creation was interrupted.
      description: MANAGED_BY,
      enabled: true,
      accessType: 'CONFIDENTIAL',
      clientSecret: secret,
      baseUrl: url,
      standardFlowEnabled: true,
      implicitFlowEnabled: false,
      directAccessGrantsEnabled: false,
      serviceAccountsEnabled: false,
      // The token carries the roles of this client alone.
      fullScopeAllowed: false,
      validRedirectUris: absolute(oidc.redirectPaths),
      ...(oidc.postLogoutPaths.length > 0 && { validPostLogoutRedirectUris: absolute(oidc.postLogoutPaths) }),
      ...(oidc.pkce && { pkceCodeChallengeMethod: 'S256' }),
      ...(oidc.backchannelLogoutPath !== undefined && { backchannelLogoutUrl: `${url}${oidc.backchannelLogoutPath}`, backchannelLogoutSessionRequired: true }),
      authenticationFlowBindingOverrides: { browserId: flow.id },
    },
    { ...options, dependsOn: [flow] },
  );
}

/** Not exhaustive: what else a group may do is none of this instance's business. Subgroups have what their parent has. */
function grantAccess({ realm, clientId, access }: InstanceClientArgs, client: keycloak.openid.Client, options: pulumi.CustomResourceOptions): void {
  const role = new keycloak.Role(`${clientId}-${ACCESS_ROLE}`, { realmId: realm, clientId: client.id, name: ACCESS_ROLE }, options);
  for (const [organization, groupId] of Object.entries(access)) {
    new keycloak.GroupRoles(`${clientId}-${organization}`, { realmId: realm, groupId, roleIds: [role.id], exhaustive: false }, options);
  }
}

/** Full paths of a person's groups; and for the organization's administrators, the value by which the app knows its own. */
function mapGroups({ realm, clientId, oidc, administrators }: InstanceClientArgs, client: keycloak.openid.Client, options: pulumi.CustomResourceOptions): void {
  if (oidc.groups === undefined) return;
  const { claim, administrators: value } = oidc.groups;
  new keycloak.openid.GroupMembershipProtocolMapper(
    `${clientId}-groups`,
    { realmId: realm, clientId: client.id, name: 'groups', claimName: claim, fullPath: true },
    options,
  );
  if (value === undefined) return;
  const role = new keycloak.Role(`${clientId}-${value}`, { realmId: realm, clientId: client.id, name: value }, options);
  new keycloak.GroupRoles(`${clientId}-administrators`, { realmId: realm, groupId: administrators, roleIds: [role.id], exhaustive: false }, options);
  new keycloak.openid.UserClientRoleProtocolMapper(
    `${clientId}-administrators`,
    { realmId: realm, clientId: client.id, name: 'administrators', claimName: claim, clientIdForRoleMappings: clientId, multivalued: true },
    options,
  );
}
