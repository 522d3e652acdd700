import { cp, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { type Levels, loadCatalog, readLevels, type Release } from '../../modules/catalog/index.ts';
import type { Language } from '../../modules/kernel/index.ts';
import { pageData, partsOf, printPage } from '../../scripts/catalog/page.ts';
import { wrapped } from '../../scripts/catalog/section.ts';
import { createContext } from '../../scripts/context.ts';
import { problemsOf } from '../catalog/folder.ts';
import { chatiere } from './command.ts';

const CATALOG = join(import.meta.dirname, 'catalog');
const catalog = loadCatalog(CATALOG);
const releaseOf = (name: string): Release => catalog.apps.get('salon')?.get(name) as Release;
const [FULL, BARE] = ['3.10.0-2', '3.2.0-1'];
const levels: Levels = { [`salon/${FULL}`]: { docker: { level: 6, tested: 'double', on: '2026-11-20', steps: { installs: true } }, kubernetes: { level: 2, tested: 'real', on: '2026-11-21', steps: {} } } };

/** The page as it is printed, on a terminal of so many columns or to a file. */
function page(name: string, language: Language, { columns, today = '2026-11-25' }: { columns?: number; today?: string } = {}): string {
  let said = '';
  const stdout = { write: (words: string) => (said += words), isTTY: columns !== undefined, columns };
  printPage(createContext({ environment: {}, cwd: '/', stdout, stderr: stdout }, language, {}), releaseOf(name), partsOf(releaseOf(name), { catalog, levels, today }));
  return said;
}
const section = (words: string, title: string): string[] => (words.split('\n\n').find((part) => part.startsWith(`${title}\n`)) ?? '').split('\n').slice(1);
const dataOf = (name: string, today = '2026-11-25') => pageData(releaseOf(name), partsOf(releaseOf(name), { catalog, levels, today })) as Record<string, unknown>;

describe.each(['fr', 'en'] as const)('the page of an app in %s', (language) => {
  it('that says everything', () => {
    expect(page(FULL, language)).toMatchSnapshot();
  });

  it('that says the least that it must', () => {
    expect(page(BARE, language)).toMatchSnapshot();
  });

  it('says as much in one language as in the other', () => {
    for (const name of [FULL, BARE]) expect(page(name, language).split('\n')).toHaveLength(page(name, 'fr').split('\n').length);
  });
});

describe('upstream’s support', () => {
  const line = (today: string) => section(page(FULL, 'fr', { today }), 'Le logiciel').find((row) => row.includes('maintien'))?.replace(/^ *maintien */, '');
  it.each([
    ['2026-11-25', 'du 2026-01-15 au 2027-01-15 ; reste 51 jours', { daysLeft: 51, state: 'maintained' }],
    ['2027-01-14', 'du 2026-01-15 au 2027-01-15 ; reste 1 jour', { daysLeft: 1, state: 'maintained' }],
    ['2027-01-15', 'du 2026-01-15 au 2027-01-15 ; reste 0 jour', { daysLeft: 0, state: 'maintained' }],
    ['2027-01-16', 'fin de vie : plus maintenu depuis le 2027-01-15', { daysLeft: -1, state: 'ended' }],
  ])('on %s: %s', (today, words, support) => {
    expect(line(today)).toBe(words);
    expect(dataOf(FULL, today)['about']).toMatchObject({ support });
  });

  it('without an end says so', () => {
    const open = { ...releaseOf(FULL), sheet: { ...releaseOf(FULL).sheet, about: { ...releaseOf(FULL).sheet.about, support: { since: '2026-01-15', until: null, source: 'x' } } } };
    expect(partsOf(open, { catalog, levels, today: '2026-11-25' })['about']).toMatchObject({ data: { support: { daysLeft: null, state: 'open' } }, section: { rows: expect.arrayContaining([[{ fr: 'maintien', en: 'maintenance' }, { fr: 'depuis le 2026-01-15, sans fin annoncée', en: 'since 2026-01-15, no end announced' }]]) as unknown } });
  });
});

describe('the same for programs', () => {
  it('has every section, and the figures that are computed', () => {
    expect(dataOf(FULL)).toMatchObject({
      app: 'salon', release: FULL, kind: 'app',
      about: { name: 'Salon', releases: [FULL, BARE], lastRealPass: '2026-11-20' },
      quality: levels[`salon/${FULL}`],
      editions: [{ id: 'equipe', default: true, memberCap: 250, plansBeyond: ['grand'] }, { id: 'entreprise', default: false, free: false, memberCap: null, plansBeyond: [] }],
      plans: [{ id: 'petit', pricePerMonth: 12.5, members: 20, storageGiB: 0.5, uploadMiB: 16 }, { id: 'grand' }],
      limits: { enforced: ['upload'], atEdge: [], watched: ['members', 'storage'] },
      sizing: [{ plan: 'petit', memoryMiB: 192, cpus: 0.3, services: { app: { memoryMiB: 128 }, database: {} }, atStart: { prepare: { memoryMiB: 16 } } }, { plan: 'grand', memoryMiB: 1280, cpus: 3 }],
      signOn: { mechanism: 'plugin', pkce: true, singleLogout: { fromIdentityServer: true, toIdentityServer: true }, groupsClaim: 'groups' },
      roles: { administrators: { within: 'sign-in' } },
      brand: { taken: { name: { maxLength: 30 }, logo: { formats: ['png', 'webp'] }, locale: {} }, untaken: ['slogan', 'colour', 'favicon', 'legal', 'privacy', 'support'] },
      mail: 'required',
      clients: [{ name: 'Salon Mobile', signOn: 'partly' }, { name: 'Salon', signOn: 'no' }],
      personalData: [{ where: 'database' }],
      contacts: { egress: { app: 'web', prepare: 'none', database: 'none' }, contacts: [{ en: 'The shop of plugins.' }] },
      backup: { sets: [{ id: 'base' }, { id: 'files' }], restore: [{}, { argv: ['salon', 'restore'] }] },
      usage: [{ id: 'members', counts: 'members', definition: { en: 'The accounts.' } }, { id: 'active-week', counts: 'active', window: 'week' }],
      sleep: { caution: { en: 'Messages wait.' } },
      upgrade: { rule: 'one-major', from: [BARE], after: ['reprise'] },
      hardening: { app: { en: 'The image starts as root.' } },
    });
    expect(dataOf(BARE)).toMatchObject({ quality: null, roles: null, mail: 'none', backup: null });
    expect(Object.keys(dataOf(BARE)).filter((key) => ['signOn', 'editions', 'usage', 'sleep'].includes(key))).toEqual([]);
  });
});

describe('catalog show', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'chatiere-page-'));
    await cp(join(import.meta.dirname, '..', '..', 'examples', 'demo'), folder, { recursive: true });
    await cp(CATALOG, join(folder, 'catalog'), { recursive: true });
  });
  afterEach(() => rm(folder, { recursive: true }));
  const run = (...args: string[]) => chatiere(['-C', folder, ...args]);

  it('gives the newest release unless another is asked for; the name alone after catalog does the same', async () => {
    const { exitCode, stdout } = await run('catalog', 'show', 'salon');
    expect([exitCode, stdout.split('\n')[0]]).toEqual([0, `Salon (salon ${FULL})`]);
    expect((await run('catalog', 'show', 'salon', '--release', BARE)).stdout.split('\n')[0]).toBe(`Salon (salon ${BARE})`);
    expect((await run('catalog', 'salon')).stdout).toBe(stdout);
  });

  it('gives the page of a platform entry, without what is for apps', async () => {
    const { page: found } = JSON.parse((await run('catalog', 'show', 'keycloak', '--json')).stdout) as { page: object };
    expect(Object.keys(found)).toEqual(['app', 'release', 'digest', 'kind', 'about', 'quality', 'sizing', 'personalData', 'contacts', 'backup', 'upgrade', 'hardening']);
  });

  it('as JSON says its schema version, and beside the page what it always said', async () => {
    const { stdout } = await run('catalog', 'show', 'salon', '--json');
    expect(JSON.parse(stdout)).toMatchObject({ schema: 1, kind: 'result', releases: [{ app: 'salon' }, { app: 'salon' }], plans: { petit: { uploadMiB: 16 } }, page: { app: 'salon', release: FULL, sizing: [{ memoryMiB: 192 }, {}] } });
    expect((await run('catalog', 'salon', '--json')).stdout).toBe(stdout);
  });

  it('has the upload of each plan, as the list of plans does', async () => {
    expect((await run('catalog')).stdout).toMatch(/^petit +Petit +12,50 \$ par mois +20 membres +0,5 Gio +envoi 16 Mio$/m);
    expect((await run('catalog', 'show', 'salon', '--lang', 'en')).stdout).toMatch(/^ {2}petit +Small +\$12\.50 a month +20 members +0\.5 GiB +upload 16 MiB$/m);
  });
});

