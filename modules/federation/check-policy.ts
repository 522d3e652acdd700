import { type Catalog, type Edition, editionOf, forbids, problemAt, type Release, type Sheet, takesMembers, unknownName } from '../catalog/index.ts';
import { type Text, text } from '../kernel/index.ts';
import type { Draft } from './load.ts';
import type { InstanceSheet } from './schema.ts';

/** Whether this federation may run this release for this plan: its edition, its licence, its need of mail. */
export function checkPolicy(draft: Draft, catalog: Catalog, sheet: Sheet<InstanceSheet>, release: Release, plan: string): void {
  if (!checkEdition(draft, sheet, release)) return;
  checkCap(draft, catalog, sheet, release, plan);
  checkLicence(draft, catalog, sheet, release, plan);
  checkMail(draft, sheet, release);
}

/** Where the edition is said, or would be. */
const placeOf = ({ value }: Sheet<InstanceSheet>, otherwise: 'order' | 'release') => (value.edition === undefined ? otherwise : 'edition');

function checkEdition({ problems }: Draft, sheet: Sheet<InstanceSheet>, { sheet: { editions } }: Release): boolean {
  const { edition } = sheet.value;
  if (edition === undefined || Object.hasOwn(editions, edition)) return true;
  const names = Object.keys(editions);
  if (names.length > 0) problems.push(unknownName(sheet, ['edition'], 'unknown-edition', text('édition inconnue', 'unknown edition'), edition, names));
  else problems.push(problemAt(sheet, ['edition'], 'no-editions', text('ce logiciel n’a pas d’éditions', 'this app has no editions'), { given: edition, next: text('retirer cette ligne', 'remove this line') }));
  return false;
}

function checkCap(draft: Draft, catalog: Catalog, sheet: Sheet<InstanceSheet>, { sheet: { editions } }: Release, plan: string): void {
  const edition = editionOf(editions, sheet.value.edition);
  const members = membersOf(catalog, plan);
  if (!edition || takesMembers(edition, members)) return;
  const fits = editionsThatFit(draft, editions, members);
  const field = placeOf(sheet, 'order');
  draft.problems.push(problemAt(sheet, [field], 'edition-cap', text(
    `le forfait ${plan} admet ${members} membres, l’édition ${edition.id} ${edition.memberCap} au plus`,
    `the plan ${plan} admits ${members} members, the edition ${edition.id} at most ${edition.memberCap}`,
  ), { given: sheet.value[field] as string, next: fits.length > 0 ? insteadOf(fits) : text('commander un forfait plus petit', 'order a smaller plan') }));
}

/** Editions that the members of the plan and the federation's licences leave. */
function editionsThatFit({ sheet: main }: Draft, editions: Readonly<Record<string, Edition>>, members: number): string[] {
  const policy = main?.value.licences;
  return Object.entries(editions).filter(([, edition]) => takesMembers(edition, members) && !(policy && forbids(policy, edition))).map(([name]) => name);
}

const insteadOf = (names: readonly string[]): Text => text(names.map((name) => `edition: ${name}`).join(' ; ou '), names.map((name) => `edition: ${name}`).join('; or '));

const membersOf = ({ plans }: Catalog, plan: string): number => (Object.hasOwn(plans, plan) ? (plans[plan]?.members ?? 0) : 0);

function checkLicence(draft: Draft, catalog: Catalog, sheet: Sheet<InstanceSheet>, { sheet: { about, editions } }: Release, plan: string): void {
  const policy = draft.sheet?.value.licences;
  const { licence, free } = editionOf(editions, sheet.value.edition) ?? { licence: about.licence, free: true };
  if (!policy || !forbids(policy, { licence, free })) return;
  const field = placeOf(sheet, 'release');
  const what = forbids({ ...policy, onlyFree: false }, { licence, free })
    ? text(`la fédération ne prend pas cette licence : ${licence}`, `the federation does not take this licence: ${licence}`)
    : text(`la fédération ne prend que des logiciels libres, et cette licence ne l’est pas : ${licence}`, `the federation takes free software only, and this licence is not free: ${licence}`);
  const otherwise = text('commander un autre logiciel, ou changer « licences » dans federation.yaml', 'order another app, or change “licences” in federation.yaml');
  const fits = editionsThatFit(draft, editions, membersOf(catalog, plan));
  draft.problems.push(problemAt(sheet, [field], 'licence', what, { given: sheet.value[field] as string, next: fits.length > 0 ? insteadOf(fits) : otherwise }));
}

function checkMail({ sheet: main, problems }: Draft, sheet: Sheet<InstanceSheet>, { app, sheet: { mail } }: Release): void {
  if (!mail?.required || !main || main.value.mail) return;
  const lines = (host: string): string => `\n    mail:\n      host: smtp.${host}\n      port: 587\n      from: services@${host}`;
  problems.push(problemAt(sheet, ['release'], 'no-mail', text(`${app} ne va pas sans courriel, et federation.yaml n’a pas de relais`, `${app} does not go without mail, and federation.yaml has no relay`), {
    given: sheet.value.release,
    next: text(`ajouter à federation.yaml :${lines('exemple.org')}`, `add to federation.yaml:${lines('example.org')}`),
  }));
}
