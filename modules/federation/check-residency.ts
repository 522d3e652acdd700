import { problemAt, type Release, type Sheet } from '../catalog/index.ts';
import { type Text, text } from '../kernel/index.ts';
import type { Draft } from './load.ts';
import type { InstanceSheet } from './schema.ts';

/**
 * Before personal information leaves Québec, for another province too, its protection there is assessed: P-39.1, section 17, and,
 * section 70.1. The order cites that assessment, so that who approves it sees it; without it nothing is previewed.
 */
export function checkResidency(draft: Draft, sheet: Sheet<InstanceSheet>, release: Release): void {
  const order = draft.orders.get(sheet.value.order);
  const outside = componentsOutside(draft, sheet, release);
  if (!order || outside.length === 0) return;
  const { transferAssessment: assessment, approval } = order.value;
  if (!assessment) {
    for (const { field, host, what } of outside) draft.problems.push(problemAt(sheet, [field], 'outside-quebec', what, { given: host, allowed: RULE, next: citeIt(sheet.value.order) }));
  } else if (approval && assessment.date > approval.at.slice(0, 10)) {
    draft.problems.push(problemAt(order, ['transferAssessment', 'date'], 'assessed-later', text('évaluation faite après l’approbation de la commande', 'assessment made after the order’s approval'), { given: assessment.date, allowed: RULE }));
  }
}

/** The instance's own host, and that of the identity server which holds its people. */
function componentsOutside({ sheet: main, hosts }: Draft, { value: { host } }: Sheet<InstanceSheet>, { sheet: { oidc } }: Release) {
  const isOutside = (name: string): boolean => (hosts.get(name)?.value.site.region ?? 'qc') !== 'qc';
  const identity = oidc && main?.value.identity.host;
  return [
    ...(isOutside(host) ? [{ field: 'host', host, what: text('serveur hors du Québec, et la commande ne cite pas d’évaluation', 'host outside Québec, and the order cites no assessment') }] : []),
    ...(identity !== undefined && identity !== host && isOutside(identity)
      ? [{ field: 'order', host: identity, what: text('serveur d’identité hors du Québec, et la commande ne cite pas d’évaluation', 'identity server outside Québec, and the order cites no assessment') }]
      : []),
  ];
}

const RULE = text(
  'hors du Québec seulement après une évaluation des facteurs relatifs à la vie privée (EFVP) : P-39.1, art. 17 ; A-2.1, art. 70.1',
  'outside Québec only after a privacy impact assessment (EFVP): P-39.1, s. 17; A-2.1, s. 70.1',
);

const citeIt = (order: string): Text => text(
  `prendre un serveur au Québec ; ou faire l’évaluation et la citer par une nouvelle commande : « amends: ${order} », « transferAssessment: { reference: …, date: … } »`,
  `take a host in Québec; or make the assessment and cite it in a new order: “amends: ${order}”, “transferAssessment: { reference: …, date: … }”`,
);
