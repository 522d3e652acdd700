import { cpSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import fc from 'fast-check';
import { afterAll, describe, expect, it } from 'vitest';
import { loadCatalog, type Catalog } from '../../modules/catalog/index.ts';
import { type Federation, loadFederation, type MailSheet } from '../../modules/federation/index.ts';
import { fingerprintsOf, inputDigest, inputOf, programDigest, valueDigest } from '../../modules/input/index.ts';
import { stacksOf } from '../../modules/placement/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { CHECKOUT, inCopyOf } from '../catalog/folder.ts';
import { ordered, policyCatalog, RELAY, SAMPLE } from '../federation/policy.ts';
import { DEMO_OUTPUTS, DEMO_STACKS, demoFederation } from '../golden/demo.ts';

const directory = demoFederation();
afterAll(() => rmSync(directory, { recursive: true }));

const catalog = loadCatalog(join(CHECKOUT, 'catalog'), join(import.meta.dirname, '..', 'e2e', 'catalog'));
const federation = loadFederation(directory, catalog);

interface World {
  readonly federation: Federation;
  readonly catalog: Catalog;
  readonly outputs: Readonly<Record<string, Readonly<Record<string, unknown>>>>;
  readonly program: string;
}

const world: World = { federation, catalog, outputs: DEMO_OUTPUTS, program: 'programs' };

function digests({ federation, catalog, outputs, program }: World): Record<string, string> {
  const facts = Object.fromEntries(Object.entries(outputs).map(([stack, values]) => [stack, Object.fromEntries(Object.entries(values).map(([name, value]) => [name, valueDigest(value)]))]));
  return Object.fromEntries(DEMO_STACKS.map((stack) => {
    const input = inputOf(federation, catalog, stack, localImageTag);
    return [stack, inputDigest(input, fingerprintsOf(input, program), facts)];
  }));
}

const before = digests(world);
/** Stacks whose digest another world changes. */
const changed = (other: Partial<World>): string[] => {
  const after = digests({ ...world, ...other });
  return DEMO_STACKS.filter((stack) => after[stack] !== before[stack]);
};

const having = <T extends object>(map: ReadonlyMap<string, T>, id: string, more: Partial<T>): ReadonlyMap<string, T> => new Map([...map].map(([key, value]) => [key, key === id ? { ...value, ...more } : value]));
const organization = (id: string, more: object) => ({ federation: { ...federation, organizations: having(federation.organizations, id, more) } });
const instance = (id: string, more: object) => ({ federation: { ...federation, instances: having(federation.instances, id, more) } });
const host = (more: object) => ({ federation: { ...federation, hosts: having(federation.hosts, 'serveur-1', more) } });
const order = (id: string, more: object) => ({ federation: { ...federation, orders: having(federation.orders, id, more) } });
const output = (stack: string, more: object) => ({ outputs: { ...DEMO_OUTPUTS, [stack]: { ...DEMO_OUTPUTS[stack], ...more } } });

describe('each change makes its own stacks run, and no other', () => {
  it('nothing changed: none', () => expect(changed({})).toEqual([]));

  it.each<[string, Partial<World>, readonly string[]]>([
    ['an organization’s name', organization('mrc-demo', { name: 'MRC des Quatre-Rivages' }), ['mrc-demo', 'mrc-demo.miniflux']],
    ['an organization’s domains', organization('mrc-demo', { domains: ['mrc.example'] }), ['mrc-demo']],
    ['an organization’s language', organization('village-demo', { locale: 'en-CA' }), ['village-demo.miniflux']],
    ['an order’s plan', order('cmd-2026-001', { plan: 'collectif' }), ['mrc-demo.miniflux']],
    ['what a plan gives', { catalog: planWith('base', 'miniflux', 321) }, ['mrc-demo.miniflux']],
    ['an instance’s host name', instance('mrc-demo.miniflux', { hostname: 'nouvelles.mrc-demo.chatiere.test' }), ['mrc-demo.miniflux']],
    ['when an instance sleeps', instance('mrc-demo.miniflux', { sleep: { days: ['mon'], from: '22:00', to: '06:00' } }), []],
    ['the clock of the federation', { federation: { ...federation, sheet: { ...federation.sheet, timeZone: 'UTC' } } }, []],
    ['who may enter', instance('mrc-demo.miniflux', { access: { organizations: ['village-demo'], registration: 'closed' } }), ['mrc-demo.miniflux']],
    ['the generation of a secret', instance('mrc-demo.miniflux', { secretGenerations: { 'database-password': 2 } }), ['mrc-demo.miniflux']],
    ['the local account', instance('village-demo.miniflux', { breakGlass: true }), ['village-demo.miniflux']],
    ['a port of the edge', host({ edge: { ...federation.hosts.get('serveur-1')?.edge, healthPort: 9999 } }), ['host.serveur-1']],
    ['the address of an engine', host({ engine: 'unix:///run/ailleurs.sock' }), ['host.serveur-1', 'mrc-demo.miniflux', 'village-demo.miniflux']],
    ['the site of a host', host({ site: { name: 'Ailleurs', region: 'qc' } }), []],
    ['the federation’s name', { federation: { ...federation, sheet: { ...federation.sheet, name: 'Autre' } } }, ['identity']],
    ['a fact of the host: the administrator’s password', output('host.serveur-1', { identityAdminPassword: 'autre' }), ['identity']],
    ['another output of the host', output('host.serveur-1', { services: { traefik: 'autre' } }), []],
    ['the secret of the service client', output('identity', { clientSecret: 'autre' }), ['mrc-demo', 'village-demo', 'mrc-demo.miniflux', 'village-demo.miniflux']],
    ['groups of an organization', output('village-demo', { groups: { '': 'autre' } }), ['village-demo.miniflux']],
    ['our own programs', { program: 'autres' }, DEMO_STACKS],
  ])('%s', (_, other, stacks) => expect(changed(other)).toEqual(stacks));

  it.each([
    ['certificates/authority.crt', DEMO_STACKS],
    ['private/edge-serveur-1.key', ['host.serveur-1']],
    ['certificates/edge-serveur-1.crt', ['host.serveur-1']],
  ] as const)('the file %s', (file, stacks) => {
    const path = join(directory, file);
    const content = readFileSync(path);
    writeFileSync(path, 'autre');
    const found = changed({});
    writeFileSync(path, content);
    expect(found).toEqual(stacks);
  });
});

describe('the digest', () => {
  it('does not depend on where the federation lies', () => {
    const elsewhere = demoFederation();
    expect(digests({ ...world, federation: loadFederation(elsewhere, catalog) })).toEqual(before);
    rmSync(elsewhere, { recursive: true });
  });

  it('of a value is the same for the same data, and another for other data', () => {
    fc.assert(fc.property(fc.jsonValue(), fc.jsonValue(), (a, b) => (valueDigest(a) === valueDigest(structuredClone(a))) && (valueDigest(a) === valueDigest(b)) === (canonical(a) === canonical(b))));
  });

  it('of the programs follows what they load, and nothing of the engine', () => {
    const checkout = mkdtempSync(join(tmpdir(), 'chatiere-programs-'));
    const files = ['modules/kernel/a.ts', 'modules/engine/b.ts', 'modules/kernel/notes.md', 'stacks/c.ts', 'package-lock.json', 'Pulumi.yaml'];
    for (const file of files) {
      mkdirSync(dirname(join(checkout, file)), { recursive: true });
      writeFileSync(join(checkout, file), file);
    }
    const first = programDigest(checkout);
    const follows = files.filter((file) => {
      writeFileSync(join(checkout, file), 'changed');
      const other = programDigest(checkout) !== first;
      writeFileSync(join(checkout, file), file);
      return other;
    });
    rmSync(checkout, { recursive: true });
    expect(follows).toEqual(['modules/kernel/a.ts', 'stacks/c.ts', 'package-lock.json', 'Pulumi.yaml']);
  });
});

describe('an app that takes a brand', () => {
  const sample = loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'));
  const own = loadFederation(join(CHECKOUT, 'test', 'federation', 'sample'), sample);
  const stacks = stacksOf(own).map(({ name }) => name);
  const all = (federation: Federation) => stacks.map((stack) => {
    const input = inputOf(federation, sample, stack, localImageTag);
    return inputDigest(input, fingerprintsOf(input, 'programs'), {});
  });

  /** Digests of the sample where one organization has a logo and its app takes it, in a folder of its own each time. */
  const withLogo = (path: string, content: Uint8Array, release = '2.2.9-1') => inCopyOf(join(CHECKOUT, 'test', 'federation', 'sample'), [
    ['organizations/mrc-demo.yaml', 'brand:', `brand:\n  logo: ${path}`],
    ['instances/mrc-demo.lecteur.yaml', 'release: 2.2.15-1', `release: ${release}`],
    [path, content],
  ], (folder) => all(loadFederation(folder, sample)));
  const differing = (one: readonly string[], other: readonly string[]) => stacks.filter((_, index) => one[index] !== other[index]);
  const png = (...more: number[]) => Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, ...more);

  it('runs when its picture changes, alone, wherever the picture lies', () => {
    const before = withLogo('brands/logo.png', png());
    expect(differing(before, withLogo('brands/logo.png', png(1)))).toEqual(['mrc-demo.lecteur']);
    expect(differing(before, withLogo('brands/logo.png', png()))).toEqual([]);
    expect(differing(before, withLogo('images/autre.png', png()))).toEqual([]);
  });

  it('of a release that takes no picture does not run for one', () => {
    expect(differing(withLogo('logo.png', png(), '2.2.15-1'), withLogo('logo.png', png(1), '2.2.15-1'))).toEqual([]);
  });

  it('runs when the brand changes, alone', () => {
    const [plain, branded] = [all(own), all({ ...own, organizations: having(own.organizations, 'mrc-demo', { brand: { ...own.organizations.get('mrc-demo')?.brand, name: 'Autre nom' } }) })];
    expect(stacks.filter((_, index) => plain[index] !== branded[index])).toEqual(['mrc-demo.lecteur']);
  });
});

