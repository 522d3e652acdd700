import type { Actions } from '../../modules/engine/index.ts';
import { renderProblem, type Text, text } from '../../modules/kernel/index.ts';
import { type Energy, kilowattHoursOf, type Proposal } from '../../modules/metering/index.ts';
import type { Context } from '../context.ts';
import { figure, number } from './amounts.ts';

const titles: Readonly<Record<Proposal['kind'], (subject: string) => Text>> = {
  night: (subject) => text(`${subject} : dormir la nuit`, `${subject}: to sleep by night`),
  idle: (subject) => text(`${subject} : dormir`, `${subject}: to sleep`),
  oversized: (subject) => text(`${subject} : un plus petit forfait`, `${subject}: a smaller plan`),
  'empty-host': (subject) => text(`${subject} : vider ce serveur et l’éteindre`, `${subject}: to empty this host and switch it off`),
};

export const actionTitle = (kind: Proposal['kind'], subject: string): Text => titles[kind](subject);

export const nothingProposed = ({ hours }: Pick<Actions, 'hours'>): Text => (hours === 0 ? text('Rien à proposer : aucun relevé.', 'Nothing to propose: there are no readings.') : text(`Rien à proposer, d’après ${hours} heures relevées.`, `Nothing to propose, after ${hours} hours of readings.`));

/** Each proposal, its reason, what it would spare, and the lines of files that would do it. */
export function printActions(context: Context, actions: Actions): void {
  const { proposals, problems } = actions;
  for (const { kind, subject, why, saving, diff } of proposals) {
    context.print(`\n${context.say(actionTitle(kind, subject))}`);
    context.print(`  ${context.say(why)}`);
    context.print(`  ${context.say(savingWords(saving))}`);
    for (const { file, remove, add } of diff) context.print([`  ${file}`, ...remove.map((line) => `  - ${line}`), ...add.map((line) => `  + ${line}`)].join('\n'));
  }
  if (proposals.length === 0) context.print(context.say(nothingProposed(actions)));
  for (const problem of problems) context.print(`\n${renderProblem(problem, context.language)}`);
}

function savingWords(saving: Proposal['saving']): Text {
  const [work, rest, memory] = [spared(saving.dynamic), spared(saving.idle), freed(saving)];
  return text(
    `épargne en 30 jours : ${work.fr} de travail, ${rest.fr} au repos ; ${memory.fr} libérés`,
    `spares in 30 days: ${work.en} of work, ${rest.en} at rest; ${memory.en} freed`,
  );
}

/** Energy that is spared, or that none is. */
export const spared = ({ joules }: Energy): Text => (joules.value === 0 ? text('rien', 'nothing') : figure('energy', kilowattHoursOf(joules)));

export function freed({ memoryBytes }: Pick<Proposal['saving'], 'memoryBytes'>): Text {
  const mebibytes = number(memoryBytes / 2 ** 20);
  return text(`${mebibytes.fr}\u00a0Mio`, `${mebibytes.en}\u00a0MiB`);
}
