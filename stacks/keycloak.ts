import * as keycloak from '@pulumi/keycloak';
import type { IdentityInput, InstanceInput, OrganizationInput, StackInput } from '../modules/input/index.ts';
import { type Facts, fileOf } from './context.ts';

/** Seconds: a server that has just started answers its first requests slowly. */
const CLIENT_TIMEOUT = 60;

const common = (input: StackInput & { readonly url: string }) => ({ url: input.url, rootCaCertificate: fileOf(input, 'authority'), initialLogin: false, clientTimeout: CLIENT_TIMEOUT });

/** As the server's first administrator, in the master realm: only to make the federation's realm. */
export const administrator = (input: IdentityInput, { identityAdminPassword: password }: Facts): keycloak.Provider =>
  new keycloak.Provider('keycloak', { ...common(input), clientId: 'admin-cli', username: 'admin', password });

/** As the service account that administers the federation's realm and no other. */
export const realmAdministrator = (input: OrganizationInput | InstanceInput, { realm, clientId, clientSecret }: Facts): keycloak.Provider =>
  new keycloak.Provider('keycloak', { ...common(input), realm, clientId, clientSecret });
