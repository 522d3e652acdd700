import type { CommanderError } from 'commander';
import { type Text, text } from '../modules/kernel/index.ts';

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
  const given = /'([^']*)'/.exec(error.message)?.[1] ?? '';
  const allowed = /Allowed choices are (.*)\.$/.exec(error.message)?.[1];
  if (allowed !== undefined) return text(`Valeur refusée : ${given} ; permis : ${allowed}`, `Value refused: ${given}; allowed: ${allowed}`);
  if (error.code === 'commander.excessArguments') return text('Trop d’arguments', 'Too many arguments');
  const plain = error.message.replace(/^error: /, '');
  return errors[error.code]?.(given) ?? text(plain, plain);
}
