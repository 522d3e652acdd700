import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { CHECKOUT, contents, type Edit, inCopyOf, problemsOf, words } from './folder.ts';
import { catalogRefusals } from './refusals/index.ts';

const SAMPLE = join(CHECKOUT, 'test', 'catalog', 'sample');
const refused = (...edits: readonly Edit[]) => inCopyOf(SAMPLE, edits, (directory) => problemsOf(() => loadCatalog(directory)));

it('accepts the sample as it stands', () => {
  expect(refused()).toEqual([]);
});

describe.each(Object.entries(catalogRefusals))('%s: says in both languages what is wrong, where, and what to do, and changes nothing', (_, cases) => {
  it.each(cases)('$name', ({ edits, fr, en }) => {
    inCopyOf(SAMPLE, edits, (directory) => {
      const before = contents(directory);
      const problems = problemsOf(() => loadCatalog(directory));
      expect(words(problems, 'fr')).toEqual(fr);
      expect(words(problems, 'en')).toEqual(en);
      expect(contents(directory)).toEqual(before);
    });
  });
});

describe('a catalog that a federation adds', () => {
  const load = (edits: readonly Edit[]) => inCopyOf(join(CHECKOUT, 'test', 'e2e', 'catalog'), edits, (added) => problemsOf(() => loadCatalog(SAMPLE, added)));

  it('adds apps and images', () => {
    expect(load([])).toEqual([]);
    const catalog = loadCatalog(SAMPLE, join(CHECKOUT, 'test', 'e2e', 'catalog'), '/nowhere');
    expect([...catalog.apps.keys()]).toEqual(['fenetre', 'identite', 'lecteur', 'porte', 'carnet']);
    expect(Object.keys(catalog.images)).toEqual(['outil', 'base-de-donnees', 'busybox']);
  });

  it('changes no image and no plan', () => {
    const redefined = [['plans.yaml', 'base: { name: { fr: B, en: B }, members: 1, storageGiB: 1, uploadMiB: 1, pricePerMonth: 1 }\n'], ['images.lock.yaml', 'busybox', 'outil: { repository: ailleurs.test/outil, tag: "1", digest: null }\nbusybox']] as const;
    expect(load(redefined).map(({ code, given }) => [code, given])).toEqual([['redefined', 'base'], ['redefined', 'outil']]);
  });
});

it('refuses a count that uses what only a stack knows, and names what it may use', () => {
  const usage = 'usage:\n  - { id: members, counts: members, definition: { fr: Un, en: A }, service: database, argv: [psql, "${OIDC_ISSUER}", "${LANGUAGE}"] }\nwatched: [settings]';
  const [problem, ...more] = refused(['lecteur/2.2.15-1/app.yaml', 'watched: [settings]', usage]);
  expect(more).toEqual([]);
  expect(problem).toMatchObject({ code: 'misplaced-variable', given: '${OIDC_ISSUER}', where: { field: 'usage[0].argv[1]' } });
  expect(problem?.allowed?.fr).toContain('${LANGUAGE}');
});
