import { describe, expect, it } from 'vitest';
import { forbids } from '../../modules/catalog/index.ts';
import { loadFederation } from '../../modules/federation/index.ts';
import { contents, type Edit, inCopyOf, problemsOf, words } from '../catalog/folder.ts';
import { adding, ordered, policyCatalog, RELAY, SAMPLE } from './policy.ts';
import { policyRefusals } from './refusals/policy.ts';

const refused = (edits: readonly Edit[]) => inCopyOf(SAMPLE, edits, (directory) => problemsOf(() => loadFederation(directory, policyCatalog)));

describe('says in both languages what a federation may not run, and what to do, and changes nothing', () => {
  it.each(policyRefusals)('$name', ({ edits, fr, en }) => {
    inCopyOf(SAMPLE, edits, (directory) => {
      const before = contents(directory);
      const problems = problemsOf(() => loadFederation(directory, policyCatalog));
      expect(words(problems, 'fr')).toEqual(fr);
      expect(words(problems, 'en')).toEqual(en);
      expect(contents(directory)).toEqual(before);
    });
  });
});

describe('accepts', () => {
  it.each<[string, readonly Edit[]]>([
    ['an app that needs mail, with a relay', [adding(RELAY), ...ordered('forum', '1.0-1')]],
    ['an app that can do without mail, without one', ordered('messagerie', '12.0-1')],
    ['as many members as an edition without a cap is given', ordered('messagerie', '12.0-1', 'territoire', 'edition: libre\n')],
    ['an edition that is free, where others are not', [adding('licences: { onlyFree: true }\n'), ...ordered('messagerie', '12.0-1', 'base', 'edition: libre\n')]],
    ['a forbidden licence that nothing has', [adding('licences: { forbidden: [BUSL-1.1, LicenseRef-Autre] }\n'), ...ordered('messagerie', '12.0-1')]],
    ['mail in the clear in a demonstration, by an IP address', [adding('mail: { host: 192.0.2.7, port: 25, from: services@chatiere.test, security: none }\n')]],
  ])('%s', (_, edits) => expect(refused(edits)).toEqual([]));
});

describe('a licence that is an expression', () => {
  it.each([
    ['MIT', false],
    ['GPL-2.0-only', true],
    ['GPL-2.0-only OR MIT', false],
    ['MIT AND GPL-2.0-only', true],
    ['GPL-2.0-only AND MIT OR GPL-2.0-only', true],
    ['GPL-2.0-only WITH Classpath-exception-2.0', true],
    ['GPL-2.0-or-later', false],
  ])('%s: refused is %s where GPL-2.0-only is forbidden', (licence, expected) => {
    expect(forbids({ forbidden: ['GPL-2.0-only'], onlyFree: false }, { licence, free: true })).toBe(expected);
  });
});
