import { join } from 'node:path';
import type { BrowserContext, Page } from 'playwright-core';
import { beforeAll, describe, expect, it } from 'vitest';
import { execa } from 'execa';
import type { TrustingBrowser } from './browser.ts';
import type { Demo } from './demo.ts';
import type { TestFederation } from './federation.ts';
import type { Feed } from './feed.ts';
import { descriptions, filesOf, secretsOf, watchCommandLines } from './canary.ts';
import type { Credentials } from './people.ts';

let federation: TestFederation;
let people: Credentials;
let feed: Feed;
let browser: TrustingBrowser;
const contexts: BrowserContext[] = [];

const mrc = () => federation.url(`lecture.mrc-demo.${federation.domain}`);
const village = () => federation.url(`lecture.village-demo.${federation.domain}`);

async function newPerson(): Promise<Page> {
  const context = await browser.browser.newContext({ locale: 'fr-CA' });
  contexts.push(context);
  return context.newPage();
}

/** Where signing in can lead: the identity server's form, its refusal, or the app's own pages for those who are in. */
const ARRIVED = '#username, #kc-error-message, header nav';

/** From an instance's address to where the identity server leads: the form is filled only when it appears. */
async function signIn(page: Page, address: string, username: string): Promise<void> {
  await page.goto(address);
  await throughIdentityServer(page);
  if ((await page.locator('#username').count()) === 0) return;
  await page.locator('#username').fill(username);
  await page.locator('#password').fill(people.password(username));
  await page.locator('#kc-login').click();
  await page.locator('#kc-error-message, header nav').first().waitFor();
}

async function throughIdentityServer(page: Page): Promise<void> {
  await page.locator('.oauth2 a').click();
  await page.locator(ARRIVED).first().waitFor();
}

/** What a person sees, for whoever wants to look. */
const picture = (page: Page, name: string) => page.screenshot({ path: join('.artifacts', `${name}.png`), fullPage: true });

