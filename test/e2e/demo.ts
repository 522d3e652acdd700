import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { openBrowser, type TrustingBrowser } from './browser.ts';
import { createFederation, type TestFederation } from './federation.ts';
import { type Feed, serveFeed } from './feed.ts';
import { type Credentials, importPeople } from './people.ts';

/** The demo's two instances, its people, and a browser that trusts its authority. */
export interface Demo {
  readonly federation: TestFederation;
  readonly people: Credentials;
  readonly feed: Feed;
  readonly browser: TrustingBrowser;
  close(): Promise<void>;
}

export async function openDemo(): Promise<Demo> {
  const federation = await createFederation();
  let [feed, browser]: [Feed | undefined, TrustingBrowser | undefined] = [undefined, undefined];
  const close = async (): Promise<void> => {
    await browser?.close();
    await feed?.stop();
    await federation.dispose();
  };
  try {
    // Before the browser: Chromium drops what it is loading when an address of the machine changes.
    feed = await serveFeed(federation);
    await federation.chatiere('up');
    const people = await importPeople(federation);
    browser = await openBrowser(await readFile(join(federation.directory, 'certificates', 'authority.crt'), 'utf8'));
    return { federation, people, feed, browser, close };
  } catch (error) {
    await close();
    throw error;
  }
}
