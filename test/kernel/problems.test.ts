import { describe, expect, it } from 'vitest';
import { canonicalJson, ChatiereError, digestOf, ExitCode, languageOf, nearest, printable, renderProblem, text } from '../../modules/kernel/index.ts';

describe('renderProblem', () => {
  const problem = {
    code: 'x',
    what: text('port refusé', 'port refused'),
    where: { file: 'hosts/serveur-1.yaml', line: 9, column: 14, field: 'edge.httpsPort' },
    given: '443\u001b[2J',
    allowed: text('1 à 65535', '1 to 65535'),
    next: text('en choisir un autre', 'choose another one'),
  };

  it('says what, where, the value, what is allowed and what to do', () => {
    expect(renderProblem(problem, 'fr')).toBe('hosts/serveur-1.yaml:9:14: edge.httpsPort: port refusé\n  valeur donnée : "443\\u001b[2J"\n  permis : 1 à 65535\n  à faire : en choisir un autre');
    expect(renderProblem(problem, 'en')).toBe('hosts/serveur-1.yaml:9:14: edge.httpsPort: port refused\n  given: "443\\u001b[2J"\n  allowed: 1 to 65535\n  next: choose another one');
  });

  it('leaves out what is not known', () => {
    expect(renderProblem({ code: 'x', what: text('non', 'no') }, 'fr')).toBe('non');
  });

  it('is the message of a ChatiereError, one after the other', () => {
    const error = new ChatiereError([{ code: 'a', what: text('un', 'one') }, { code: 'b', what: text('deux', 'two') }]);
    expect([error.message, error.exitCode]).toEqual(['one\ntwo', ExitCode.refused]);
  });
});

describe('printable', () => {
  it.each([
    ['a\nb', '"a\\nb"'],
    ['\u202egpj', '"\\u202egpj"'],
    ['\u200b\ufeff\u2028\u0085', '"\\u200b\\ufeff\\u2028\\u0085"'],
    ['"', '"\\""'],
    ['é', '"é"'],
  ])('escapes %j', (value, shown) => {
    expect(printable(value)).toBe(shown);
  });

  it('cuts at 120 characters', () => {
    expect(printable('a'.repeat(500))).toBe(`"${'a'.repeat(119)}…"`);
  });
});

describe('nearest', () => {
  it.each([
    ['domian', ['domain', 'id'], 'domain'],
    ['nextclowd', ['nextcloud', 'miniflux'], 'nextcloud'],
    ['Domain', ['domain'], 'domain'],
    ['bas', ['essai', 'base'], 'base'],
    ['x', ['essai', 'base'], undefined],
    ['password', ['plan', 'operator'], undefined],
    ['', ['a'], 'a'],
  ])('of %s among %j is %s', (word, candidates, expected) => {
    expect(nearest(word, candidates)).toBe(expected);
  });
});

describe('canonical JSON', () => {
  it('does not depend on the order of keys, at any depth', () => {
    expect(canonicalJson({ b: [{ d: 1, c: 2 }], a: undefined })).toBe('{"b":[{"c":2,"d":1}]}');
    expect(digestOf({ a: 1, b: { c: 1, d: 2 } })).toBe(digestOf({ b: { d: 2, c: 1 }, a: 1 }));
    expect(digestOf({ a: [1, 2] })).not.toBe(digestOf({ a: [2, 1] }));
  });
});

describe('languageOf', () => {
  it.each([['fr_CA.UTF-8', 'fr'], ['en_CA.UTF-8', 'en'], ['C.UTF-8', 'fr'], [undefined, 'fr'], ['EN', 'en']])('%s -> %s', (locale, language) => {
    expect(languageOf(locale)).toBe(language);
  });
});
