import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { escapeDollars, splitVariables, variableName } from '../../modules/catalog/index.ts';

describe('splitVariables', () => {
  it.each([
    ['', []],
    ['a${B}c', [{ text: 'a' }, { variable: 'B' }, { text: 'c' }]],
    ['${A}${B_2}', [{ variable: 'A' }, { variable: 'B_2' }]],
    ['$$', [{ text: '$' }]],
    ['$${A}', [{ text: '${A}' }]],
    ['$$${A}', [{ text: '$' }, { variable: 'A' }]],
    ['a\n$$b', [{ text: 'a\n$b' }]],
  ])('splits %j', (content, pieces) => {
    expect(splitVariables(content, true)).toEqual({ pieces, invalid: undefined });
  });

  it.each([
    ['$A', '$A'],
    ['a$', '$'],
    ['"$(cat x)"', '$'],
    ['$$$', '$'],
    ['${a}', '${a}'],
    ['${A:-x y}', '${A:-x'],
    ['${', '${'],
    ['${}', '${}'],
  ])('refuses %j where Compose would read it', (content, invalid) => {
    expect(splitVariables(content, true).invalid).toBe(invalid);
  });

  it.each([
    ['echo "$0" $(cat x) a$', 'echo "$0" $(cat x) a$'],
    ["awk '{print $1}'", "awk '{print $1}'"],
    ['$$HOME', '$HOME'],
  ])('leaves a dollar alone in app.yaml: %j', (content, text) => {
    expect(splitVariables(content, false)).toEqual({ pieces: [{ text }], invalid: undefined });
  });

  it.each(['${x:-1}', '${lower}'])('refuses %j in app.yaml too', (content) => {
    expect(splitVariables(content, false).invalid).toBe(content);
  });

  it('gives any text back once its dollars are doubled', () => {
    const awkward = fc.oneof(fc.string(), fc.array(fc.constantFrom('$', '{', '}', 'A', '$$', '${A}', '\n')).map((parts) => parts.join('')));
    fc.assert(
      fc.property(awkward, fc.boolean(), (content, strict) => {
        expect(splitVariables(escapeDollars(content), strict)).toEqual({ pieces: content === '' ? [] : [{ text: content }], invalid: undefined });
      }),
    );
  });
});

describe('variableName', () => {
  it.each([
    ['SECRET', 'database-password', 'SECRET_DATABASE_PASSWORD'],
    ['IMAGE', 'postgresql', 'IMAGE_POSTGRESQL'],
  ])('%s of %s is %s', (prefix, name, variable) => {
    expect(variableName(prefix, name)).toBe(variable);
  });
});
