import * as keycloak from '@pulumi/keycloak';
import * as pulumi from '@pulumi/pulumi';

export interface RealmArgs {
  /** Identifier of the realm: the federation's. */
  readonly id: string;
  /** As people read it on the sign-in page. */
  readonly displayName: string;
  readonly engineSecret: pulumi.Input<string>;
}

/** Client identifier under which the other stacks administer the realm. */
export const ENGINE_CLIENT = 'chatiere';

/**
 * The federation's one realm, and the service account that administers it. Both are protected: without the realm everyone would
 * get another `sub`, and with it lose what they have in each app.
 */
export class Realm extends pulumi.ComponentResource {
  readonly realm: pulumi.Output<string>;
  readonly clientId: pulumi.Output<string>;

  constructor(args: RealmArgs, options: pulumi.ComponentResourceOptions & { readonly provider: keycloak.Provider }) {
    super('chatiere:identity:Realm', args.id, {}, options);
    const child = { parent: this, provider: options.provider, protect: true };

    const realm = createRealm(args, child);
    const client = createEngineClient(args, realm, child);
    grantAdministration(args, realm, client, child);

    this.realm = realm.realm;
    this.clientId = client.clientId;
    this.registerOutputs({ realm: this.realm, clientId: this.clientId });
  }
}

const createRealm = ({ id, displayName }: RealmArgs, options: pulumi.CustomResourceOptions): keycloak.Realm =>
  new keycloak.Realm(
    id,
    {
      realm: id,
      displayName,
      enabled: true,
      organizationsEnabled: true,
      registrationAllowed: false,
      // Without a mail server nobody could finish it.
      resetPasswordAllowed: false,
      editUsernameAllowed: false,
      duplicateEmailsAllowed: false,
      loginWithEmailAllowed: true,
      rememberMe: false,
      sslRequired: 'all',
      passwordPolicy: 'length(12) and notUsername(undefined) and notEmail(undefined)',
      internationalization: { supportedLocales: ['fr', 'en'], defaultLocale: 'fr' },
      // Ten wrong passwords, then a wait that grows to fifteen minutes; never a lockout that someone else could provoke for good.
      // No check for quick sign-ins: Keycloak counts a refusal for want of access as a failure, and two would shut someone out everywhere.
      securityDefenses: {
        bruteForceDetection: { permanentLockout: false, maxLoginFailures: 10, waitIncrementSeconds: 60, maxFailureWaitSeconds: 900, failureResetTimeSeconds: 43_200, quickLoginCheckMilliSeconds: 0 },
      },
      ssoSessionIdleTimeout: '30m',
      ssoSessionMaxLifespan: '10h',
    },
    options,
  );

const createEngineClient = ({ id, engineSecret }: RealmArgs, realm: keycloak.Realm, options: pulumi.CustomResourceOptions): keycloak.openid.Client =>
  new keycloak.openid.Client(
    `${id}-engine`,
    {
      realmId: realm.id,
      clientId: ENGINE_CLIENT,
      name: 'Chatière',
      accessType: 'CONFIDENTIAL',
      clientSecret: engineSecret,
      serviceAccountsEnabled: true,
      standardFlowEnabled: false,
      directAccessGrantsEnabled: false,
    },
    options,
  );

function grantAdministration({ id }: RealmArgs, realm: keycloak.Realm, client: keycloak.openid.Client, options: pulumi.CustomResourceOptions): void {
  const management = keycloak.openid.getClientOutput({ realmId: realm.id, clientId: 'realm-management' }, { provider: options.provider as pulumi.ProviderResource, parent: options.parent as pulumi.Resource });
  new keycloak.openid.ClientServiceAccountRole(
    `${id}-engine-admin`,
    { realmId: realm.id, serviceAccountUserId: client.serviceAccountUserId, clientId: management.id, role: 'realm-admin' },
    options,
  );
}
