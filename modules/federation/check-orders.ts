import { type Catalog, problemAt, type Sheet, unknownName } from '../catalog/index.ts';
import { text } from '../kernel/index.ts';
import { refers } from './checks.ts';
import { instanceId, orderDigest } from './digest.ts';
import type { Draft } from './load.ts';
import type { OrderSheet } from './schema.ts';

/** Each order: what it names exists, what it amends is of the same instance, what was approved is what stands there. */
export function checkOrders(draft: Draft, catalog: Catalog): void {
  for (const [id, sheet] of draft.orders) {
    refers(draft, 'organizations', sheet.value.organization, sheet, ['organization']);
    refers(draft, 'operators', sheet.value.operator, sheet, ['operator']);
    checkOffer(draft, catalog, sheet);
    checkAmends(draft, id, sheet);
    checkApproval(draft, sheet);
    checkNote(draft, sheet);
  }
}

function checkOffer({ problems }: Draft, catalog: Catalog, sheet: Sheet<OrderSheet>): void {
  const { app, plan } = sheet.value;
  const apps = [...catalog.apps].filter(([, releases]) => [...releases.values()].some((release) => release.sheet.kind === 'app')).map(([name]) => name);
  if (!apps.includes(app)) {
    const what = catalog.apps.has(app) ? text('cette pièce de plateforme ne se commande pas', 'this platform entry cannot be ordered') : text('logiciel absent du catalogue', 'app that is not in the catalog');
    problems.push(unknownName(sheet, ['app'], 'unknown-app', what, app, apps));
    return;
  }
  const offered = [...new Set([...(catalog.apps.get(app)?.values() ?? [])].flatMap((release) => Object.keys(release.sheet.sizing)))];
  if (offered.includes(plan)) return;
  const what = Object.hasOwn(catalog.plans, plan) ? text(`forfait que ${app} n’offre pas`, `plan that ${app} does not offer`) : text('forfait inconnu', 'unknown plan');
  problems.push(unknownName(sheet, ['plan'], 'unknown-plan', what, plan, offered));
}

function checkAmends(draft: Draft, id: string, sheet: Sheet<OrderSheet>): void {
  const { amends } = sheet.value;
  if (amends === undefined) return;
  const refuse = (fr: string, en: string): void => void draft.problems.push(problemAt(sheet, ['amends'], 'wrong-amends', text(fr, en), { given: amends }));
  if (amends === id) return refuse('une commande ne se modifie pas elle-même', 'an order does not amend itself');
  if (!refers(draft, 'orders', amends, sheet, ['amends'])) return;
  const former = draft.orders.get(amends);
  if (former && instanceId(former.value) !== instanceId(sheet.value)) refuse('la commande modifiée est celle d’une autre instance', 'the amended order is for another instance');
}

function checkApproval(draft: Draft, sheet: Sheet<OrderSheet>): void {
  const { approval, operator } = sheet.value;
  if (!approval) return;
  if (approval.by !== operator && refers(draft, 'operators', approval.by, sheet, ['approval', 'by'])) {
    draft.problems.push(problemAt(sheet, ['approval', 'by'], 'wrong-approver', text('seul l’hébergeur de la commande l’approuve', 'only the order’s operator approves it'), { given: approval.by, allowed: text(operator, operator) }));
  }
  if (approval.sha256 !== orderDigest(sheet.value)) {
    draft.problems.push(
      problemAt(sheet, ['approval', 'sha256'], 'altered-order', text('commande modifiée après son approbation', 'order altered after its approval'), {
        given: approval.sha256,
        next: text('remettre la commande telle qu’approuvée (git log), et faire le changement par une nouvelle commande avec amends:', 'put the order back as it was approved (git log), and make the change by a new order with amends:'),
      }),
    );
  }
}

/** A note is kept in git for good: no password and no mail address belongs there. The value is not shown again. */
function checkNote({ problems }: Draft, sheet: Sheet<OrderSheet>): void {
  const { note } = sheet.value;
  if (note === undefined) return;
  if (/(mot de passe|password|passwd|secret|jeton|token|api[ _-]?key|clé)\s*[:=]\s*\S|-----BEGIN|\/\/[^\s/:@]+:[^\s/@]+@/i.test(note)) {
    problems.push(problemAt(sheet, ['note'], 'secret-in-clear', text('un secret en clair n’a pas sa place ici', 'a secret in clear has no place here'), { next: text('le retirer et le changer : git garde ce qui y a été écrit', 'remove it and change it: git keeps what was written there') }));
  }
  if (/[^\s@]+@[^\s@]+\.[^\s@]+/.test(note)) {
    problems.push(problemAt(sheet, ['note'], 'person-in-clear', text('aucune adresse de personne dans ce dossier', 'no address of a person in this directory'), { next: text('la retirer ; les personnes s’inscrivent par chatiere people', 'remove it; people are entered by chatiere people') }));
  }
}