/** From an approved order to someone who is signed in, on the demo as it is. */
export function signOn(demo: () => Demo): void {
  beforeAll(() => void ({ federation, people, feed, browser } = demo()));

  describe('single sign-on from an order', () => {
    it('signs a person of the MRC in to Miniflux, in French', async () => {
      const page = await newPerson();
      await signIn(page, mrc(), people.memberOf('mrc-demo'));
      await picture(page, '1-mrc-signed-in');
      expect(page.url()).toContain(mrc());
      expect(await page.locator('html').getAttribute('lang')).toBe('fr-FR');
      expect(await page.locator('nav').first().innerText()).toContain('Non lus');
    });

    it('refuses a person of the village at a fresh sign-in', async () => {
      const page = await newPerson();
      await signIn(page, mrc(), people.memberOf('village-demo'));
      await picture(page, '2-village-refused-fresh');
      expect(page.url()).toContain(`connexion.${federation.domain}`);
      expect(await page.locator('body').innerText()).toContain('Accès refusé');
    });

    it('refuses a person of the village who is already signed in to another instance', async () => {
      const page = await newPerson();
      await signIn(page, village(), people.memberOf('village-demo'));
      expect(page.url()).toContain(village());
      await page.goto(mrc());
      await throughIdentityServer(page);
      await picture(page, '3-village-refused-signed-in');
      expect(page.url()).toContain(`connexion.${federation.domain}`);
      expect(await page.locator('body').innerText()).toContain('Accès refusé');
      expect(await page.locator('#username').count()).toBe(0);
    });

    it('ends Miniflux’s session on sign-out while the identity server’s survives', async () => {
      const page = await newPerson();
      const username = people.memberOf('mrc-demo');
      await signIn(page, mrc(), username);
      await page.goto(`${mrc()}/logout`);
      await page.goto(`${mrc()}/unread`);
      expect(await page.locator('.oauth2 a').count()).toBe(1);
      await throughIdentityServer(page);
      expect(page.url()).toContain(mrc());
      expect(await page.locator('#username').count()).toBe(0);
    });
  });

  describe('isolation and egress', () => {
    it('fetches a feed that a container outside serves', async () => {
      const page = await newPerson();
      await signIn(page, mrc(), people.memberOf('mrc-demo'));
      await page.goto(`${mrc()}/subscribe`);
      await page.locator('#form-url').fill(feed.url);
      await page.locator('#form-url').press('Enter');
      await page.waitForURL(/\/feed\/\d+\/entries/);
      await page.goto(`${mrc()}/unread`);
      expect(await page.locator('body').innerText()).toContain(feed.entryTitle);
      // Starred now, looked for again after the container was lost.
      await Promise.all([page.waitForResponse((response) => response.url().includes('star')), page.locator('[data-toggle-starred]').first().click()]);
      await page.goto(`${mrc()}/starred`);
      await picture(page, '4-starred');
      expect(await page.locator('body').innerText()).toContain(feed.entryTitle);
    });

    it('reaches nothing outside from the database, and nothing of another instance', async () => {
      expect(await connects(`${federation.id}--mrc-demo--miniflux--app`, feed.address, feed.port), 'the app reaches the feed').toBe(true);
      expect(await connects(`${federation.id}--mrc-demo--miniflux--database`, feed.address, feed.port), 'the database does not').toBe(false);
      const targets = [
        ...(await addresses(`${federation.id}--mrc-demo--miniflux--app`)).map((ip) => [ip, 8080] as const),
        ...(await addresses(`${federation.id}--mrc-demo--miniflux--database`)).map((ip) => [ip, 5432] as const),
      ];
      expect(targets.length).toBeGreaterThanOrEqual(3);
      expect(await connects(`${federation.id}--mrc-demo--miniflux--app`, (await addresses(`${federation.id}--mrc-demo--miniflux--database`))[0] as string, 5432)).toBe(true);
      for (const [ip, port] of targets) {
        for (const part of ['app', 'database']) expect(await connects(`${federation.id}--village-demo--miniflux--${part}`, ip, port), `${part} -> ${ip}:${port}`).toBe(false);
      }
    });
  });

  describe('steady state', () => {
    it('changes nothing when run again, sees no difference on refresh, and plain pulumi agrees', async () => {
      const again = JSON.parse(await federation.chatiere('up', '--json').then(lastLine)) as Summary;
      expect(changes(again)).toBe(0);
      expect(again.stacks.map(({ outcome }) => outcome)).toEqual(again.stacks.map(() => 'unchanged'));
      const refreshed = JSON.parse(await federation.chatiere('up', '--refresh', '--json').then(lastLine)) as Summary;
      expect(changes(refreshed)).toBe(0);
      for (const stack of ['host.serveur-1', 'identity', 'mrc-demo', 'village-demo', 'mrc-demo.miniflux', 'village-demo.miniflux']) {
        const { exitCode, output } = await federation.pulumi(stack, `pulumi preview --expect-no-changes -s ${stack}`);
        expect(exitCode, output).toBe(0);
      }
    });

    it('brings a removed app container back with what was saved', async () => {
      await execa('docker', ['rm', '--force', `${federation.id}--mrc-demo--miniflux--app`]);
      await federation.chatiere('up', '--refresh', 'mrc-demo.miniflux');
      const page = await newPerson();
      await signIn(page, mrc(), people.memberOf('mrc-demo'));
      await page.goto(`${mrc()}/starred`);
      expect(await page.locator('.item-title').count()).toBe(1);
    });

    it('lets the village in once the instance’s access lists it', async () => {
      await federation.edit('instances/mrc-demo.miniflux.yaml', ['access', 'organizations'], ['village-demo']);
      await federation.chatiere('up', 'mrc-demo.miniflux');
      const page = await newPerson();
      await signIn(page, mrc(), people.memberOf('village-demo'));
      await picture(page, '5-village-let-in');
      expect(page.url()).toContain(mrc());
      expect(await page.locator('nav').first().innerText()).toContain('Non lus');
    });

    it('reports the instances from the engine', async () => {
      const { instances: status } = JSON.parse(await federation.chatiere('status', '--json')) as { instances: { instance: string; phase: string; health: string; url: string }[] };
      expect(status.map(({ instance, phase, health }) => [instance, phase, health]).sort()).toEqual([
        ['mrc-demo.miniflux', 'running', 'healthy'],
        ['village-demo.miniflux', 'running', 'healthy'],
      ]);
    });

    it('holds no secret in the clear: logs, state, settings, descriptions of containers, command lines', async () => {
      const secrets = await secretsOf(federation);
      expect(secrets.size).toBeGreaterThanOrEqual(14);
      // A generation of a secret changes, so that every piece of the path handles it while we look.
      const lines = new Set<string>();
      const looking = new AbortController();
      const look = watchCommandLines(lines, looking.signal);
      await federation.edit('instances/mrc-demo.miniflux.yaml', ['secretGenerations', 'oidc-client-secret'], 2);
      const told = await federation.attempt('up', '--json');
      looking.abort();
      await look;
      expect(told.exitCode, told.stderr).toBe(0);
      const places = { ...(await filesOf(federation.directory)), ...(await descriptions(federation.id)), stdout: told.stdout, stderr: told.stderr, 'command lines': [...lines].join('\n') };
      expect(lines.size).toBeGreaterThan(10);
      expect(Object.keys(places).some((place) => place.startsWith('logs/'))).toBe(true);
      const found = Object.entries(places).flatMap(([place, content]) => [...secrets].filter(([, secret]) => content.includes(secret)).map(([name]) => `${name} in ${place}`));
      expect(found).toEqual([]);
    });
  });
}

interface Summary {
  readonly stacks: readonly { readonly stack: string; readonly outcome: string }[];
  readonly total: Record<string, number>;
}
const lastLine = (output: string) => output.trim().split('\n').at(-1) as string;
const changes = ({ total }: Summary) => Object.entries(total).reduce((sum, [kind, count]) => (kind === 'same' ? sum : sum + count), 0);

async function addresses(container: string): Promise<string[]> {
  const { stdout } = await execa('docker', ['inspect', '--format', '{{range .NetworkSettings.Networks}}{{.IPAddress}} {{end}}', container]);
  return stdout.trim().split(/\s+/);
}

/** Whether a TCP connection opens within 3 s from inside a container's network namespace. */
async function connects(container: string, address: string, port: number): Promise<boolean> {
  const { stdout: pid } = await execa('docker', ['inspect', '--format', '{{.State.Pid}}', container]);
  const { exitCode } = await execa('nsenter', ['--target', pid, '--net', 'timeout', '3', 'bash', '-c', `exec 3<>"/dev/tcp/$0/$1"`, address, String(port)], { reject: false });
  return exitCode === 0;
}
