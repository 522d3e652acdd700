import { stripVTControlCharacters } from 'node:util';
import { type Language, text } from '../modules/kernel/index.ts';
import type { Row } from './board.ts';
import { formatSeconds } from './words.ts';

export const signs: Readonly<Record<Row['state'], string>> = { running: '…', succeeded: '✓', unchanged: '=', asleep: '~', failed: '✗', skipped: '–', cancelled: '■' };
const colors: Readonly<Record<Row['state'], number>> = { running: 36, succeeded: 32, unchanged: 90, asleep: 90, failed: 31, skipped: 33, cancelled: 33 };

/** What does not fit a small terminal is left out: finished rows first, then steps, then what runs, failures last; each from the top. One line less, which says so. */
export function fit(rows: readonly Row[], height: number): Row[] {
  if (rows.length <= Math.max(1, height)) return [...rows];
  const excess = rows.length - Math.max(1, height - 1);
  const left = new Set(rows.toSorted((a, b) => weight(a) - weight(b)).slice(0, excess));
  return rows.filter((row) => !left.has(row));
}

const weight = ({ state, depth }: Row): number => (state === 'failed' ? 3 : state !== 'running' ? 0 : depth === 1 ? 1 : 2);

export const hiddenRows = (count: number, language: Language): string => text(`… ${count} ${count > 1 ? 'autres lignes' : 'autre ligne'}`, `… ${count} more ${count > 1 ? 'lines' : 'line'}`)[language];

/** Lines of a terminal of so many columns that these lines fill. */
export const linesTaken = (lines: readonly string[], columns: number): number =>
  lines.reduce((sum, line) => sum + Math.max(1, Math.ceil(stripVTControlCharacters(line).length / columns)), 0);

/** Characters that take two columns, or none: the width of a line of ours is its length. */
const ODD_WIDTH = /[\p{Emoji_Presentation}\p{Mark}\u200b-\u200f\u2028-\u202e\u2060-\u206f\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe00-\ufe6f\uff00-\uff60\uffe0-\uffe6\u{1f300}-\u{1faff}\u{20000}-\u{3ffff}]/gu;
/** Below this width there is no room for times. */
const NARROW = 20;

/** One line, cut to the terminal's width so that it never wraps. */
export function rowLine(row: Row, language: Language, color: boolean, columns: number): string {
  const time = row.seconds === undefined || columns < NARROW || (row.seconds === 0 && row.state !== 'running') ? '' : formatSeconds(row.seconds, language);
  const indent = '  '.repeat(row.depth);
  const body = [row.title, plainText(row.detail)].filter(Boolean).join(' — ');
  const room = columns - indent.length - 3 - (time === '' ? 0 : time.length + 2);
  const cut = body.length > room ? `${body.slice(0, Math.max(0, room - 1))}…` : body;
  const sign = color ? `\u001b[${colors[row.state]}m${signs[row.state]}\u001b[0m` : signs[row.state];
  return `${indent}${sign} ${cut}${time === '' ? '' : `  ${time}`}`;
}

/** Somebody else's words, harmless on a terminal. */
export const plainText = (words: string): string => stripVTControlCharacters(words.normalize('NFC')).replace(/[\u0000-\u001f\u007f-\u009f]/g, ' ').replace(ODD_WIDTH, '·');
