import { type Document, isAlias, isMap, isScalar, isSeq, LineCounter, type Node, type Pair } from 'yaml';
import type { z } from 'zod';
import type { Place, Problem, Text } from '../kernel/index.ts';
import { schemaProblems } from './schema-problems.ts';
import { readYaml } from './yaml.ts';

/** Path of a value in a file: keys and indices. */
export type Path = readonly PropertyKey[];

/** One YAML file that fits its schema, and where each of its values stands. */
export interface Sheet<T> {
  readonly file: string;
  readonly value: T;
  /** Line, column and dotted field of a value (or of its key); of the nearest value around it where it is absent. */
  at(path: Path, part?: 'key' | 'value'): Place;
}

/**
 * Reads one YAML text against a zod schema. Everything wrong is added to `problems`, each with file, line, column and field;
 * gives `undefined` when anything was.
 */
export function parseSheet<T>(file: string, content: string, schema: z.ZodType<T>, problems: Problem[]): Sheet<T> | undefined {
  const lines = new LineCounter();
  const before = problems.length;
  const document = readYaml(file, content, lines, problems);
  if (!document || problems.length > before) return undefined;
  const at = (path: Path, part: 'key' | 'value' = 'value'): Place => place(document, lines, file, path, part);
  const value: unknown = document.toJS();
  const result = schema.safeParse(value);
  if (!result.success) {
    const source = (path: Path): string | undefined => {
      const node: unknown = document.getIn(path, true);
      return isScalar(node) ? node.source : undefined;
    };
    problems.push(...schemaProblems(result.error.issues, value, schema, { at, source }));
    return undefined;
  }
  return { file, value: result.data, at };
}

/** A problem at a value of a sheet: what cross-checks say. */
export function problemAt(sheet: Sheet<unknown>, path: Path, code: string, what: Text, more: Partial<Problem> & { part?: 'key' | 'value' } = {}): Problem {
  const { part, ...rest } = more;
  return { code, what, where: sheet.at(path, part), ...rest };
}

/** `edge.httpsPort`, `configs[0].target`. */
export function fieldOf(path: Path): string {
  return path.map((key, index) => (typeof key === 'number' ? `[${key}]` : `${index === 0 ? '' : '.'}${String(key)}`)).join('');
}

function place(document: Document.Parsed, lines: LineCounter, file: string, path: Path, part: 'key' | 'value'): Place {
  let node: Node | null = document.contents;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, key] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document) ?? null;
    const last = index === path.length - 1;
    let next: Node | null | undefined;
    if (isSeq(node)) next = node.items[key as number] as Node | undefined;
    else if (isMap(node)) {
      const pair = node.items.find((item: Pair) => isScalar(item.key) && String(item.key.value) === String(key));
      const keyNode = pair?.key as Node | undefined;
      if (keyNode?.range) offset = keyNode.range[0];
      if (last && part === 'key') break;
      next = pair?.value as Node | null | undefined;
      // An empty value has no text of its own: its key is where one looks.
      if (isScalar(next) && next.value === null && next.source === '') break;
    }
    if (!next) break;
    node = next;
    offset = node.range?.[0] ?? offset;
  }
  const { line, col } = lines.linePos(offset);
  const field = fieldOf(path);
  return { file, line: Math.max(line, 1), column: Math.max(col, 1), ...(field === '' ? {} : { field }) };
}
