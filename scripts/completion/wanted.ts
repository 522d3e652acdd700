import type { Language } from '../../modules/kernel/index.ts';
import type { Parameter, ValueKind, Verb } from '../verb.ts';

export interface Candidate {
  readonly value: string;
  readonly help: string;
}

/** What may stand where the cursor is. */
export interface Wanted {
  /** The word so far, without the prefix. */
  readonly word: string;
  /** `--option=` where the value stands in the same word. */
  readonly prefix: string;
  /** What is known without looking at files. */
  readonly candidates: readonly Candidate[];
  /** What must be looked up. */
  readonly of: ValueKind | undefined;
  /** Words that stand already in the same list. */
  readonly given: readonly string[];
  /** What `-C` says. */
  readonly federation: string | undefined;
}

const takesValue = ({ flags }: Flag): boolean => /[<[]/.test(flags);
const names = ({ flags }: Flag): string[] => flags.split(/[ ,]+/).filter((word) => word.startsWith('-'));
type Flag = Parameter & { readonly flags: string };

/** Reads a command line up to the word under the cursor, the last one; pure. */
export function wantedAt(words: readonly string[], verbs: readonly Verb[], globals: readonly Flag[], language: Language): Wanted {
  const line = joined(words);
  const current = line.at(-1) ?? '';
  const seen = walk(line.slice(0, -1), verbs, globals);
  const base = { word: current, prefix: '', candidates: [], of: undefined, given: [], federation: seen.federation };
  const valueOf = (part: Parameter, word = current, prefix = ''): Wanted => ({ ...base, word, prefix, candidates: (part.choices ?? []).map((value) => ({ value, help: '' })), of: part.of });
  if (seen.pending) return valueOf(seen.pending);
  const options = [...(seen.verb?.options ?? []), ...globals];
  const equals = /^(--[^=]+=)(.*)$/.exec(current);
  if (equals && !seen.literal) {
    const option = options.find((candidate) => names(candidate).includes((equals[1] as string).slice(0, -1)));
    return option && takesValue(option) ? valueOf(option, equals[2] as string, equals[1] as string) : base;
  }
  if (current.startsWith('-') && !seen.literal) {
    return { ...base, candidates: options.flatMap((option) => names(option).filter((name) => name.startsWith('--')).map((value) => ({ value, help: option.help[language] }))) };
  }
  if (!seen.verb) return { ...base, candidates: nextWords(seen.path, verbs, language) };
  const last = seen.verb.arguments?.at(-1);
  const argument = seen.verb.arguments?.[seen.positionals.length] ?? (last?.name.includes('...') ? last : undefined);
  const more = seen.positionals.length === 0 && !seen.literal ? nextWords(seen.path, verbs, language) : [];
  const value = argument ? valueOf(argument) : base;
  return { ...value, candidates: [...more, ...value.candidates], given: seen.positionals };
}

/** bash hands `--option=value` over as three words. */
function joined(words: readonly string[]): string[] {
  const line: string[] = [];
  words.forEach((word, index) => {
    const after = words[index - 1]?.startsWith('--') ?? false;
    if (word !== '=' || !after) line.push(word);
    else if (index === words.length - 1) line.push('');
  });
  return line;
}

interface Seen {
  verb?: Verb;
  path: string;
  positionals: string[];
  /** The option whose value comes next. */
  pending: Flag | undefined;
  /** After `--`. */
  literal: boolean;
  federation: string | undefined;
}

function walk(line: readonly string[], verbs: readonly Verb[], globals: readonly Flag[]): Seen {
  const seen: Seen = { path: '', positionals: [], pending: undefined, literal: false, federation: undefined };
  for (const word of line) {
    if (seen.pending) {
      if (names(seen.pending).includes('-C')) seen.federation = word;
      seen.pending = undefined;
    } else if (word === '--') seen.literal = true;
    else if (word.startsWith('-') && word !== '-' && !seen.literal) {
      const [name, value] = word.split(/=(.*)/s);
      const option = [...(seen.verb?.options ?? []), ...globals].find((candidate) => names(candidate).includes(name as string));
      if (value === undefined && option && takesValue(option)) seen.pending = option;
      else if (value !== undefined && option && names(option).includes('-C')) seen.federation = value;
    } else {
      // `catalog` is a verb, and so is `catalog show`.
      const path = `${seen.path} ${word}`.trim();
      const verb = seen.positionals.length > 0 || seen.literal ? undefined : verbs.find(({ name }) => name === path);
      if (seen.verb && !verb) seen.positionals.push(word);
      else seen.path = path;
      if (verb) seen.verb = verb;
    }
  }
  return seen;
}

/** `up`, or `order` and then `new`. */
function nextWords(path: string, verbs: readonly Verb[], language: Language): Candidate[] {
  const before = path === '' ? '' : `${path} `;
  const next = new Map<string, string>();
  for (const { name, summary } of verbs.filter((verb) => verb.name.startsWith(before))) {
    const [word = '', more] = name.slice(before.length).split(' ');
    next.set(word, more === undefined ? summary[language] : '');
  }
  return [...next].map(([value, help]) => ({ value, help }));
}
