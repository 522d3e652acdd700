import { describe, expect, it } from 'vitest';
import { allSentences, englishFaults, frenchFaults, type Sentence, sentencesOf, yamlSentences } from './words.ts';

const sentences = allSentences();
const wrong = (judge: (sentence: Sentence) => string | undefined): string[] => sentences.flatMap((sentence) => {
  const fault = judge(sentence);
  return fault === undefined ? [] : [`${sentence.place}: ${fault}: ${sentence.fr.join(' | ')} / ${sentence.en.join(' | ')}`];
});

/** Words that are the same in both languages, and names of files. */
const SAME = /^(image|volume|version|licence|logo|registry|service|secret|quota|route|root|provenance|[^\s]*[./][^\s]*)$/i;
/** Nothing but what is filled in, commands, names, digits and signs. */
const isBare = (words: string): boolean => words.replace(/\$\{…\}/g, '').replace(/^\s*(?:chmod \d+|Docker|Kubernetes|mode|chatiere)( [a-z-]+| --[a-z]+| <[a-z]+>)*\s*$/, '').replace(/[\d\s.,:;·–…()→]/g, '') === '';

describe('what people read', () => {
  it('is seen whole', () => {
    expect(sentences.length).toBeGreaterThan(300);
    expect(new Set(sentences.map(({ place }) => place.split('/')[0]))).toEqual(new Set(['modules', 'scripts', 'stacks', 'catalog']));
  });

  it('is never empty in one language only', () => {
    expect(wrong(({ fr, en }) => (fr.every((words) => words.trim() === '') === en.every((words) => words.trim() === '') && !(fr.length === 1 && fr[0] === '' && en[0] !== '') ? undefined : 'empty'))).toEqual([]);
  });

  it('is not the same in both languages by mistake', () => {
    expect(wrong(({ fr, en }) => (fr.join() === en.join() && !fr.every((words) => isBare(words) || SAME.test(words.trim())) ? 'same' : undefined))).toEqual([]);
  });

  it('is filled in with the same things in both languages', () => {
    expect(wrong(({ filled }) => (filled.fr.join() === filled.en.join() ? undefined : `${filled.fr.join()} is not ${filled.en.join()}`))).toEqual([]);
  });

  it('keeps to French typography', () => {
    expect(wrong(({ fr }) => fr.flatMap(frenchFaults)[0])).toEqual([]);
  });

  it('keeps to English typography', () => {
    expect(wrong(({ en }) => en.flatMap(englishFaults)[0])).toEqual([]);
  });
});

describe('the reading of sources', () => {
  it('finds every form', () => {
    const [one, two, three] = sentencesOf('a.ts', "import { text } from '../kernel/index.ts'; const x: Text = text(`${n} ${n > 1 ? 'piles' : 'pile'} : ${what.fr}`, `${n} ` + 'stacks: ' + what.en);\nconst y = { fr: 'un', en: 'one' };\nconst z = { fr: what.fr, en: what.en };");
    expect(one).toEqual({ place: 'a.ts:1', fr: ['${…} piles : ${…}', '${…} pile : ${…}'], en: ['${…} stacks: ${…}'], filled: { fr: ['n', 'what'], en: ['n', 'what'] } });
    expect(two).toMatchObject({ place: 'a.ts:2', fr: ['un'], en: ['one'] });
    expect(three).toBeUndefined();
    expect(() => sentencesOf('a.ts', "import { text } from '../kernel/index.ts';\ntext('un')")).toThrow('a.ts:2');
    expect(yamlSentences('a.yaml', 'about: { summary: { fr: un } }')).toMatchObject([{ place: 'a.yaml: about.summary', fr: ['un'], en: [''] }]);
  });

  it.each([
    ["l'hôte", 'straight apostrophe'],
    ['le "nom"', 'straight quotes'],
    ['attendre...', 'three dots'],
    ['voir «chatiere »', 'no space after «'],
    ['voir « chatiere»', 'no space before »'],
    ['permis: fr', 'no space before : ; ! or ?'],
    ['un , deux', 'space before a comma or a full stop'],
    ['un  deux', 'two spaces'],
  ])('refuses %s', (words, fault) => {
    expect(frenchFaults(words)).toContain(fault);
  });

  it.each(['l’hôte répond : « docker ps » ; 8:30, https://x.test:8443/ …', 'voir « environment: demo »', 'file:3:1', '["CMD", programme]', 'mettre images: registry'])('accepts %s', (words) => {
    expect(frenchFaults(words)).toEqual([]);
  });
});
