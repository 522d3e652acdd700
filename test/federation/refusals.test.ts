import { rmSync, symlinkSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { loadCatalog } from '../../modules/catalog/index.ts';
import { loadFederation } from '../../modules/federation/index.ts';
import { CHECKOUT, type Edit, inCopyOf, problemsOf, words } from '../catalog/folder.ts';
import { refusals as names } from './refusals/names.ts';
import { refusals as references } from './refusals/references.ts';
import { refusals as values } from './refusals/values.ts';

const SAMPLE = join(CHECKOUT, 'test', 'federation', 'sample');
const catalog = loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'));
const refused = (...edits: readonly Edit[]) => inCopyOf(SAMPLE, edits, (directory) => problemsOf(() => loadFederation(directory, catalog)));

it('accepts the sample as it stands', () => {
  expect(refused()).toEqual([]);
});

describe.each([
  ['values', values],
  ['names', names],
  ['references', references],
])('%s: says in both languages what is wrong, where, and what to do', (_, cases) => {
  it.each(cases)('$name', ({ edits, fr, en }) => {
    const problems = refused(...edits);
    expect(words(problems, 'fr')).toEqual(fr);
    expect(words(problems, 'en')).toEqual(en);
  });
});

describe('host names', () => {
  it.each([
    ['"a.test`) || Host(`b.test"', 'a.test`) || Host(`b.test'],
    ['"a.test,b.test"', 'a.test,b.test'],
    ['a b.test', 'a b.test'],
    ['a..test', 'a..test'],
    ['.a.test', '.a.test'],
    ['a.test.', 'a.test.'],
    ['"*.a.test"', '*.a.test'],
    ['A.test', 'A.test'],
    ['québec.test', 'québec.test'],
    ['"a\\u200b.test"', 'a\\u200b.test'],
    ['localhost', 'localhost'],
    ['"a.test:8443"', 'a.test:8443'],
    ['https://a.test', 'https://a.test'],
    ['127.0.0.1', '127.0.0.1'],
    ['-a.test', '-a.test'],
    ['a-.test', 'a-.test'],
    ['a_b.test', 'a_b.test'],
    ['"{{ .Env }}.test"', '{{ .Env }}.test'],
    ['"a.test\\r\\nX: y"', 'a.test\\r\\nX: y'],
    [`${'a'.repeat(64)}.test`, `${'a'.repeat(64)}.test`],
    [`${'a.'.repeat(126)}test`, `${`${'a.'.repeat(126)}test`.slice(0, 119)}…`],
  ])('refuses %s', (written, shown) => {
    const problems = refused(['instances/mrc-demo.lecteur.yaml', 'lecture.mrc-demo.chatiere.test', written]);
    expect(words(problems, 'fr')).toEqual([
      'instances/mrc-demo.lecteur.yaml:4:11: hostname: valeur mal formée',
      `  valeur donnée : "${shown}"`,
      '  permis : nom de domaine complet en minuscules (lettres sans accent, chiffres, traits d’union ; au moins deux parties ; 253 caractères au plus), sans joker ni point final',
    ]);
  });
});

describe('files made to harm', () => {
  const operator = 'operators/coop-des-rives.yaml';

  it.each([
    ['more than 256 KiB', operator, `name: ${'a'.repeat(300 * 1024)}\n`, 'file-too-large', undefined],
    ['100 000 brackets', operator, `name: ${'['.repeat(100_000)}`, 'yaml-depth', 1],
    ['100 000 dashes', operator, `name:\n  ${'- '.repeat(100_000)}`, 'yaml-depth', 2],
    ['40 nested maps', operator, Array.from({ length: 40 }, (_, depth) => `${' '.repeat(depth)}a:`).join('\n'), 'yaml-depth', 33],
    ['an alias bomb', operator, `a: &a [x, x]\n${'bcdefghij'.split('').map((name, index) => `${name}: &${name} [${`*${'abcdefghij'[index]}, `.repeat(9)}]`).join('\n')}\n`, 'yaml-aliases', 3],
    ['bytes that are not UTF-8', operator, new Uint8Array([0x6e, 0x61, 0x6d, 0x65, 0x3a, 0x20, 0xe9, 0x0a]), 'not-utf8', undefined],
  ])('refuses %s', (_, file, content, code, line) => {
    const [problem, ...others] = refused([file, content]);
    expect(problem).toMatchObject({ code, where: { file } });
    expect(problem?.where?.line).toBe(line);
    expect(others).toEqual([]);
  });

  it('refuses a folder that is a link', () => {
    const problems = inCopyOf(SAMPLE, [], (directory) => {
      rmSync(join(directory, 'orders'), { recursive: true });
      symlinkSync('/var', join(directory, 'orders'));
      return problemsOf(() => loadFederation(directory, catalog));
    });
    expect(problems[0]).toMatchObject({ code: 'link-outside', where: { file: 'orders' } });
  });

  it('leaves Object.prototype alone', () => {
    refused([operator, 'name: A\n__proto__: { polluted: true }\n']);
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

  it('accepts Windows line ends', () => {
    expect(refused(['operators/coop-du-fleuve.yaml', 'name: Fleuve\r\nwebsite: https://fleuve.chatiere.test\r\n'])).toEqual([]);
  });

  it('names a directory that holds no federation', () => {
    const problems = inCopyOf(SAMPLE, [], (directory) => {
      rmSync(join(directory, 'federation.yaml'));
      return problemsOf(() => loadFederation(directory, catalog)).map((problem) => ({ ...problem, given: undefined }));
    });
    expect(problems.map(({ code }) => code)).toContain('no-federation');
  });
});
