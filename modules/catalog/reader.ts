import { type Problem, type Text, text } from '../kernel/index.ts';
import type { AppSheet } from './app.ts';
import { splitVariables } from './interpolation.ts';
import { choices } from './refusal.ts';
import { type Path, problemAt, type Sheet } from './sheet.ts';
import { mayStand, namesFor, type Use, type VariableKind } from './variables.ts';

/** Reads one file of an entry: remembers where it is, what is wrong and which variables are used. */
export class EntryReader<T = unknown> {
  readonly sheet: Sheet<T>;
  readonly problems: Problem[];
  /** Variables of the entry. */
  readonly variables: ReadonlyMap<string, VariableKind>;
  /** Names used so far. */
  readonly used: Set<string>;
  readonly #strict: boolean;

  constructor(sheet: Sheet<T>, problems: Problem[], variables: ReadonlyMap<string, VariableKind>, used: Set<string>, strict: boolean) {
    this.sheet = sheet;
    this.problems = problems;
    this.variables = variables;
    this.used = used;
    this.#strict = strict;
  }

  refuse(path: Path, code: string, what: Text, more: Parameters<typeof problemAt>[4] = {}): void {
    this.problems.push(problemAt(this.sheet, path, code, what, more));
  }

  /** Checks the variables of a text that stands at `path`, and gives it back as it was. */
  text(value: string, path: Path, use: Use): string {
    const { pieces, invalid } = splitVariables(value, this.#strict);
    if (invalid !== undefined) {
      this.refuse(path, 'bad-variable', text('dollar qui n’ouvre pas une variable', 'dollar that starts no variable'), {
        given: invalid,
        allowed: text('${NOM} ; $$ pour un dollar', '${NAME}; $$ for a dollar'),
      });
    }
    for (const piece of pieces) if ('variable' in piece) this.#variable(piece.variable, path, use);
    return value;
  }

  #variable(name: string, path: Path, use: Use): void {
    this.used.add(name);
    const kind = this.variables.get(name);
    if (kind !== undefined && mayStand(kind, use)) return;
    const names = namesFor(this.variables, use).map((one) => `\${${one}}`);
    const what =
      kind === undefined
        ? text('variable inconnue', 'unknown variable')
        : kind.startsWith('secret')
          ? text('un secret ne peut pas être ici : d’autres pourraient le lire', 'a secret cannot stand here: others could read it')
          : text('cette variable ne peut pas être ici', 'this variable cannot stand here');
    this.refuse(path, kind === undefined ? 'unknown-variable' : 'misplaced-variable', what, { given: `\${${name}}`, ...(kind === 'picture' ? WHOLE_CONFIG : choices(`\${${name}}`, names)) });
  }
}

const WHOLE_CONFIG = { allowed: text('configs.<nom>.file seulement', 'configs.<name>.file only') };

/** Templates of secrets and the argv of jobs and usage queries: in these a dollar alone stands for itself. */
export function checkSheetVariables(sheet: Sheet<AppSheet>, variables: ReadonlyMap<string, VariableKind>, used: Set<string>, problems: Problem[]): void {
  const reader = new EntryReader(sheet, problems, variables, used, false);
  const { secrets, configure, usage, backup } = sheet.value;
  for (const [name, { template }] of Object.entries(secrets)) {
    if (template === undefined) continue;
    reader.text(template, ['secrets', name, 'template'], 'secret-file');
    for (const [other, { template: inner }] of Object.entries(secrets)) {
      if (inner !== undefined && template.includes(`\${SECRET_${other.toUpperCase().replaceAll('-', '_')}}`)) {
        reader.refuse(['secrets', name, 'template'], 'secret-of-secret', text('un secret composé ne peut en contenir un autre qui l’est aussi', 'a composed secret cannot hold another composed one'), { given: other });
      }
    }
  }
  const argv = (words: readonly string[], path: Path): void => words.forEach((word, index) => reader.text(word, [...path, index], 'public'));
  configure.forEach((job, index) => {
    argv(job.argv, ['configure', index, 'argv']);
    argv(job.check ?? [], ['configure', index, 'check']);
  });
  // Counted without a stack at hand: only what is known beforehand.
  usage.forEach((query, index) => query.argv.forEach((word, position) => reader.text(word, ['usage', index, 'argv', position], 'plain')));
  backup?.sets.forEach((set, index) => argv(set.argv ?? [], ['backup', 'sets', index, 'argv']));
  backup?.restore.forEach((step, index) => argv(step.argv ?? [], ['backup', 'restore', index, 'argv']));
  for (const [name, { argv: words }] of typeof backup?.quiesce === 'object' ? Object.entries(backup.quiesce) : []) argv(words, ['backup', 'quiesce', name, 'argv']);
}
