import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { execa } from 'execa';
import type { Page } from 'playwright-core';
import { parse } from 'yaml';
import { loadCatalog, latestRelease, type Release } from '../../modules/catalog/index.ts';
import { label } from '../../modules/kernel/index.ts';
import { openBrowser, type TrustingBrowser } from '../e2e/browser.ts';
import { createFederation, type TestFederation } from '../e2e/federation.ts';
import { type Credentials, importPeople } from '../e2e/people.ts';
import { type Account, openRealm, type Realm } from '../faults/oracle-identity.ts';
import type { Driver } from './driver.ts';
import { type Relay, openRelay } from './relay.ts';

const CHECKOUT = join(import.meta.dirname, '..', '..');
export const ORGANIZATION = 'mrc-demo';
/** Of the demo's people: the one in its organization's `admins`. */
export const ADMINISTRATOR = 'marguerite.belanger';

/** A federation in which one organization has every app that may be ordered, its people, and a browser that trusts it. */
export interface Stage {
  readonly federation: TestFederation;
  readonly people: Credentials;
  readonly realm: Realm;
  release(app: string): Release;
  url(app: string): string;
  container(app: string, service: string): string;
  /** A browser session of its own. */
  newPage(): Promise<Page>;
  /** Through the identity server's form where it appears; on the app's own pages, or on a refusal, afterwards. */
  signIn(page: Page, driver: Driver, username: string): Promise<void>;
  /** Another plan for an app, by an order that amends the former. */
  amend(app: string, plan: string): Promise<void>;
  close(): Promise<void>;
}

/** `prepare`: what else is done to the federation's files before anything is ordered. */
export async function openStage(apps: readonly string[], prepare: (federation: TestFederation) => Promise<void> = () => Promise.resolve()): Promise<Stage> {
  const federation = await createFederation();
  const relay = await openRelay();
  let browser: TrustingBrowser | undefined;
  const close = async (): Promise<void> => {
    await browser?.close();
    await federation.dispose();
    await relay.close();
  };
  try {
    await prepare(federation);
    await orderAll(federation, relay, apps);
    await federation.chatiere('up');
    const people = await importPeople(federation);
    const authority = await readFile(join(federation.directory, 'certificates', 'authority.crt'), 'utf8');
    browser = await openBrowser(authority);
    const { browser: chromium } = browser;
    const catalog = loadCatalog(join(CHECKOUT, 'catalog'));
    const url = (app: string): string => federation.url(`${app === 'miniflux' ? 'lecture' : app}.${ORGANIZATION}.${federation.domain}`);
    return {
      federation,
      people,
      realm: await openRealm(federation, await accountOf(federation)),
      release: (app) => latestRelease(catalog, app),
      url,
      container: (app, service) => `${federation.id}--${ORGANIZATION}--${app}--${service}`,
      async newPage() {
        const context = await chromium.newContext({ locale: 'fr-CA' });
        return context.newPage();
      },
      async signIn(page, driver, username) {
        await driver.enter(page, url(driver.app));
        const form = page.locator('#username');
        await page.waitForURL((address) => address.host !== new URL(url(driver.app)).host || !/login|oauth2|auth/.test(address.pathname));
        if ((await form.count()) === 0) return;
        await form.fill(username);
        await page.locator('#password').fill(people.password(username));
        await page.locator('#kc-login').click();
        await page.waitForURL((address) => address.href.startsWith(url(driver.app)) && !/login|oauth2|auth|code/.test(address.pathname));
      },
      async amend(app, plan) {
        const { order } = parse(await readFile(join(federation.directory, 'instances', `${ORGANIZATION}.${app}.yaml`), 'utf8')) as { order: string };
        const { plan: former } = parse(await readFile(join(federation.directory, 'orders', `${order}.yaml`), 'utf8')) as { plan: string };
        if (former !== plan) await federation.chatiere('order', 'approve', await newOrder(federation, '--app', app, '--plan', plan, '--amends', order));
      },
      close,
    };
  } catch (error) {
    await close();
    throw error;
  }
}

/** What the demo has not already: an order, its approval, an instance. */
async function orderAll(federation: TestFederation, relay: Relay, apps: readonly string[]): Promise<void> {
  // `npm run test:real`: the published images, where a registry answers.
  if (process.env['APPS_IMAGES'] === 'registry') await federation.edit('federation.yaml', ['images'], 'registry');
  await federation.edit('federation.yaml', ['mail'], relay.settings);
  await federation.edit(`organizations/${ORGANIZATION}.yaml`, ['brand', 'name'], 'MRC des Trois-Rivages');
  await federation.edit(`organizations/${ORGANIZATION}.yaml`, ['brand', 'slogan'], 'Trois rives, une voix');
  for (const app of apps.filter((name) => name !== 'miniflux')) {
    await federation.chatiere('order', 'approve', await newOrder(federation, '--app', app, '--plan', 'base'), '--host', 'serveur-1', '--hostname', `${app}.${ORGANIZATION}.${federation.domain}`);
  }
}

/** Its identifier. */
async function newOrder(federation: TestFederation, ...flags: readonly string[]): Promise<string> {
  const told = await federation.chatiere('order', 'new', '--organization', ORGANIZATION, ...flags, '--json');
  return (JSON.parse(lastLine(told)) as { id: string }).id;
}

const lastLine = (output: string): string => output.trim().split('\n').at(-1) as string;

/** The service account by which the stacks administer the realm. */
async function accountOf(federation: TestFederation): Promise<Account> {
  const { output } = await federation.pulumi('identity', 'pulumi stack output -s identity --json --show-secrets');
  return JSON.parse(output) as Account;
}

/** Runs a command in a running container, as usage is counted; its output. */
export async function runIn(container: string, argv: readonly string[]): Promise<string> {
  return (await execa('docker', ['exec', container, ...argv], { stdin: 'ignore' })).stdout;
}

/** What is inspected of each container of a workload, by the container's name. */
export async function inspect(workload: string, format: string): Promise<Readonly<Record<string, string>>> {
  const { stdout: ids } = await execa('docker', ['ps', '--all', '--no-trunc', '--quiet', '--filter', `label=${label.workload}=${workload}`]);
  const { stdout } = await execa('docker', ['inspect', '--format', `{{.Name}} ${format}`, ...ids.split('\n')]);
  return Object.fromEntries(stdout.split('\n').map((line) => [line.slice(1, line.indexOf(' ')), line.slice(line.indexOf(' ') + 1)]));
}

/** Runs a configure job's container once more; its exit code. */
export async function runAgain(container: string): Promise<number> {
  const { exitCode } = await execa('docker', ['start', '--attach', container], { reject: false, stdin: 'ignore' });
  return exitCode ?? -1;
}
