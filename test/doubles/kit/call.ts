import { parseArgs } from 'node:util';
import { refusedCall } from '../argv.ts';
import type { Command, Contract } from '../contract.ts';
import { Refusal } from './refusal.ts';

/** A call that the table lists, taken apart. */
export interface Call {
  /** The row's words, the program among them, joined by spaces. */
  readonly name: string;
  readonly words: readonly string[];
  /** By their names without dashes; a flag is `true`, an option given more than once keeps all. */
  readonly options: Readonly<Record<string, string | true | readonly string[]>>;
}

/** @throws Refusal for a program, sub-command, option or argument that the table does not list. */
export function readCall({ app, commands }: Contract, argv: readonly string[]): Call {
  const why = refusedCall(commands, argv);
  if (why !== undefined) throw new Refusal(app, `${plainWords(argv)}: ${why}`);
  const row = commands.filter((each) => each.argv.every((word, index) => argv[index] === word)).sort((a, b) => b.argv.length - a.argv.length)[0];
  if (row === undefined) throw new Error('a call that is not refused has a row');
  const { values, positionals } = parseArgs({ args: argv.slice(row.argv.length), options: describe(row.options), allowPositionals: true });
  return {
    name: row.argv.join(' '),
    words: positionals,
    options: Object.fromEntries(Object.entries(values).map(([key, value]) => [key, Array.isArray(value) && value.length === 1 ? (value[0] as string | true) : (value as string[])])),
  };
}

/** The first words: options, which may hold secrets, and what follows them are not told. */
function plainWords(argv: readonly string[]): string {
  const option = argv.findIndex((word) => word.startsWith('-'));
  return argv.slice(0, option === -1 ? 3 : Math.min(option, 3)).join(' ');
}

function describe(options: Command['options']) {
  return Object.fromEntries(Object.entries(options).map(([dashed, kind]) => {
    const name = dashed.replace(/^-+/, '');
    return [name, { type: kind === 'flag' ? ('boolean' as const) : ('string' as const), multiple: true as const, ...(name.length === 1 && { short: name }) }];
  }));
}
