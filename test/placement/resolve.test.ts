import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { identityUrl, resolveInstance, resolvePlatform } from '../../modules/placement/index.ts';
import { loadFederation } from '../../modules/federation/index.ts';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { CHECKOUT, type Edit, inCopyOf, problemsOf } from '../catalog/folder.ts';
import { ordered, policyCatalog, SAMPLE } from '../federation/policy.ts';
import { catalog, federationWith, instanceWith, platformWith, recipeTag } from './sample.ts';

const FILE = 'instances/mrc-demo.lecteur.yaml';

describe('resolveInstance', () => {
  it('joins order, organization, plan, release, host and images', () => {
    expect(instanceWith()).toMatchObject({
      id: 'mrc-demo.lecteur',
      organization: 'mrc-demo',
      organizationSheet: { name: 'MRC des Trois-Rivages' },
      name: 'lecteur',
      workload: 'demo--mrc-demo--lecteur',
      release: { app: 'lecteur', release: '2.2.15-1' },
      planId: 'base',
      plan: { members: 30, storageGiB: 20 },
      operator: 'coop-des-rives',
      host: 'serveur-1',
      hostname: 'lecture.mrc-demo.chatiere.test',
      url: 'https://lecture.mrc-demo.chatiere.test',
      access: ['mrc-demo'],
      registration: 'closed',
      breakGlass: false,
      secretGenerations: {},
      images: { outil: 'registry.test/outil:1.0', 'base-de-donnees': `registry.test/bd:17@sha256:${'0'.repeat(63)}1` },
    });
  });

  it('names the port where it is not 443', () => {
    const port = ['hosts/serveur-1.yaml', 'httpsPort: 443', 'httpsPort: 8443'] as const;
    expect(instanceWith(port).url).toBe('https://lecture.mrc-demo.chatiere.test:8443');
    expect(identityUrl(federationWith(port))).toBe('https://connexion.chatiere.test:8443');
  });

  it('lets the organizations in access in, its own first', () => {
    expect(instanceWith([FILE, 'organizations: []', 'organizations: [village-demo]']).access).toEqual(['mrc-demo', 'village-demo']);
  });

  it.each([
    ['', 'equipe', 'registry.test/outil:1.0'],
    ['edition: libre\n', 'libre', 'registry.test/outil-libre:1.0'],
  ])('takes the images of the edition, of the first where none is named: %j', (line, id, image) => {
    const federation = inCopyOf(SAMPLE, ordered('messagerie', '12.0-1', 'base', line), (directory) => loadFederation(directory, policyCatalog));
    expect(resolveInstance(federation, policyCatalog, 'mrc-demo.messagerie', recipeTag)).toMatchObject({ edition: { id }, images: { outil: image } });
  });

  it('has no edition where the app has none of them', () => {
    expect(instanceWith().edition).toBeUndefined();
  });

  it('refuses an unknown instance, with what was probably meant', () => {
    expect(problemsOf(() => resolveInstance(federationWith(), catalog, 'mrc-demo.lectuer', recipeTag))[0]).toMatchObject({
      code: 'unknown-name',
      what: { fr: 'instance inconnue', en: 'unknown instance' },
      given: 'mrc-demo.lectuer',
      next: { fr: 'vouliez-vous dire « mrc-demo.lecteur » ?' },
    });
  });
});

describe('resolvePlatform', () => {
  it('gives the entries of a host in the order of its file, the identity server with its address', () => {
    expect(platformWith().map(({ name, workload, hostname, url }) => [name, workload, hostname, url])).toEqual([
      ['fenetre', 'demo--serveur-1--fenetre', undefined, undefined],
      ['porte', 'demo--serveur-1--porte', undefined, undefined],
      ['identite', 'demo--serveur-1--identite', 'connexion.chatiere.test', 'https://connexion.chatiere.test'],
    ]);
  });

  it('says which instances of the host the identity server tells of a sign-out', () => {
    const told = (...edits: readonly Edit[]): readonly (readonly string[])[] => inCopyOf(join(CHECKOUT, 'test', 'catalog', 'sample'), edits, (folder) => {
      const listening = loadCatalog(folder);
      return resolvePlatform(loadFederation(SAMPLE, listening), listening, 'serveur-1', recipeTag).map((platform) => platform.told);
    });
    expect(told()).toEqual([[], [], []]);
    const names = ['lecture.mrc-demo.chatiere.test', 'lecture.village-demo.chatiere.test'];
    expect(told(['lecteur/2.2.15-1/app.yaml', '  redirectPaths:', '  backchannelLogoutPath: /fin\n  redirectPaths:'])).toEqual([[], [], names]);
  });

  it('refuses an unknown host', () => {
    expect(problemsOf(() => resolvePlatform(federationWith(), catalog, 'grappe', recipeTag)).map(({ code, given }) => [code, given])).toEqual([['unknown-name', 'grappe']]);
  });
});
