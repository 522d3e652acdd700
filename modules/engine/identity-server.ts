import tls from 'node:tls';
import type { KeycloakAdminClient } from '@keycloak/keycloak-admin-client/lib/client.js';
import { ChatiereError, ExitCode, keepSecret, text } from '../kernel/index.ts';

/** How to enter the identity server: as the service client of the federation's realm, or as the server's first administrator. */
export type Entrance = {
  /** `https://<identity hostname>[:port]` */
  readonly url: string;
  readonly realm: string;
  /** Certificate authority to trust beside the system's, PEM. */
  readonly authority: string;
} & ({ readonly clientId: string; readonly clientSecret: string } | { readonly username: string; readonly password: string });

/** Milliseconds, well below the minute that an administrator's access token lives by default. */
const RENEWAL = 40_000;

/** A client that is let in; `renew` before each piece of a long work. */
export async function enter(entrance: Entrance): Promise<{ keycloak: KeycloakAdminClient; renew: () => Promise<void> }> {
  keepSecret('clientSecret' in entrance ? entrance.clientSecret : entrance.password);
  trust(entrance.authority);
  const { KeycloakAdminClient: Client } = await import('@keycloak/keycloak-admin-client/lib/client.js');
  const keycloak = new Client({ baseUrl: entrance.url, realmName: entrance.realm, timeout: 30_000 });
  const credentials = 'clientId' in entrance
    ? { grantType: 'client_credentials' as const, clientId: entrance.clientId, clientSecret: entrance.clientSecret }
    : { grantType: 'password' as const, clientId: 'admin-cli', username: entrance.username, password: entrance.password };
  let renewed = -Infinity;
  const renew = async () => {
    if (performance.now() - renewed < RENEWAL) return;
    await keycloak.auth(credentials);
    renewed = performance.now();
  };
  try {
    await renew();
  } catch (error) {
    const reason = reasonOf(error);
    throw new ChatiereError({
      code: 'identity-unreachable',
      what: text(`le serveur d’identité ne répond pas comme il faut : ${reason}`, `the identity server does not answer as it should: ${reason}`),
      given: entrance.url,
      next: text('vérifier avec « chatiere status », puis « chatiere up identity »', 'check with "chatiere status", then "chatiere up identity"'),
    }, ExitCode.failure);
  }
  return { keycloak, renew };
}

/** The admin client knows only the global fetch, whose authorities are the process's. */
function trust(authority: string): void {
  const { setDefaultCACertificates, getCACertificates } = tls as Partial<typeof tls>;
  if (!setDefaultCACertificates || !getCACertificates) {
    throw new ChatiereError({
      code: 'node-version',
      what: text('cette version de Node ne sait pas faire confiance à l’autorité de la fédération', 'this version of Node cannot trust the federation’s authority'),
      given: process.version,
      allowed: text('22.19 ou plus récent', '22.19 or later'),
    }, ExitCode.failure);
  }
  setDefaultCACertificates([...getCACertificates('default'), authority]);
}

/** What was wrong, without the request: it carries the secret. */
function reasonOf(error: unknown): string {
  const { message, cause, responseData } = error as { message?: string; cause?: { code?: string; message?: string }; responseData?: { error?: string } };
  return responseData?.error ?? cause?.code ?? cause?.message ?? message ?? 'unknown';
}
