import { boundText, type Figure, measured, signOf } from './figure.ts';

const OPEN = '<!-- npm run bench -- --write-readme -->';
const CLOSE = '<!-- /bench -->';
const HEAD = ['| mesure | borne | médiane (min–max) | | date |', '|---|---|---|---|---|'];

/**
 * The README with the table between its two markers brought up to date: rows of this run replace those of the same measurement,
 * the others stay with their own date.
 */
export function withTable(readme: string, figures: readonly Figure[], date: string, machine: string): string {
  const [start, end] = [readme.indexOf(OPEN), readme.indexOf(CLOSE)];
  if (start < 0 || end < start) throw new Error(`README.md has no table: ${OPEN} … ${CLOSE}`);
  const rows = new Map(readme.slice(start + OPEN.length, end).split('\n').filter(isRow).map((row) => [keyOf(row), row]));
  for (const figure of figures) rows.set(figure.what, rowOf(figure, date));
  return `${readme.slice(0, start)}${[OPEN, ...HEAD, ...rows.values(), '', `Dernière mesure : ${machine}.`, ''].join('\n')}${readme.slice(end)}`;
}

const isRow = (line: string): boolean => line.startsWith('| ') && !HEAD.includes(line);
const keyOf = (row: string): string => row.split(' | ')[0]?.slice(2) ?? row;
const rowOf = (figure: Figure, date: string): string => `| ${[figure.what, boundText(figure), measured(figure), signOf(figure), date].join(' | ')} |`;