describe('an app that sends mail, in an edition', () => {
  const parent = mkdtempSync(join(tmpdir(), 'chatiere-policy-'));
  const folder = join(parent, 'federation');
  afterAll(() => rmSync(parent, { recursive: true }));
  cpSync(SAMPLE, folder, { recursive: true });
  for (const [file, content] of [...ordered('forum', '1.0-1'), ...ordered('messagerie', '12.0-1')] as [string, string][]) writeFileSync(join(folder, file), content);
  mkdirSync(join(folder, 'private'));
  for (const file of ['mail-password', 'passphrase']) writeFileSync(join(folder, 'private', file), `${file}\n`);
  writeFileSync(join(folder, 'federation.yaml'), `${readFileSync(join(SAMPLE, 'federation.yaml'), 'utf8')}${RELAY}  username: services\n`);
  const own = loadFederation(folder, policyCatalog);
  const stacks = stacksOf(own).map(({ name }) => name);
  const all = (federation: Federation) => stacks.map((stack) => {
    const input = inputOf(federation, policyCatalog, stack, localImageTag);
    return inputDigest(input, fingerprintsOf(input, 'programs'), {});
  });
  const before = all(own);
  const changedBy = (federation: Federation): string[] => all(federation).flatMap((digest, index) => (digest === before[index] ? [] : [stacks[index] as string]));
  const mail = (more: object) => ({ ...own, sheet: { ...own.sheet, mail: { ...(own.sheet.mail as MailSheet), ...more } } });
  const MAILERS = ['mrc-demo.forum', 'mrc-demo.messagerie'];

  it.each<[string, Federation, readonly string[]]>([
    ['the relay', mail({ host: 'smtp2.chatiere.test' }), MAILERS],
    ['its security', mail({ security: 'tls' }), ['mrc-demo.forum']],
    ['its account', mail({ username: 'autre' }), ['mrc-demo.forum']],
    ['no account any more', mail({ username: undefined }), MAILERS],
    ['the edition', { ...own, instances: having(own.instances, 'mrc-demo.messagerie', { edition: 'libre' }) }, ['mrc-demo.messagerie']],
    ['the first edition, by its name', { ...own, instances: having(own.instances, 'mrc-demo.messagerie', { edition: 'equipe' }) }, []],
    ['what licences are taken', { ...own, sheet: { ...own.sheet, licences: { forbidden: ['BUSL-1.1'], onlyFree: false } } }, []],
  ])('%s runs those that use it', (_, federation, expected) => expect(changedBy(federation)).toEqual(expected));

  it('runs them for another password, whose digest in the clear is of no use without the passphrase', () => {
    const file = join(folder, 'private', 'mail-password');
    writeFileSync(file, 'autre\n');
    expect(changedBy(own)).toEqual(MAILERS);
    writeFileSync(file, 'mail-password\n');
    writeFileSync(join(folder, 'private', 'passphrase'), 'autre\n');
    expect(changedBy(own)).toEqual(MAILERS);
  });
});

/** Independent of ours: sorted by hand. */
function canonical(value: unknown): string {
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  if (value !== null && typeof value === 'object') return `{${Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)).map(([key, member]) => `${JSON.stringify(key)}:${canonical(member)}`).join()}}`;
  return JSON.stringify(value);
}

/** A catalog whose app gives one plan another amount of memory. */
function planWith(plan: string, app: string, memoryMiB: number): Catalog {
  const apps = new Map([...catalog.apps].map(([name, releases]) => [name, name !== app ? releases : new Map([...releases].map(([version, release]) => {
    const sizing = { ...release.sheet.sizing, [plan]: { ...release.sheet.sizing[plan], app: { ...release.sheet.sizing[plan]?.['app'], memoryMiB } } };
    return [version, { ...release, sheet: { ...release.sheet, sizing } }];
  }))]));
  return { ...catalog, apps } as Catalog;
}
