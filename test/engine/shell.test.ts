import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { quote, shellExports } from '../../modules/engine/shell.ts';

const words = fc.string({ unit: 'binary', maxLength: 60 }).filter((value) => !value.includes('\0') && value.isWellFormed());
const sh = (script: string): string => execFileSync('sh', ['-c', script], { encoding: 'utf8' });

it('any value survives eval in a shell, byte for byte', () => {
  fc.assert(fc.property(words, words, (first, second) => {
    const exports = shellExports({ FIRST: first, SECOND: second });
    expect(sh(`${exports}printf '%s|%s' "$FIRST" "$SECOND"`)).toBe(`${first}|${second}`);
    expect(sh(`eval ${quote(exports)}; printf '%s' "$FIRST"`)).toBe(first);
  }), { numRuns: 60 });
});

it.each(["'; rm -rf /; '", '$(id)', '`id`', 'a\nb', '"\\', '', ' -n', '!x'])('%j is one word', (value) => {
  expect(sh(`printf '%s' ${quote(value)}`)).toBe(value);
});

it('refuses what a shell cannot hold', () => {
  expect(() => quote('a\0b')).toThrow(RangeError);
  expect(() => shellExports({ 'A;id': 'x' })).toThrow('A;id');
});

it('is in alphabetical order, one line each', () => {
  expect(shellExports({ B: '2', A: '1' })).toBe("export A='1'\nexport B='2'\n");
});
