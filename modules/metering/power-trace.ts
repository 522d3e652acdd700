import { parse } from 'csv-parse/sync';
import { type Problem, text } from '../kernel/index.ts';
import type { Trace, TraceSample } from './power-model-error.ts';

const COLUMNS = ['seconds', 'load', 'watts'] as const;

/**
 * Reads one recorded trace: lines of `# key: value` (`machine`, `tdp` in watts for all processors together), a heading
 * `seconds,load,watts`, then one sample a line, the load 0 to 1. Everything wrong is added to `problems`, with its line.
 */
export function parseTrace(file: string, content: string, problems: Problem[]): Trace | undefined {
  const before = problems.length;
  const refuse = (line: number, code: string, what: Problem['what'], more: Partial<Problem> = {}): void => void problems.push({ code, what, where: { file, line }, ...more });
  let rows: { record: string[]; info: { lines: number } }[];
  try {
    rows = parse(content, { bom: true, trim: true, comment: '#', comment_no_infix: true, skip_empty_lines: true, relax_column_count: true, info: true }) as never;
  } catch (error) {
    refuse((error as { lines?: number }).lines ?? 1, 'trace-csv', text('CSV illisible à cet endroit', 'CSV that cannot be read at this point'));
    return undefined;
  }
  const [head, ...body] = rows;
  if (!head || head.record.join(',') !== COLUMNS.join(',')) {
    refuse(head?.info.lines ?? 1, 'trace-heading', text('en-tête d’un autre format', 'heading of another format'), { given: head?.record.join(',') ?? '', allowed: text(COLUMNS.join(','), COLUMNS.join(',')) });
    return undefined;
  }
  const samples = body.map(({ record, info }): TraceSample => {
    const [seconds, load, watts] = COLUMNS.map((column, index) => numberOf(record[index], column, (allowed) => refuse(info.lines, 'trace-value', text(`valeur impossible dans la colonne ${column}`, `impossible value in the column ${column}`), { given: record[index] ?? '', allowed }))) as [number, number, number];
    return { seconds, load, watts };
  });
  if (body.length === 0) refuse(head.info.lines, 'trace-empty', text('trace sans aucun relevé', 'trace without any sample'));
  const said = headOf(content);
  const tdpWatts = said.get('tdp') === undefined ? undefined : Number(said.get('tdp'));
  if (tdpWatts !== undefined && !(tdpWatts > 0)) refuse(1, 'trace-tdp', text('puissance nominale impossible', 'impossible rated power'), { given: said.get('tdp') as string, allowed: text('des watts, plus de 0', 'watts, more than 0') });
  return problems.length > before ? undefined : { name: file, machine: said.get('machine') ?? file, tdpWatts, samples };
}

const allowedOf: Readonly<Record<(typeof COLUMNS)[number], readonly [Problem['what'], (value: number) => boolean]>> = {
  seconds: [text('un nombre, 0 ou plus', 'a number, 0 or more'), (value) => value >= 0],
  load: [text('un nombre de 0 à 1', 'a number from 0 to 1'), (value) => value >= 0 && value <= 1],
  watts: [text('un nombre, plus de 0', 'a number, more than 0'), (value) => value > 0],
};

function numberOf(written: string | undefined, column: (typeof COLUMNS)[number], refuse: (allowed: Problem['what']) => void): number {
  const [allowed, fits] = allowedOf[column];
  const value = written === undefined || written === '' ? Number.NaN : Number(written);
  if (!(Number.isFinite(value) && fits(value))) refuse(allowed);
  return value;
}

const headOf = (content: string): Map<string, string> => new Map([...content.replace(/^\ufeff/, '').matchAll(/^#\s*([a-z]+)\s*:\s*(.*?)\s*$/gm)].map(([, key = '', value = '']) => [key, value]));
