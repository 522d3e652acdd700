import type { CommanderError } from 'commander';
import { inert, nearest, type Text, text } from '../modules/kernel/index.ts';

/** Titles of commander's help. */
export const helpTitles: Readonly<Record<string, Text>> = {
  'Usage:': text('Usage :', 'Usage:'),
  'Arguments:': text('Arguments :', 'Arguments:'),
  'Options:': text('Options :', 'Options:'),
  'Global Options:': text('Options communes :', 'Global options:'),
  'Commands:': text('Commandes :', 'Commands:'),
};

const errors: Readonly<Record<string, (given: string) => Text>> = {
  'commander.unknownOption': (given) => text(`Option inconnue : ${given}`, `Unknown option: ${given}`),
  'commander.unknownCommand': (given) => text(`Commande inconnue : ${given}`, `Unknown command: ${given}`),
  'commander.missingArgument': (given) => text(`Argument manquant : ${given}`, `Missing argument: ${given}`),
  'commander.optionMissingArgument': (given) => text(`Valeur manquante pour l’option ${given}`, `Missing value of option ${given}`),
  'commander.missingMandatoryOptionValue': (given) => text(`Option requise : ${given}`, `Required option: ${given}`),
};

/** What commander refused, in both languages; its own words where we have none. */
export function commanderText(error: CommanderError): Text {
  const given = inert(givenIn(error));
  const allowed = /Allowed choices are (.*)\.$/.exec(error.message)?.[1];
  if (allowed !== undefined) {
    // Commander names the option with its flags, then the value.
    const value = inert(/argument '([^]*)' is invalid/.exec(error.message)?.[1] ?? givenIn(error));
    return text(`Valeur refusée : ${value} ; permis : ${allowed}`, `Value refused: ${value}; allowed: ${allowed}`);
  }
  if (error.code === 'commander.excessArguments') return text('Trop d’arguments', 'Too many arguments');
  const plain = inert(error.message.replace(/^error: /, ''));
  return errors[error.code]?.(given) ?? text(plain, plain);
}

const givenIn = (error: CommanderError): string => /'([^']*)'/.exec(error.message)?.[1] ?? '';

/** What an unknown verb or option was probably meant to be. */
export function meant(error: CommanderError, words: readonly string[], flags: readonly string[]): Text | undefined {
  const known = error.code === 'commander.unknownCommand' ? words : error.code === 'commander.unknownOption' ? flags : [];
  const found = nearest(givenIn(error).split('=')[0] as string, known);
  return found === undefined ? undefined : text(`vouliez-vous dire « ${found} » ?`, `did you mean "${found}"?`);
}
