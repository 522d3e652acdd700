import fc from 'fast-check';
import { describe as group, expect, it } from 'vitest';
import { concat, describe, fact, hasSecret, literal, literalOf, type Part, secret, type Template } from '../../modules/kernel/index.ts';

const part: fc.Arbitrary<Part> = fc.oneof(
  fc.string(),
  fc.constantFrom('${secret:app/a#1}', '$', '$${', '${fact:authority}'),
  fc.tuple(fc.constantFrom('app/a', 'app/b'), fc.integer({ min: 1, max: 3 })).map(([purpose, generation]) => secret(purpose, generation)),
  fc.constantFrom('authority', 'identity.issuer').map(fact),
);
const template: fc.Arbitrary<Template> = fc.array(part, { maxLength: 6 });

group('templates', () => {
  it('give a literal back', () => {
    fc.assert(fc.property(fc.string(), (value) => void expect(literalOf(literal(value))).toBe(value)));
  });

  it('have no text while a hole is in them', () => {
    expect(literalOf([...literal('a'), fact('authority')])).toBeUndefined();
    expect(hasSecret([fact('authority')])).toBe(false);
    expect(hasSecret(['a', secret('app/a')])).toBe(true);
  });

  it('are joined associatively, with the empty one as unit', () => {
    fc.assert(fc.property(template, template, template, (a, b, c) => void expect(concat(concat(a, b), c)).toEqual(concat(a, concat(b, c)))));
    fc.assert(fc.property(template, (a) => void expect([concat(a, []), concat([], a)]).toEqual([concat(a), concat(a)])));
  });

  it('merge neighbouring text', () => {
    expect(concat(['a', 'b'], ['', 'c', fact('x')], literal('d'))).toEqual(['abc', { fact: 'x' }, 'd']);
  });

  it('are described injectively: text that looks like a hole is not one', () => {
    fc.assert(
      fc.property(template, template, (a, b) => void expect(describe(a) === describe(b)).toBe(JSON.stringify(concat(a)) === JSON.stringify(concat(b)))),
      { numRuns: 2000 },
    );
  });
});
