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
    ['a name with accents, an apostrophe and a typographic dash', ['operators/coop-du-fleuve.yaml', 'name: "Coopérative de l’Île–aux–Coudres"\n']],
  ] as [string, Edit][])('accepts %s', (_, edit) => {
    expect(refused(edit)).toEqual([]);
  });

  it('names a directory that holds no federation', () => {
    const problems = inCopyOf(SAMPLE, [], (directory) => {
      rmSync(join(directory, 'federation.yaml'));
      return problemsOf(() => loadFederation(directory, catalog)).map((problem) => ({ ...problem, given: undefined }));
    });
    expect(problems.map(({ code }) => code)).toContain('no-federation');
  });
});
