import { createRemoteJWKSet, jwtVerify } from 'jose';
import * as oidc from 'openid-client';

export interface Provider {
  /** Address of the discovery document or of the issuer. */
  readonly discovery: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly scope: string;
  readonly pkce: boolean;
  /** Whether the user information counts over the ID token. */
  readonly userInfo: boolean;
}

/** What the browser's return must match. */
export interface Pending {
  readonly state: string;
  readonly nonce: string;
  readonly verifier: string | undefined;
}

export interface Person {
  readonly issuer: string;
  /** Claims of the ID token, and where the provider asks for it those of the user information over them. */
  readonly claims: Readonly<Record<string, unknown>>;
  readonly idToken: string;
  readonly sid: string | undefined;
}

const LOGOUT_EVENT = 'http://schemas.openid.net/event/backchannel-logout';

/** Authorization code flow of one provider. ID tokens are checked in full, their signatures included. */
export class SignOn {
  readonly #provider: Provider;
  #configuration: Promise<oidc.Configuration> | undefined;

  constructor(provider: Provider) {
    this.#provider = provider;
  }

  async begin(redirectUri: string): Promise<{ address: URL; pending: Pending }> {
    const { scope, pkce } = this.#provider;
    const pending: Pending = { state: oidc.randomState(), nonce: oidc.randomNonce(), verifier: pkce ? oidc.randomPKCECodeVerifier() : undefined };
    const parameters = {
      redirect_uri: redirectUri,
      scope,
      state: pending.state,
      nonce: pending.nonce,
      ...(pending.verifier !== undefined && { code_challenge: await oidc.calculatePKCECodeChallenge(pending.verifier), code_challenge_method: 'S256' }),
    };
    return { address: oidc.buildAuthorizationUrl(await this.#configured(), parameters), pending };
  }

  /** `address`: where the browser came back, as the public sees it. @throws when the answer is not of this flow, or its token does not stand. */
  async complete(address: URL, { state, nonce, verifier }: Pending): Promise<Person> {
    const configuration = await this.#configured();
    const checks = { expectedState: state, expectedNonce: nonce, idTokenExpected: true, ...(verifier !== undefined && { pkceCodeVerifier: verifier }) };
    const tokens = await oidc.authorizationCodeGrant(configuration, address, checks);
    const claims = tokens.claims();
    if (!claims || !tokens.id_token) throw new Error('no ID token');
    const more = this.#provider.userInfo ? await oidc.fetchUserInfo(configuration, tokens.access_token, claims.sub) : {};
    return { issuer: claims.iss, claims: { ...claims, ...more }, idToken: tokens.id_token, sid: typeof claims['sid'] === 'string' ? claims['sid'] : undefined };
  }

  async logoutAddress(idToken: string | undefined, postLogoutUri: string): Promise<URL> {
    return oidc.buildEndSessionUrl(await this.#configured(), { post_logout_redirect_uri: postLogoutUri, ...(idToken !== undefined && { id_token_hint: idToken }) });
  }

  /** Whom a back-channel logout token ends. @throws when it does not stand. */
  async endedBy(logoutToken: string): Promise<{ issuer: string; sid: string | undefined; sub: string | undefined }> {
    const { issuer, jwks_uri: keys } = (await this.#configured()).serverMetadata();
    if (keys === undefined) throw new Error('the provider names no keys');
    const { payload } = await jwtVerify(logoutToken, createRemoteJWKSet(new URL(keys)), { issuer, audience: this.#provider.clientId, requiredClaims: ['iat', 'jti', 'events'] });
    const { events, nonce, sid, sub } = payload as { events?: Record<string, unknown>; nonce?: unknown; sid?: string; sub?: string };
    if (nonce !== undefined || typeof events !== 'object' || !(LOGOUT_EVENT in events) || (sid === undefined && sub === undefined)) throw new Error('not a logout token');
    return { issuer, sid, sub };
  }

  #configured(): Promise<oidc.Configuration> {
    this.#configuration ??= this.#discover().catch((error: unknown) => {
      this.#configuration = undefined;
      throw error;
    });
    return this.#configuration;
  }

  async #discover(): Promise<oidc.Configuration> {
    const { discovery, clientId, clientSecret } = this.#provider;
    const address = new URL(discovery);
    const execute = [oidc.enableNonRepudiationChecks, ...(address.protocol === 'http:' ? [oidc.allowInsecureRequests] : [])];
    return oidc.discovery(address, clientId, undefined, oidc.ClientSecretBasic(clientSecret), { execute });
  }
}
