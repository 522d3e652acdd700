import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { renderProblem } from '../../modules/kernel/index.ts';
import { countOf } from '../../modules/metering/index.ts';

const counted = (output: string, exitCode = 0) => countOf({ exitCode, output }, 'mrc-demo.miniflux members', { file: 'miniflux/2.2.15-1/app.yaml', field: 'usage.members' });
const refused = (output: string, exitCode = 0): string => {
  const result = counted(output, exitCode);
  if (!('problem' in result)) throw new Error(`taken: ${result.count}`);
  return result.problem.code;
};

describe('the count of a job', () => {
  it.each([['0\n', 0], ['12', 12], ['12\n', 12], ['12\r\n', 12], ['9007199254740991\n', Number.MAX_SAFE_INTEGER]])('%j is %d', (output, count) => {
    expect(counted(output)).toEqual({ count });
  });

  it('is any whole number that was written', () => {
    fc.assert(fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (count) => void expect(counted(`${count}\n`)).toEqual({ count })));
  });

  it.each([
    ['', 'count-nothing'],
    ['\n', 'count-nothing'],
    [' \n', 'count-nothing'],
    ['-3\n', 'count-negative'],
    ['3.5\n', 'count-not-whole'],
    ['3,5\n', 'count-not-whole'],
    ['3.0\n', 'count-not-whole'],
    ['1e3\n', 'count-not-whole'],
    ['9007199254740993\n', 'count-too-large'],
    ['+3\n', 'count-text'],
    ['007\n', 'count-text'],
    ['3\n4\n', 'count-text'],
    ['3\n\n', 'count-text'],
    [' 3\n', 'count-text'],
    ['٣\n', 'count-text'],
    ['NaN\n', 'count-text'],
    ['ERROR:  relation "users" does not exist\n', 'count-text'],
  ])('%j is none: %s', (output, code) => {
    expect(refused(output)).toBe(code);
  });

  it('of a command that failed is none, whatever it wrote', () => {
    expect(refused('12\n', 2)).toBe('count-failed');
    expect(refused('', 137)).toBe('count-failed');
  });

  it('that is refused says whose it is, where, what came, what may come and what to do', () => {
    const result = counted('-3\n') as { problem: Parameters<typeof renderProblem>[0] };
    expect(renderProblem(result.problem, 'fr').split('\n')).toEqual([
      'miniflux/2.2.15-1/app.yaml: usage.members: mrc-demo.miniflux members : nombre négatif',
      '  valeur donnée : "-3"',
      '  permis : un seul nombre entier, 0 ou plus',
      '  à faire : corriger la requête du catalogue ; d’ici là, ce compte manque',
    ]);
    expect(renderProblem(result.problem, 'en').split('\n')[0]).toBe('miniflux/2.2.15-1/app.yaml: usage.members: mrc-demo.miniflux members: negative number');
  });
});

describe('a refused output', () => {
  it('shows its shape, and no letter or digit of it', () => {
    const { problem } = counted('marguerite.belanger@mrc-demo.test\nThéodore Côté 514 555-0199\n') as { problem: { given?: string } };
    expect(problem.given).toBe('xxxxxxxxxx.xxxxx…');
  });

  it('gives at most its beginning away, none of whose words can be read', () => {
    const letters = fc.stringMatching(/^[a-zA-Zàéêçœ@ .\n-]{0,400}[a-zA-Zàéêçœ]{3}[a-zA-Zàéêçœ@ .\n-]{0,400}$/);
    fc.assert(fc.property(letters, (output) => {
      const given = (counted(output) as { problem: { given?: string } }).problem.given ?? '';
      expect(given.length).toBeLessThanOrEqual(17);
      expect(given.replace(/x/g, '')).not.toMatch(/[a-zA-Zàéêçœ\d]/);
    }));
  });

  it('cannot drive a terminal', () => {
    const { problem } = counted('\u001b[31mrouge\u202e\n') as { problem: Parameters<typeof renderProblem>[0] };
    expect(renderProblem(problem, 'fr')).not.toMatch(/[\u001b\u202e]/);
  });
});
