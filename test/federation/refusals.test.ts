import { createHash } from 'node:crypto';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { loadFederation } from '../../modules/federation/index.ts';
import { CHECKOUT, contents, type Edit, inCopyOf, problemsOf, words } from '../catalog/folder.ts';
import { federationRefusals } from './refusals/index.ts';

const SAMPLE = join(CHECKOUT, 'test', 'federation', 'sample');
const catalog = loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'));
const refused = (...edits: readonly Edit[]) => inCopyOf(SAMPLE, edits, (directory) => problemsOf(() => loadFederation(directory, catalog)));

/** The older release of the sample's app, which takes 30 letters of a name, and PNG or JPEG of at most 1 KiB. */
const OLDER: Edit = ['instances/mrc-demo.lecteur.yaml', 'release: 2.2.15-1', 'release: 2.2.9-1'];
const PNG = Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a);

it('accepts the sample as it stands', () => {
  expect(refused()).toEqual([]);
});

describe.each(Object.entries(federationRefusals))('%s: says in both languages what is wrong, where, and what to do, and changes nothing', (_, cases) => {
  it.each(cases)('$name', ({ edits, fr, en }) => {
    inCopyOf(SAMPLE, edits, (directory) => {
      const before = contents(directory);
      const problems = problemsOf(() => loadFederation(directory, catalog));
      expect(words(problems, 'fr')).toEqual(fr);
      expect(words(problems, 'en')).toEqual(en);
      expect(contents(directory)).toEqual(before);
    });
  });
});

describe('files made to harm', () => {
  it('leaves Object.prototype alone', () => {
    refused(['operators/coop-des-rives.yaml', 'name: A\n__proto__: { polluted: true }\n']);
    expect(({} as Record<string, unknown>)['polluted']).toBeUndefined();
  });

  it('never shows the value of an unknown key', () => {
    const problems = refused(['orders/cmd-2026-001.yaml', 'plan: base', 'plan: base\npassword: hunter2']);
    expect(words(problems, 'fr').join('\n')).not.toContain('hunter2');
  });
});

describe('as a whole', () => {
  it('says everything that is wrong in all files at once', () => {
    const problems = refused(
      ['federation.yaml', 'environment: demo', 'environment: prod'],
      ['operators/coop-du-fleuve.yaml', 'nom: Fleuve\n'],
      ['instances/mrc-demo.lecteur.yaml', 'host: serveur-1', 'host: serveur-9'],
    );
    expect(problems.map(({ code, where }) => [where?.file, code])).toEqual([
      ['federation.yaml', 'not-a-choice'],
      ['operators/coop-du-fleuve.yaml', 'missing'],
      ['operators/coop-du-fleuve.yaml', 'unknown-key'],
      ['instances/mrc-demo.lecteur.yaml', 'unknown-host'],
    ]);
  });

  it.each([
    ['Windows line ends', ['operators/coop-du-fleuve.yaml', 'name: Fleuve\r\nwebsite: https://fleuve.chatiere.test\r\n']],
    ['a byte order mark of UTF-8', ['operators/coop-du-fleuve.yaml', '\ufeffname: Fleuve\n']],
    ['no line break at the end', ['operators/coop-du-fleuve.yaml', 'name: Fleuve']],
    ['an anchor and a few aliases', ['organizations/mrc-demo.yaml', 'brand:\n  name: MRC des Trois-Rivages', 'brand:\n  name: &nom MRC des Trois-Rivages']],
    ['JSON, which is YAML', ['operators/coop-du-fleuve.yaml', '{"name": "Fleuve"}\n']],
    ['a link within the directory', { link: 'operators/coop-du-fleuve.yaml', to: 'coop-des-rives.yaml' }],
    ['an international name in Latin letters', ['instances/mrc-demo.lecteur.yaml', 'lecture.mrc-demo.chatiere.test', 'xn--qubec-csa.mrc-demo.chatiere.test']],
    ['a logo in each format, and another', ['organizations/mrc-demo.yaml', 'brand:', 'brand:\n  logo: brands/logo.PNG\n  favicon: brands/mrc/favicon.gif'], ['brands/logo.PNG', PNG], ['brands/mrc/favicon.gif', 'GIF87a']],
    ['one file for two organizations', ...['mrc', 'village'].map((id): Edit => [`organizations/${id}-demo.yaml`, 'brand:', 'brand:\n  logo: logo.jpeg']), ['logo.jpeg', Uint8Array.of(0xff, 0xd8, 0xff)]],
    ['a picture of exactly 1 MiB', ['organizations/mrc-demo.yaml', 'brand:', 'brand:\n  logo: logo.webp'], ['logo.webp', `RIFF....WEBP${'.'.repeat(1024 * 1024 - 12)}`]],
    ['pictures that nobody names, whatever they are', ['brands/dessin.svg', '<svg>'], { link: 'brands/passwd.png', to: '/etc/passwd' }, { pipe: 'brands/tube.png' }],
    ['a name of as many letters as an app takes, whatever it takes to write them', ['organizations/mrc-demo.yaml', '  name: MRC des Trois-Rivages\n  colour', `  name: "${'𝔸'.repeat(30)}"\n  colour`], OLDER],
    ['a logo that an app refuses where no instance of it is', ['organizations/village-demo.yaml', 'brand:', 'brand:\n  logo: logo.gif'], ['logo.gif', 'GIF89a'], OLDER],
    ['a name with accents, an apostrophe and a typographic dash', ['operators/coop-du-fleuve.yaml', 'name: "Coopérative de l’Île–aux–Coudres"\n']],
  ] as [string, ...Edit[]][])('accepts %s', (_, ...edits) => {
    expect(refused(...edits)).toEqual([]);
  });

  it('says once what two instances of an app would say of one brand', () => {
    const problems = refused(
      ['organizations/mrc-demo.yaml', '  name: MRC des Trois-Rivages\n  colour', `  name: ${'a'.repeat(31)}\n  colour`],
      OLDER,
      ['instances/mrc-demo.deuxieme.yaml', 'order: cmd-2026-003\nrelease: 2.2.9-1\nhost: serveur-1\nhostname: deuxieme.mrc-demo.chatiere.test\n'],
      ['orders/cmd-2026-003.yaml', 'organization: mrc-demo\noperator: coop-des-rives\napp: lecteur\nname: deuxieme\nplan: base\npricePerMonth: 0\nrequestedOn: 2026-11-18\n'],
    );
    expect(problems.map(({ code }) => code).filter((code) => code.startsWith('brand-'))).toEqual(['brand-too-long']);
  });

  it('gives each picture that is named by its content, and where it lies', () => {
    inCopyOf(SAMPLE, [['organizations/mrc-demo.yaml', 'brand:', 'brand:\n  logo: brands/logo.png'], ['brands/logo.png', PNG]], (directory) => {
      expect([...loadFederation(directory, catalog).pictures]).toEqual([
        ['brands/logo.png', { path: join(directory, 'brands', 'logo.png'), format: 'png', bytes: 8, sha256: createHash('sha256').update(PNG).digest('hex') }],
      ]);
    });
  });

  it('names a directory that holds no federation', () => {
    const problems = inCopyOf(SAMPLE, [], (directory) => {
      rmSync(join(directory, 'federation.yaml'));
      return problemsOf(() => loadFederation(directory, catalog)).map((problem) => ({ ...problem, given: undefined }));
    });
    expect(problems.map(({ code }) => code)).toContain('no-federation');
  });
});
