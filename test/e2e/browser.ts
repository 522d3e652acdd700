import { execFile } from 'node:child_process';
import { mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { type Browser, chromium } from 'playwright-core';

const run = promisify(execFile);

export interface TrustingBrowser {
  readonly browser: Browser;
  close(): Promise<void>;
}

/**
 * Debian's Chromium with a fresh profile whose certificate store trusts one authority, as a person's machine would; none beside its own,
 * where none is given. No error of a certificate is ignored.
 */
export async function openBrowser(authorityPem?: string): Promise<TrustingBrowser> {
  const home = await mkdtemp(join(tmpdir(), 'chatiere-browser-'));
  if (authorityPem !== undefined) await trust(home, authorityPem);
  const browser = await chromium.launch({
    executablePath: '/usr/bin/chromium',
    env: { ...process.env, HOME: home },
    args: [
      ...(process.getuid?.() === 0 ? ['--no-sandbox'] : []),
      '--disable-gpu',
      '--disable-quic',
      '--no-first-run',
      '--disable-background-networking',
      '--disable-component-update',
      '--disable-sync',
      '--lang=fr-CA',
    ],
  });
  return {
    browser,
    async close() {
      await browser.close();
      await rm(home, { recursive: true, force: true });
    },
  };
}

async function trust(home: string, authorityPem: string): Promise<void> {
  const store = join(home, '.pki', 'nssdb');
  await mkdir(store, { recursive: true });
  await writeFile(join(home, 'authority.pem'), authorityPem);
  await run('certutil', ['-d', `sql:${store}`, '-N', '--empty-password']);
  await run('certutil', ['-d', `sql:${store}`, '-A', '-t', 'C,,', '-n', 'chatiere', '-i', join(home, 'authority.pem')]);
}
