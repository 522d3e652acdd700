import type { Page } from 'playwright-core';

/** Somebody whom an app has let in, as the app itself says. */
export interface Member {
  readonly username: string;
  readonly administrator: boolean;
}

/** What the suite must know of one app: how a browser goes in and out, and where the app says what it took. */
export interface Driver {
  /** Catalog entry. */
  readonly app: string;
  /** From the instance's address to the identity server, or to the app's own pages where a session is there already. */
  enter(page: Page, url: string): Promise<void>;
  /** Who is in, in the page's session; undefined where nobody is. */
  member(page: Page, url: string): Promise<Member | undefined>;
  /** Signs out as a person does. */
  leave(page: Page, url: string): Promise<void>;
  /** What the app shows of the brand, of the keys that its entry says it takes. */
  brand(page: Page, url: string): Promise<Readonly<Partial<Record<'name' | 'slogan' | 'colour' | 'legal' | 'privacy' | 'logo' | 'support', string>>>>;
}

/** The answer to a request that the page itself makes, with its cookies. */
export async function ask<T>(page: Page, url: string, options: { readonly method?: string; readonly headers?: Readonly<Record<string, string>> } = {}): Promise<{ readonly status: number; readonly body: T | undefined }> {
  const request = { url, method: options.method ?? 'GET', headers: { accept: 'application/json', ...options.headers } };
  return page.evaluate(async ({ url: address, ...rest }) => {
    const answer = await fetch(address, rest);
    const text = await answer.text();
    try {
      return { status: answer.status, body: JSON.parse(text) };
    } catch {
      return { status: answer.status, body: undefined };
    }
  }, request);
}

/** Width and height of a picture that the page itself loads, with its cookies. @rejects where the address gives none. */
export function pictureSize(page: Page, address: string): Promise<readonly [number, number]> {
  return page.evaluate(`(async () => {
    const image = new Image();
    image.src = ${JSON.stringify(address)};
    await image.decode();
    return [image.naturalWidth, image.naturalHeight];
  })()`);
}
