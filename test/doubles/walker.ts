/** What a double's web side is to a test. */
export interface Site {
  request(address: string, init?: RequestInit): Response | Promise<Response>;
}

export interface Page {
  readonly url: string;
  readonly status: number;
  readonly text: string;
}

/** A browser without scripts: keeps cookies for each host, follows redirects, fills the identity server's form. */
export class Walker {
  readonly #sites: Readonly<Record<string, Site>>;
  readonly #cookies = new Map<string, Map<string, string>>();

  /** `sites`: `https://host` -> what answers there; every other address is called over the network. */
  constructor(sites: Readonly<Record<string, Site>>) {
    this.#sites = sites;
  }

  async go(url: string, init: RequestInit = {}): Promise<Page> {
    const { origin, host } = new URL(url);
    const jar = this.#cookies.get(host) ?? new Map<string, string>();
    this.#cookies.set(host, jar);
    const cookie = [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
    const request = { ...init, redirect: 'manual' as const, headers: { ...(init.headers as Record<string, string> | undefined), cookie, host } };
    const answer = await (this.#sites[origin]?.request(url, request) ?? fetch(url, request));
    for (const line of answer.headers.getSetCookie()) keep(jar, line);
    const location = answer.headers.get('location');
    return location === null ? { url, status: answer.status, text: await answer.text() } : this.go(new URL(location, url).href);
  }

  /** From an app's address through the form, which must appear. */
  async signIn(url: string, username: string, password: string): Promise<Page> {
    return this.submit(await this.go(url), username, password);
  }

  async submit({ url, text }: Page, username: string, password: string): Promise<Page> {
    const action = /<form[^>]*id="kc-form-login"[^>]*action="([^"]+)"/.exec(text)?.[1];
    if (action === undefined) throw new Error(`no sign-in form at ${url}: ${text.slice(0, 2000)}`);
    return this.go(action.replaceAll('&amp;', '&'), { method: 'POST', body: new URLSearchParams({ username, password, credentialId: '' }) });
  }
}

function keep(jar: Map<string, string>, line: string): void {
  const [pair = '', ...attributes] = line.split(';');
  const at = pair.indexOf('=');
  const over = attributes.some((each) => /^\s*max-age=0$/i.test(each));
  if (over) jar.delete(pair.slice(0, at));
  else jar.set(pair.slice(0, at), pair.slice(at + 1));
}
