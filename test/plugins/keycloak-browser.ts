import { createHash, randomBytes } from 'node:crypto';

export type Outcome = { kind: 'code'; code: string } | { kind: 'form'; page: string; action: string } | { kind: 'page'; status: number; page: string };

/** A client as a browser sees it. */
export interface App {
  clientId: string;
  redirectUri: string;
}

/** Walks Keycloak's pages with plain requests, keeping cookies as a browser would. */
export class Browser {
  readonly #issuer: string;
  readonly #cookies = new Map<string, string>();

  /** `issuer`: `<url>/realms/<realm>`. */
  constructor(issuer: string) {
    this.#issuer = issuer;
  }

  /** Opens an app's sign-in address: a code where a session is there already and enough, else the form or another page. */
  async open(app: App): Promise<Outcome> {
    const challenge = createHash('sha256').update(randomBytes(32)).digest('base64url');
    const query = new URLSearchParams({
      response_type: 'code', scope: 'openid', client_id: app.clientId, redirect_uri: app.redirectUri,
      state: 'state', code_challenge: challenge, code_challenge_method: 'S256',
    });
    return this.#follow(`${this.#issuer}/protocol/openid-connect/auth?${query}`, app);
  }

  /** Opens the address, which must show the form, and sends it. */
  async signIn(app: App, username: string, password: string): Promise<Outcome> {
    const form = await this.open(app);
    if (form.kind !== 'form') throw new Error(`expected the sign-in form, got ${JSON.stringify(form)}`);
    return this.#follow(form.action, app, new URLSearchParams({ username, password, credentialId: '' }));
  }

  async #follow(url: string, app: App, body?: URLSearchParams): Promise<Outcome> {
    const answer = await this.#request(url, body);
    const location = answer.headers.get('location');
    if (location?.startsWith(app.redirectUri)) return finish(new URL(location));
    if (location !== null) return this.#follow(new URL(location, url).href, app);
    return read(answer.status, await answer.text());
  }

  async #request(url: string, body: URLSearchParams | undefined): Promise<Response> {
    const cookie = [...this.#cookies].map(([name, value]) => `${name}=${value}`).join('; ');
    const answer = await fetch(url, {
      redirect: 'manual',
      headers: { cookie, 'accept-language': 'de' },
      ...(body ? { method: 'POST', body } : {}),
    });
    for (const line of answer.headers.getSetCookie()) this.#keep(line);
    return answer;
  }

  #keep(line: string): void {
    const [pair = '', ...attributes] = line.split(';');
    const at = pair.indexOf('=');
    const name = pair.slice(0, at);
    const over = attributes.some((each) => /^\s*max-age=0$/i.test(each));
    if (over) this.#cookies.delete(name);
    else this.#cookies.set(name, pair.slice(at + 1));
  }
}

function finish(location: URL): Outcome {
  const code = location.searchParams.get('code');
  return code ? { kind: 'code', code } : { kind: 'page', status: 302, page: location.search };
}

function read(status: number, page: string): Outcome {
  const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(page)?.[1];
  return action ? { kind: 'form', page, action: action.replaceAll('&amp;', '&') } : { kind: 'page', status, page };
}
