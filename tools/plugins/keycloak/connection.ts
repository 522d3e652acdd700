import { STATUS_CODES } from 'node:http';
import type { KeycloakAdminClient } from '@keycloak/keycloak-admin-client/lib/client.js';
import type { Settings } from './settings.ts';

type Call<T> = (admin: KeycloakAdminClient) => Promise<T>;

/**
 * One Keycloak server, entered at the first request and again when the token is about to end
 * or a request is answered 401 or 403 (then the request is made once more).
 * Each verb names the HTTP method of the call inside it, for the error's text.
 */
export interface Connection {
  get<T>(call: Call<T>): Promise<T>;
  /** Undefined where Keycloak answers 404. */
  find<T>(call: Call<T>): Promise<NonNullable<T> | undefined>;
  post<T>(call: Call<T>): Promise<T>;
  put<T>(call: Call<T>): Promise<T>;
  delete<T>(call: Call<T>): Promise<T>;
  /** Takes a new token: one from before a realm's creation sees that realm only in part. */
  renew(): Promise<void>;
}

/** An answer of 400 or above; the text is the real plugin's. */
export class ApiError extends Error {
  readonly status: number;

  constructor(status: number, text: string) {
    super(text);
    this.status = status;
  }
}

/** No contact is made before the first call. */
export function connect(settings: Settings): Connection {
  const session = lazily(() => openSession(settings));

  async function request<T>(method: string, call: Call<T>): Promise<T> {
    const { admin, renew } = await session();
    try {
      return await call(admin).catch(async (error: unknown) => {
        if (!isRefused(error)) throw error;
        await renew();
        return call(admin);
      });
    } catch (error) {
      throw explained(error, method, settings);
    }
  }

  async function find<T>(call: Call<T>): Promise<NonNullable<T> | undefined> {
    return request('GET', call).then((found) => found ?? undefined, absent);
  }

  return {
    get: (call) => request('GET', call),
    find,
    post: (call) => request('POST', call),
    put: (call) => request('PUT', call),
    delete: (call) => request('DELETE', call),
    renew: async () => (await session()).renew(),
  };
}

export function isGone(error: unknown): boolean {
  return error instanceof ApiError && error.status === 404;
}

function absent(error: unknown): undefined {
  if (!isGone(error)) throw error;
  return undefined;
}

interface Session {
  admin: KeycloakAdminClient;
  renew(): Promise<void>;
}

/** The library is loaded here, as a preview without changes never needs it. */
async function openSession(settings: Settings): Promise<Session> {
  const { KeycloakAdminClient } = await import('@keycloak/keycloak-admin-client/lib/client.js');
  const timeout = settings.timeoutSeconds * 1000;
  const door = new KeycloakAdminClient({ baseUrl: settings.authUrl, realmName: settings.realm, timeout });
  const admin = new KeycloakAdminClient({
    baseUrl: settings.adminUrl,
    timeout,
    requestArgOptions: { catchNotFound: false },
  });
  const login = shared(async () => {
    await door.auth(settings.credentials).catch((error: unknown) => {
      throw new Error(`error logging in: ${describe(error, 'POST', tokenUrl(settings), false)}`);
    });
  });
  admin.registerTokenProvider({
    async getAccessToken() {
      if (door.accessToken === undefined || door.isTokenExpired()) await login();
      return door.accessToken;
    },
  });
  return { admin, renew: login };
}

function tokenUrl(settings: Settings): string {
  return `${settings.authUrl}/realms/${settings.realm}/protocol/openid-connect/token`;
}

/** Runs once at a time: whoever asks meanwhile gets the run under way. */
function shared<T>(run: () => Promise<T>): () => Promise<T> {
  let running: Promise<T> | undefined;
  return () => (running ??= run().finally(() => (running = undefined)));
}

function lazily<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => (made ??= make());
}

interface Answer {
  response: Response;
  responseData: unknown;
}

function isAnswer(error: unknown): error is Answer {
  return error instanceof Error && 'response' in error && error.response instanceof Response;
}

function isRefused(error: unknown): boolean {
  return isAnswer(error) && (error.response.status === 401 || error.response.status === 403);
}

function explained(error: unknown, method: string, settings: Settings): unknown {
  if (isAnswer(error)) {
    return new ApiError(error.response.status, describe(error, method, pathOf(error.response), true));
  }
  if (!isNetworkFailure(error)) return error;
  return new Error(`error sending request: ${describe(error, method, settings.adminUrl, true)}`);
}

/** The library ends a collection's address with a slash, the real plugin does not. */
function pathOf(response: Response): string {
  return new URL(response.url).pathname.replace(/\/$/, '');
}

function isNetworkFailure(error: unknown): error is Error {
  return error instanceof Error && (error.message === 'fetch failed' || error.name === 'TimeoutError');
}

/** Words of the Go provider, so that what reads them need not know which plugin spoke. */
function describe(error: unknown, method: string, target: string, withBody: boolean): string {
  if (isAnswer(error)) {
    const { status } = error.response;
    const body = typeof error.responseData === 'string' ? error.responseData : JSON.stringify(error.responseData);
    const line = `error sending ${method} request to ${target}: ${status} ${STATUS_CODES[status] ?? ''}`;
    return withBody ? `${line}.${body ? ` Response body: ${body}` : ''}` : line;
  }
  return `${method[0]}${method.slice(1).toLowerCase()} "${target}": ${networkReason(error)}`;
}

function networkReason(error: unknown): string {
  if (error instanceof Error && error.name === 'TimeoutError') {
    return 'context deadline exceeded (Client.Timeout exceeded while awaiting headers)';
  }
  const cause = firstCause(error);
  if (cause.code === 'ECONNREFUSED') return `dial tcp ${cause.address}:${cause.port}: connect: connection refused`;
  if (cause.code === 'ENOTFOUND') return `dial tcp: lookup ${cause.hostname}: no such host`;
  return cause.message ?? String(error);
}

interface SystemFailure {
  code?: string;
  address?: string;
  port?: number;
  hostname?: string;
  message?: string;
}

function firstCause(error: unknown): SystemFailure {
  const cause = error instanceof Error ? error.cause : undefined;
  const first = cause instanceof AggregateError ? cause.errors[0] : cause;
  return (first ?? error) as SystemFailure;
}
