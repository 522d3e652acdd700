import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { ChatiereError, isSegment, joinName, MAX_NAME, MAX_SEGMENT, partName } from '../../modules/kernel/index.ts';
import { physicalName } from '../../modules/targets/docker/names.ts';

const letter = fc.constantFrom(...'abcxyz');
const tail = fc.constantFrom(...'abz019');
const word = fc.tuple(letter, fc.array(tail, { maxLength: 5 })).map(([first, rest]) => first + rest.join(''));
const more = fc.array(fc.array(tail, { minLength: 1, maxLength: 6 }).map((letters) => letters.join('')), { maxLength: 4 });
/** Segments of all lengths up to the limit, hyphens and digits included. */
const segment = fc.oneof(
  fc.tuple(word, more).map(([first, rest]) => [first, ...rest].join('-')).filter(isSegment),
  fc.integer({ min: 20, max: MAX_SEGMENT }).map((length) => 'a'.repeat(length)),
);
const segments = fc.array(segment, { minLength: 1, maxLength: 5 });

const injective = (name: (parts: readonly string[]) => string) => fc.property(segments, segments, (a, b) => void expect(name(a) === name(b)).toBe(JSON.stringify(a) === JSON.stringify(b)));

describe('joinName', () => {
  it('gives different names to different segments', () => {
    fc.assert(injective((parts) => joinName(...parts)), { numRuns: 2000 });
  });

  it('fits a DNS label and is made of what one may hold', () => {
    fc.assert(fc.property(segments, (parts) => void expect(joinName(...parts)).toMatch(/^[a-z](?:[a-z0-9-]{0,61}[a-z0-9])?$/)));
  });

  it('keeps short names whole, and cuts long ones to a hash', () => {
    expect(joinName('demo', 'mrc-demo', 'miniflux')).toBe('demo--mrc-demo--miniflux');
    const long = joinName('a'.repeat(30), 'b'.repeat(30), 'c');
    expect(long).toHaveLength(MAX_NAME);
    expect(long).toMatch(/^a{30}--b{18}--0[0-9a-f]{10}$/);
    expect(long).not.toBe(joinName('a'.repeat(30), 'b'.repeat(30), 'd'));
  });

  it.each(['a--b', '-x', 'x-', 'é', 'A', 'a_b', 'a.b', '', '1a', 'a'.repeat(MAX_SEGMENT + 1)])('refuses the segment %j', (given) => {
    expect(() => joinName('demo', given)).toThrow(ChatiereError);
  });
});

describe('names of parts', () => {
  const workload = fc.tuple(segment, segment, segment).map(([a, b, c]) => joinName(a, b, c));

  it.each([
    ['partName', (name: string, parts: readonly string[]) => partName(name, ...parts)],
    ['physicalName, of services, volumes, networks and carriers', (name: string, parts: readonly string[]) => physicalName(name, ...(parts as [string, ...string[]]))],
  ])('%s is injective over workloads and parts of the same depth', (_, name) => {
    const part = fc.integer({ min: 1, max: 2 }).chain((depth) => fc.tuple(fc.tuple(workload, fc.array(segment, { minLength: depth, maxLength: depth })), fc.tuple(workload, fc.array(segment, { minLength: depth, maxLength: depth }))));
    fc.assert(
      fc.property(part, ([a, b]) => void expect(name(...a) === name(...b)).toBe(JSON.stringify(a) === JSON.stringify(b))),
      { numRuns: 2000 },
    );
  });
});
