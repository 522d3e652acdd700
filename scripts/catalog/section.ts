import { type Text, text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import { columnWidths, table } from '../verbs/common.ts';

/** A heading and its lines: columns of words. A line that has no label goes on under the one before. */
export interface Section {
  readonly title: Text;
  readonly rows: readonly (readonly Text[])[];
}

/** One part of an app's page: the same for programs and for people. */
export interface Part {
  readonly data: unknown;
  readonly section: Section;
}

/** The same words in both languages: a name, a number, a date. */
export const bare = (words: string | number): Text => ({ fr: String(words), en: String(words) });
const empty = bare('');

export const yesNo = (value: boolean): Text => (value ? text('oui', 'yes') : text('non', 'no'));

/** A labelled line an item, or one that says that there is none. */
export function listed(label: Text, items: readonly Text[], none: Text): Text[][] {
  return items.length === 0 ? [[label, none]] : items.map((item, index) => [index === 0 ? label : empty, item]);
}

/** Pieces with something between them, in both languages. */
export const joined = (pieces: readonly Text[], between: Text = bare(', ')): Text => ({ fr: pieces.map(({ fr }) => fr).join(between.fr), en: pieces.map(({ en }) => en).join(between.en) });
export const semicolon: Text = { fr: ' ; ', en: '; ' };
export const dash = bare(' — ');

/** On a terminal the last column is broken between words, so that the columns stay. */
export function printSections(context: Context, sections: readonly Section[]): void {
  for (const { title, rows } of sections) {
    const cells = rows.map((row) => row.map((cell) => cell[context.language]));
    const before = columnWidths(cells.map((row) => row.slice(0, -1))).reduce((sum, width) => sum + width + 2, INDENT.length);
    const room = context.columns === undefined ? undefined : context.columns - before;
    const lines = table(cells.flatMap((row) => broken(row, room))).split('\n').map((line) => `${INDENT}${line}`);
    context.print(`\n${context.say(title)}\n${lines.join('\n')}`);
  }
}

const INDENT = '  ';
/** Narrower, a last column is no longer one. */
const MIN_ROOM = 24;

function broken(row: readonly string[], room: number | undefined): string[][] {
  const [before, last = ''] = [row.slice(0, -1), row.at(-1)];
  if (room === undefined || room < MIN_ROOM) return [[...row]];
  return wrapped(last, room).map((line, index) => [...before.map((cell) => (index === 0 ? cell : '')), line]);
}

/** Lines of at most so many letters, a longer word whole; French signs stay with the word before them. */
export function wrapped(words: string, room: number): string[] {
  const lines: string[] = [''];
  for (const word of words.split(/ (?![:;!?»])(?<!« )/)) {
    const line = lines.at(-1) as string;
    if (line === '') lines[lines.length - 1] = word;
    else if (line.length + 1 + word.length <= room) lines[lines.length - 1] = `${line} ${word}`;
    else lines.push(word);
  }
  return lines;
}

