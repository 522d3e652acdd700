import { type Language, type Text, text } from './text.ts';

/** Where a problem was found. `line` and `column` count from 1; `field` is a dotted path such as `edge.httpsPort`. */
export interface Place {
  readonly file?: string;
  readonly line?: number;
  readonly column?: number;
  readonly field?: string;
}

/** One thing that is wrong, in the words of the person who reads it. */
export interface Problem {
  /** Stable identifier for `--json` and tests, such as `unknown-key`. */
  readonly code: string;
  readonly what: Text;
  readonly where?: Place;
  /** The value found; escaped when printed. */
  readonly given?: string;
  readonly allowed?: Text;
  readonly next?: Text;
}

/** Exit codes of the `chatiere` command, documented in its help. */
export const ExitCode = { ok: 0, failure: 1, usage: 2, refused: 3, locked: 4, cancelled: 5 } as const;
export type ExitCode = (typeof ExitCode)[keyof typeof ExitCode];

/** The one error that is meant to be read by people. Everything else is a defect. */
export class ChatiereError extends Error {
  readonly problems: readonly Problem[];
  readonly exitCode: ExitCode;

  constructor(problems: Problem | readonly Problem[], exitCode: ExitCode = ExitCode.refused) {
    const list = Array.isArray(problems) ? (problems as readonly Problem[]) : [problems as Problem];
    super(list.map((problem) => renderProblem(problem, 'en')).join('\n'));
    this.name = 'ChatiereError';
    this.problems = list;
    this.exitCode = exitCode;
  }
}

const labels = {
  given: text('valeur donnée :', 'given:'),
  allowed: text('permis :', 'allowed:'),
  next: text('à faire :', 'next:'),
};

/** `file:line:column: field: what`, then one indented line each for the value, what is allowed and what to do. */
export function renderProblem(problem: Problem, language: Language): string {
  const { where, given, allowed, next } = problem;
  const file = where?.file === undefined ? undefined : inert(where.file);
  const position = [file, where?.line, where?.column].filter((part) => part !== undefined).join(':');
  const head = [position, where?.field === undefined ? undefined : inert(where.field), problem.what[language]].filter(Boolean).join(': ');
  const lines = [head];
  if (given !== undefined) lines.push(`  ${labels.given[language]} ${printable(given)}`);
  if (allowed) lines.push(`  ${labels.allowed[language]} ${allowed[language]}`);
  if (next) lines.push(`  ${labels.next[language]} ${next[language]}`);
  return lines.join('\n');
}

/** Quotes untrusted text so that it can neither break a line nor drive a terminal, nor hide what it holds; at most 120 characters. */
export function printable(value: string): string {
  const cut = value.length > 120 ? `${value.slice(0, 119)}…` : value;
  return JSON.stringify(cut).replace(/[\p{Cc}\p{Cf}\p{Zl}\p{Zp}]/gu, (unseen) => unseen.split('').map((unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`).join(''));
}

/** The same without the quotes: a file's name, a key, a word of the command line. */
export const inert = (value: string): string => printable(value).slice(1, -1);