describe('levels.json', () => {
  let folder: string;
  beforeEach(async () => void (folder = await mkdtemp(join(tmpdir(), 'chatiere-levels-'))));
  afterEach(() => rm(folder, { recursive: true }));

  it('need not be there', () => {
    expect(readLevels(folder)).toEqual({});
  });

  it('is read as the suite writes it', async () => {
    await writeFile(join(folder, 'levels.json'), JSON.stringify(levels, undefined, 2));
    expect(readLevels(folder)).toEqual(levels);
  });

  it.each([
    [{ 'salon/1': { docker: { level: 6, tested: 'perhaps', on: '2026-11-20', steps: {} } } }, 'salon/1.docker.tested'],
    [{ 'salon/1': { docker: { level: -1, tested: 'real', on: '2026-11-20', steps: {} } } }, 'salon/1.docker.level'],
    [{ 'salon/1': { docker: { level: 1, tested: 'real', on: 'hier', steps: {} } } }, 'salon/1.docker.on'],
  ])('is refused where it says %j', async (wrong, field) => {
    await writeFile(join(folder, 'levels.json'), JSON.stringify(wrong));
    expect(problemsOf(() => readLevels(folder)).map(({ where }) => where?.field)).toEqual([field]);
  });
});

describe('lines on a terminal', () => {
  it('stay within it, and keep their columns', () => {
    const lines = page(FULL, 'fr', { columns: 80 }).split('\n');
    expect(lines.filter((line) => line.length > 80)).toEqual([]);
    expect(lines.join('\n')).toContain('  permis          de la même version majeure ou de la précédente ; seulement\n                  3.2.0-1 ; jamais d’une version postérieure\n');
    expect(page(FULL, 'fr')).toContain('  permis          de la même version majeure ou de la précédente ; seulement 3.2.0-1 ; jamais d’une version postérieure\n');
  });

  it.each<[string, number, string[]]>([
    ['un deux trois', 8, ['un deux', 'trois']],
    ['fin : le mot', 4, ['fin :', 'le', 'mot']],
    ['voir « un mot » ici', 8, ['voir', '« un', 'mot »', 'ici']],
    ['anticonstitutionnellement', 5, ['anticonstitutionnellement']],
    ['', 5, ['']],
  ])('%j of %d letters', (words, room, expected) => {
    expect(wrapped(words, room)).toEqual(expected);
  });
});

it('the real entries have pages whose every price and size is there', async () => {
  const { plans } = JSON.parse((await chatiere(['catalog', '--json'])).stdout) as { plans: Record<string, { pricePerMonth: number }> };
  const { page: found } = JSON.parse((await chatiere(['catalog', 'show', 'miniflux', '--json'])).stdout) as { page: { plans: { id: string; pricePerMonth: number }[]; sizing: { plan: string }[] } };
  expect(found.plans.map(({ id }) => id).toSorted()).toEqual(found.sizing.map(({ plan }) => plan).toSorted());
  for (const { id, pricePerMonth } of found.plans) expect(pricePerMonth).toBe(plans[id]?.pricePerMonth);
});
