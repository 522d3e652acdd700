import { html } from 'hono/html';
import type { Actions } from '../../modules/engine/index.ts';
import { text } from '../../modules/kernel/index.ts';
import { type Effect, kilowattHoursOf, type Proposal } from '../../modules/metering/index.ts';
import { actionTitle, nothingProposed } from '../energy/actions.ts';
import { amount } from '../energy/amounts.ts';
import { effectState, effectTitle, elsewhereWords, measuredWords, predictedWords, provenancesWords } from '../energy/effects.ts';
import { freed, spared } from '../energy/saving.ts';
import { ranges } from './drawings.ts';
import { page } from './layout.ts';
import { problemList } from './quality-page.ts';
import { section, table } from './table.ts';
import { ACTIONS_PAGE, type Html, type View } from './view.ts';

/** What could be consumed less, each by the lines of files that would do it; nothing is done here. */
export function actionsPage(view: View, actions: Actions): Html {
  const { say } = view;
  const { proposals, problems } = actions;
  return page(view, ACTIONS_PAGE, say(text('Agir', 'Actions')),
    html`<p class="note">${say(text('D’après les trente jours qui finissent avec la période. Rien n’est fait ici : chaque proposition est un changement de fichier, à relire.', 'After the thirty days that end with the period. Nothing is done here: each proposal is a change of a file, to be reviewed.'))}</p>`,
    problemList(view, problems),
    proposals.length === 0 ? html`<p>${say(nothingProposed(actions))}</p>` : savingsSection(view, proposals),
    effectsSection(view, actions.effects),
    ...proposals.map((proposal, index) => proposalSection(view, proposal, index)));
}

function savingsSection({ say }: View, proposals: readonly Proposal[]): Html {
  const title = say(text('Ce que cela épargnerait en trente jours', 'What that would spare in thirty days'));
  const drawn = proposals.flatMap(({ kind, subject, saving }) => [saving.dynamic, saving.idle].filter(({ joules }) => joules.value > 0).map(({ joules }) => {
    const saved = kilowattHoursOf(joules);
    return { label: `${say(actionTitle(kind, subject))}, ${say(amount('energy', saved.value))}`, ...saved };
  }));
  return section('epargne', title,
    html`<p class="note">${say(text('L’énergie de travail est épargnée quand rien ne tourne ; l’énergie au repos, seulement par une machine éteinte. À ne pas additionner : deux propositions peuvent compter sur la même place.', 'Energy of work is spared when nothing runs; energy at rest, only by a machine that is switched off. Not to be added up: two proposals may count on the same room.'))}</p>`,
    drawn.length > 0 ? ranges(drawn, { id: 'd-epargne', title }) : '',
    table(title, [say(text('proposition', 'proposal')), say(text('travail', 'work')), say(text('repos', 'rest')), say(text('mémoire libérée', 'memory freed'))], proposals.map(({ kind, subject, saving }, index) => [
      html`<a href="#p${index + 1}">${say(actionTitle(kind, subject))}</a>`, say(spared(saving.dynamic)), say(spared(saving.idle)), say(freed(saving)),
    ])));
}

/** Of changes that were carried out: predicted beside measured. */
function effectsSection({ say }: View, effects: readonly Effect[]): Html | string {
  if (effects.length === 0) return '';
  const title = say(text('Ce que les changements faits ont épargné', 'What the changes made have spared'));
  const drawn = effects.flatMap((effect) => {
    const { predicted, measured } = effect;
    if (!predicted || !measured || measured.dynamic.value <= 0) return [];
    const [promised, { value, low, high }] = [kilowattHoursOf(predicted.dynamic.joules), measured.dynamic];
    return [{ label: `${say(effectTitle(effect))}, ${say(text('prévu', 'predicted'))}`, ...promised }, { label: `${say(effectTitle(effect))}, ${say(text('mesuré', 'measured'))}`, value: value / 3.6e6, low: Math.max(0, low / 3.6e6), high: high / 3.6e6 }];
  });
  return section('effets', title,
    html`<p class="note">${say(text('En trente jours, énergie de travail et mémoire. Le début de chaque changement se lit dans les relevés ; jusqu’à trente jours de chaque côté sont comparés.', 'In thirty days, energy of work and memory. When each change began is read from the readings; up to thirty days on either side are compared.'))}</p>`,
    drawn.length > 0 ? ranges(drawn, { id: 'd-effets', title }) : '',
    table(title, [say(text('changement', 'change')), say(text('prévu', 'predicted')), say(text('mesuré', 'measured')), say(text('dont hors sommeil', 'of it outside of sleep')), say(text('provenance', 'provenance'))], effects.map((effect) => [
      html`${say(effectTitle(effect))}<small>${say(effectState(effect))}</small>`, say(predictedWords(effect)), say(measuredWords(effect)), say(elsewhereWords(effect)), say(provenancesWords(effect)),
    ])));
}

function proposalSection({ say }: View, { kind, subject, why, diff }: Proposal, index: number): Html {
  return section(`p${index + 1}`, say(actionTitle(kind, subject)), html`<p>${say(why)}.</p>${diff.map(({ file, remove, add }) => html`<p><code>${file}</code></p>
<pre>${[...remove.map((line) => `- ${line}`), ...add.map((line) => `+ ${line}`)].join('\n')}</pre>`)}`);
}
