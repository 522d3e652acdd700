import { PassThrough } from 'node:stream';
import { stripVTControlCharacters } from 'node:util';
import { describe, expect, it } from 'vitest';
import { text } from '../../modules/kernel/index.ts';
import { agree, pick, type } from '../../scripts/ask.ts';

/** Answers a question as somebody at a terminal does; gives what was shown. */
async function asked<T>(language: 'fr' | 'en', keys: readonly string[], ask: (context: { say: (words: { fr: string; en: string }) => string }, streams: { input: PassThrough; output: PassThrough }) => Promise<T>) {
  const [input, output] = [new PassThrough(), new PassThrough()];
  // Wide enough that no question is broken.
  Object.assign(output, { columns: 200 });
  let shown = '';
  output.on('data', (chunk: Buffer) => (shown += chunk.toString()));
  const answer = ask({ say: (words) => words[language] }, { input, output });
  // The prompt listens once its library is loaded.
  while (shown === '') await new Promise(setImmediate);
  for (const key of keys) input.write(key);
  return { answer: await answer, shown: stripVTControlCharacters(shown) };
}

describe.each(['fr', 'en'] as const)('a question in %s', (language) => {
  it('to pick from a list says which keys, in one language', async () => {
    const { answer, shown } = await asked(language, ['\u001b[B', '\r'], (context, streams) => pick(context, text('Quel forfait ?', 'Which plan?'), [{ value: 'essai' }, { value: 'base', words: text('30 membres', '30 members') }], streams));
    expect(answer).toBe('base');
    expect(shown).toContain(language === 'fr' ? 'Quel forfait ? (↑/↓ pour parcourir, Entrée pour choisir)' : 'Which plan? (↑/↓ to browse, Enter to choose)');
    expect(shown).toContain(language === 'fr' ? 'base — 30 membres' : 'base — 30 members');
    if (language === 'fr') expect(shown).not.toMatch(/navigate|select|confirm|Enter/i);
  });

  it('to agree is yes, no, or given up, which is no', async () => {
    const ask = (context: { say: (words: { fr: string; en: string }) => string }, streams: object) => agree(context, text('Inscrire ?', 'Record?'), streams);
    const { answer, shown } = await asked(language, ['\r'], ask);
    expect([answer, shown.includes(language === 'fr' ? 'Oui' : 'Yes')]).toEqual([true, true]);
    if (language === 'fr') expect(shown).not.toMatch(/yes/i);
    expect((await asked(language, ['n'], ask)).answer).toBe(false);
    expect((await asked(language, ['\u0003'], ask)).answer).toBe(false);
  });

  it('to type has the fallback in it, and can be given up', async () => {
    expect((await asked(language, ['x', '\r'], (context, streams) => type(context, text('Nom', 'Name'), 'abc', streams))).answer).toBe('abcx');
    const { answer, shown } = await asked(language, ['\u0003'], (context, streams) => type(context, text('Nom', 'Name'), 'abc', streams));
    expect(answer).toBeUndefined();
    if (language === 'fr') expect(shown).not.toMatch(/cancel|submit|enter/i);
  });
});
