import type { Actions } from '../../modules/engine/index.ts';
import { renderProblem, type Text, text } from '../../modules/kernel/index.ts';
import type { Proposal } from '../../modules/metering/index.ts';
import type { Context } from '../context.ts';
import { effectState, effectTitle, elsewhereWords, measuredWords, predictedWords, provenancesWords } from './effects.ts';
import { freed, spared } from './saving.ts';

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
  for (const effect of actions.effects) {
    const [title, predicted, measured] = [effectTitle(effect), predictedWords(effect), measuredWords(effect)];
    context.print(`\n${context.say(title)}\n  ${context.say(effectState(effect))}`);
    context.print(text(`  en 30 jours, prévu : ${predicted.fr} ; mesuré : ${measured.fr}`, `  in 30 days, predicted: ${predicted.en}; measured: ${measured.en}`));
    if (!effect.measured) continue;
    const [elsewhere, source] = [elsewhereWords(effect), provenancesWords(effect)];
    context.print(text(`  dont en dehors de ses heures de sommeil : ${elsewhere.fr} ; provenance : ${source.fr}`, `  of it outside of its hours of sleep: ${elsewhere.en}; provenance: ${source.en}`));
  }
  for (const problem of problems) context.print(`\n${renderProblem(problem, context.language)}`);
}

function savingWords(saving: Proposal['saving']): Text {
  const [work, rest, memory] = [spared(saving.dynamic), spared(saving.idle), freed(saving)];
  return text(
    `épargne en 30 jours : ${work.fr} de travail, ${rest.fr} au repos ; ${memory.fr} libérés`,
    `spares in 30 days: ${work.en} of work, ${rest.en} at rest; ${memory.en} freed`,
  );
}
