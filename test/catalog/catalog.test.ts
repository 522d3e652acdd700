import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { compareReleases, imageReference, imagesOf, latestRelease, loadCatalog } from '../../modules/catalog/index.ts';
import { Duration } from '../../modules/kernel/index.ts';
import { CHECKOUT, inCopyOf, problemsOf } from './folder.ts';

const SAMPLE = join(CHECKOUT, 'test', 'catalog', 'sample');
const catalog = loadCatalog(SAMPLE);
const lecteur = latestRelease(catalog, 'lecteur');

describe('loadCatalog', () => {
  it('reads both ways of writing into one form', () => {
    const app = lecteur.compose.services.get('app');
    const database = lecteur.compose.services.get('database');
    expect(app?.secrets).toEqual([
      { source: 'client', target: '/run/secrets/client' },
      { source: 'database-url', target: '/run/secrets/url' },
      { source: 'token', target: '/run/secrets/jeton.txt' },
    ]);
    expect(app?.tmpfs).toEqual(['/tmp']);
    expect(app?.expose).toEqual([8080, 9090]);
    expect(app?.volumes).toEqual([{ source: 'data', target: '/data', readOnly: true }]);
    expect(app?.healthcheck).toEqual({
      test: ['CMD-SHELL', 'wget -q http://127.0.0.1:8080/$${PATH}'],
      interval: Duration.seconds(90),
      timeout: Duration.seconds(0.5),
      retries: 7,
      startPeriod: Duration.seconds(0),
    });
    expect([...(database?.environment ?? [])]).toEqual([['POSTGRES_USER', 'lecteur'], ['EQUALS', 'a=b']]);
    expect([...(lecteur.compose.services.get('prepare')?.dependsOn ?? [])]).toEqual([['database', 'service_started']]);
  });

  it('takes files verbatim', () => {
    expect(lecteur.compose.configs.get('page')).toEqual({ file: './files/page.html', text: '<p>${BRAND_NAME} stays as it is</p>\n' });
  });

  it('gives another digest to other files, and only to them', () => {
    const digest = (...edits: Parameters<typeof inCopyOf>[1]) => inCopyOf(SAMPLE, edits, (folder) => [...(loadCatalog(folder).apps.get('lecteur')?.values() ?? [])].map((release) => release.digest));
    const before = digest();
    const after = digest(['lecteur/2.2.15-1/files/page.html', 'autre']);
    expect(before[0]).toBe(lecteur.digest);
    expect(after[0]).not.toBe(before[0]);
    expect(after[1]).toBe(before[1]);
  });

  it('accepts a published release that is as it was', () => {
    expect(inCopyOf(SAMPLE, [['published.lock', `# comment\n\nlecteur/2.2.15-1 ${lecteur.digest}\n`]], (folder) => problemsOf(() => loadCatalog(folder)))).toEqual([]);
  });

  it('loads what this checkout offers', () => {
    expect([...loadCatalog(join(CHECKOUT, 'catalog')).apps.keys()]).toEqual(expect.arrayContaining(['keycloak', 'miniflux', 'socket-proxy', 'traefik']));
  });

  it('says where the catalog is missing', () => {
    expect(problemsOf(() => loadCatalog('/nowhere')).map(({ code, given }) => [code, given])).toEqual([['no-catalog', '/nowhere']]);
  });
});

describe('releases', () => {
  it('are ordered by their numbers', () => {
    expect(['2.2.15-1', '2.2.9-1', '10.0-1', '2.2.9-10', '2.2.9-2', '2.2-1'].sort(compareReleases)).toEqual(['2.2-1', '2.2.9-1', '2.2.9-2', '2.2.9-10', '2.2.15-1', '10.0-1']);
    expect(lecteur.release).toBe('2.2.15-1');
  });

  it('of an unknown app are refused, with what was probably meant', () => {
    expect(problemsOf(() => latestRelease(catalog, 'lectuer'))[0]).toMatchObject({ code: 'unknown-app', given: 'lectuer', next: { fr: 'vouliez-vous dire « lecteur » ?' } });
  });
});

describe('images', () => {
  const tag = (recipe: string): string => `chatiere/${recipe}:abc`;

  it('are those that the services name', () => {
    expect(imagesOf(lecteur)).toEqual(['outil', 'base-de-donnees']);
  });

  it.each([
    ['outil', 'registry', 'registry.test/outil:1.0'],
    ['outil', 'local', 'chatiere/outil:abc'],
    ['base-de-donnees', 'registry', `registry.test/bd:17@sha256:${'0'.repeat(63)}1`],
  ] as const)('%s from the %s', (name, mode, reference) => {
    expect(imageReference(catalog.images[name]!, name, mode, tag)).toBe(reference);
  });

  it('without a recipe cannot be local', () => {
    expect(problemsOf(() => imageReference(catalog.images['base-de-donnees']!, 'base-de-donnees', 'local', tag)).map(({ code }) => code)).toEqual(['no-local-build']);
  });

  it('have a place in images.lock.yaml', () => {
    expect(catalog.placeOfImage('base-de-donnees', 'digest')).toEqual({ file: 'sample/images.lock.yaml', line: 2, column: 69, field: 'base-de-donnees.digest' });
  });
});
