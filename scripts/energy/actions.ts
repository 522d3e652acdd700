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

/** Each proposal, its reason, what it would spare, and the lines of files that would do it. */
export function printActions(context: Context, { proposals, problems, hours }: Actions): void {
  for (const { kind, subject, why, saving, diff } of proposals) {
    context.print(`\n${context.say(titles[kind](subject))}`);
    context.print(`  ${context.say(why)}`);
    context.print(`  ${context.say(spared(saving))}`);
    for (const { file, remove, add } of diff) context.print([`  ${file}`, ...remove.map((line) => `  - ${line}`), ...add.map((line) => `  + ${line}`)].join('\n'));
  }
  if (proposals.length === 0) context.print(context.say(hours === 0 ? text('Rien à proposer : aucun relevé.', 'Nothing to propose: there are no readings.') : text(`Rien à proposer, d’après ${hours} heures relevées.`, `Nothing to propose, after ${hours} hours of readings.`)));
  for (const problem of problems) context.print(`\n${renderProblem(problem, context.language)}`);
}

function spared({ dynamic, idle, memoryBytes }: Proposal['saving']): Text {
  const amount = (energy: Energy): Text => (energy.joules.value === 0 ? text('rien', 'nothing') : figure('energy', kilowattHoursOf(energy.joules)));
  const [work, rest, memory] = [amount(dynamic), amount(idle), number(memoryBytes / 2 ** 20)];
  return text(
    `épargne en 30 jours : ${work.fr} de travail, ${rest.fr} au repos ; ${memory.fr}\u00a0Mio libérés`,
    `spares in 30 days: ${work.en} of work, ${rest.en} at rest; ${memory.en}\u00a0MiB freed`,
  );
}
