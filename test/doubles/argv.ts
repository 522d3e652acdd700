import type { Command, Contract } from './contract.ts';

const SHELLS = /^(?:.*\/)?(?:ba|da)?sh$/;
const KEYWORDS = new Set(['if', 'then', 'elif', 'else', 'do', 'while', 'until', '!', '{', 'exec', 'trap']);

/** Why a call is not in the table, or `undefined` when it is. Words that hold `$` are taken for any word. */
export function refusedCall(commands: readonly Command[], argv: readonly string[]): string | undefined {
  const command = commands.filter((row) => row.argv.every((word, index) => argv[index] === word)).sort((a, b) => b.argv.length - a.argv.length)[0];
  if (!command) return 'no such command';
  const words: string[] = [];
  const rest = argv.slice(command.argv.length);
  for (let index = 0; index < rest.length; index++) {
    const word = rest[index] ?? '';
    if (word === '--') { words.push(...rest.slice(index + 1)); break; }
    if (!word.startsWith('-') || word === '-') { words.push(word); continue; }
    const [name = '', value] = word.split(/=(.*)/s);
    const kind = command.options[name];
    if (kind === undefined) return `no such option ${name}`;
    if (kind === 'flag' && value !== undefined) return `option ${name} takes no value`;
    if (kind === 'word' && value !== undefined) return `option ${name} takes the next word, not what stands after =`;
    if (kind !== 'flag' && value === undefined && rest[++index] === undefined) return `option ${name} takes a value`;
  }
  const [least, most] = typeof command.arguments === 'number' ? [command.arguments, command.arguments] : command.arguments;
  if (words.length < least || words.length > most) return `${words.length} arguments, not ${least === most ? least : `${least} to ${most}`}`;
  const stray = words.find((word, index) => !word.includes('$') && (command.words[index]?.includes(word) ?? true) === false);
  return stray === undefined ? undefined : `no such argument ${stray}`;
}

/**
 * The calls that an argv makes of the programs in the table. A shell script is read line by line for them; the shell's own words and
 * other programs in a script are not judged, a program called without a shell always is.
 */
export function callsOf({ commands }: Pick<Contract, 'commands'>, argv: readonly string[]): string[][] {
  const [program = '', flags = '', script] = argv;
  if (!SHELLS.test(program) || !/^-[a-z]*c$/.test(flags) || script === undefined) return [[...argv]];
  const programs = new Set(commands.map((command) => command.argv[0]));
  return simpleCommands(script).filter(([first]) => first !== undefined && programs.has(first));
}

/** Splits a script at what ends a command, drops keywords, assignments before a command and redirections. */
function simpleCommands(script: string): string[][] {
  return script.replaceAll(/\\\n\s*/g, ' ').split(/\n|&&|\|\||;|\||\$\(|`/).map((line) => {
    const words = (line.match(/(?:"[^"]*"|'[^']*'|[^\s"']+)+/g) ?? []).map((word) => word.replaceAll(/["']/g, '').replace(/\)+$/, ''));
    while (words[0] !== undefined && (KEYWORDS.has(words[0]) || /^\w+=/.test(words[0]))) words.shift();
    const comment = words.findIndex((word) => word.startsWith('#'));
    const kept = comment === -1 ? words : words.slice(0, comment);
    const redirection = kept.findIndex((word) => /^\d?[<>]/.test(word));
    return redirection === -1 ? kept : kept.slice(0, redirection);
  });
}
