import * as keycloak from '@pulumi/keycloak';
import type * as pulumi from '@pulumi/pulumi';
import { IDENTITY_STACK, identityUrl } from '../modules/placement/index.ts';
import { authorityOf, type Context, factsOf } from './context.ts';

/** Seconds: a server that has just started answers its first requests slowly. */
const CLIENT_TIMEOUT = 60;

const common = (context: Context) => ({ url: identityUrl(context.federation), rootCaCertificate: authorityOf(context), initialLogin: false, clientTimeout: CLIENT_TIMEOUT });

/** As the server's first administrator, in the master realm: only to make the federation's realm. */
export const administrator = (context: Context, password: pulumi.Input<string>): keycloak.Provider =>
  new keycloak.Provider('keycloak', { ...common(context), clientId: 'admin-cli', username: 'admin', password });

/** What the identity stack says of the realm. */
export const realmFacts = () => factsOf(IDENTITY_STACK, 'issuer', 'realm', 'clientId', 'clientSecret');

/** As the service account that administers the federation's realm and no other. */
export const realmAdministrator = (context: Context, { realm, clientId, clientSecret }: Awaited<ReturnType<typeof realmFacts>>): keycloak.Provider =>
  new keycloak.Provider('keycloak', { ...common(context), realm, clientId, clientSecret });
