import type { Operation, Report } from '../../modules/engine/index.ts';
import { ChatiereError, ExitCode, type Language, text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Values } from '../verb.ts';

export const stacksArgument = {
  name: '[stacks...]',
  help: text('piles : <organisation>.<nom>, <organisation> (toutes ses instances), identity, host.<serveur>', 'stacks: <organization>.<name>, <organization> (all of its instances), identity, host.<host>'),
  of: 'stack' as const,
};

export const aloneOption = { flags: '--alone', help: text('d’une organisation : sa pile, sans ses instances', 'of an organization: its stack, without its instances') };

export const parallelOption = { flags: '--parallel <n>', help: text('piles en même temps, au plus', 'stacks at the same time, at most') };

export function parallelOf(values: Values): number | undefined {
  const given = values['parallel'] as string | undefined;
  if (given === undefined) return undefined;
  if (/^[1-9]\d?$/.test(given)) return Number(given);
  throw new ChatiereError({ code: 'parallel', what: text('--parallel : nombre invalide', '--parallel: invalid number'), given, allowed: text('1 à 99', '1 to 99') }, ExitCode.usage);
}

/** The closing line of an operation, and the result for programs. */
export async function printReport(context: Context, { stacks, total }: Report, operation?: Operation): Promise<void> {
  const { describeChanges } = await import('../words.ts');
  const count = stacks.length;
  const unchanged = stacks.filter(({ outcome }) => outcome === 'unchanged').length;
  const changes = describeChanges(total, context.language, operation);
  const among = unchanged === 0 ? text('', '') : text(`, dont ${unchanged} ${unchanged > 1 ? 'inchangées' : 'inchangée'}`, `, ${unchanged} of them unchanged`);
  context.print(text(`${count} ${count > 1 ? 'piles' : 'pile'}${among.fr} : ${changes}.`, `${count} ${count === 1 ? 'stack' : 'stacks'}${among.en}: ${changes}.`));
  context.data({ stacks, total });
}

/** Of each column, its longest cell; rows may differ in length. */
export function columnWidths(rows: readonly (readonly string[])[]): number[] {
  const count = Math.max(0, ...rows.map((row) => row.length));
  return Array.from({ length: count }, (_, index) => Math.max(...rows.map((row) => row[index]?.length ?? 0)));
}

/** Columns of a table for people, padded; no rule, no header repeated. */
export function table(rows: readonly (readonly string[])[]): string {
  const widths = columnWidths(rows);
  return rows.map((row) => row.map((cell, index) => cell.padEnd(widths[index] ?? 0)).join('  ').trimEnd()).join('\n');
}

/** The day where the person is, as `2026-11-25`. */
export function today(): string {
  const now = new Date();
  return new Date(now.getTime() - now.getTimezoneOffset() * 60_000).toISOString().slice(0, 10);
}

/** A moment by a federation's clock: `jeu. 26 nov., 06:00`. */
export const clockTime = (moment: string, timeZone: string, language: Language): string =>
  new Intl.DateTimeFormat(language === 'fr' ? 'fr-CA' : 'en-CA', { timeZone, weekday: 'short', day: 'numeric', month: 'short', hour: '2-digit', minute: '2-digit', hourCycle: 'h23' }).format(new Date(moment));

/** An option that the work needs was not given, and nobody is there to be asked; or there is nothing to choose from. */
export function missingOption(option: string, choices: readonly string[]): ChatiereError {
  const list = choices.join(', ') || '–';
  return new ChatiereError({ code: 'missing-option', what: text(`il manque --${option}`, `--${option} is missing`), allowed: text(list, list) }, ExitCode.usage);
}

export const yesOption = { flags: '--yes', help: text('sur un terminal, écrit sans demander', 'on a terminal, writes without asking') };
