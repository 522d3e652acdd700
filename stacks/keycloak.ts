import * as keycloak from '@pulumi/keycloak';
import type * as pulumi from '@pulumi/pulumi';
import { authorityOf, type Context, factOf, identityUrl } from './context.ts';

/** Seconds: a server that has just started answers its first requests slowly. */
const CLIENT_TIMEOUT = 60;

const common = (context: Context) => ({ url: identityUrl(context), rootCaCertificate: authorityOf(context), initialLogin: false, clientTimeout: CLIENT_TIMEOUT });

/** As the server's first administrator, in the master realm: only to make the federation's realm. */
export const administrator = (context: Context, password: pulumi.Input<string>): keycloak.Provider =>
  new keycloak.Provider('keycloak', { ...common(context), clientId: 'admin-cli', username: 'admin', password });

/** As the service account that administers the federation's realm and no other. */
export const realmAdministrator = (context: Context, identity: pulumi.StackReference): keycloak.Provider =>
  new keycloak.Provider('keycloak', {
    ...common(context),
    realm: factOf(identity, 'realm'),
    clientId: factOf(identity, 'clientId'),
    clientSecret: factOf(identity, 'clientSecret'),
  });
