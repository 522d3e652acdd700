import { BRAND_KEYS, type BrandKey, type Catalog, editionOf, latestRelease, type Plan, takesMembers, untakenKeys } from '../modules/catalog/index.ts';
import type { Federation, NewOrder, OrganizationSheet } from '../modules/federation/index.ts';
import { type Text, text } from '../modules/kernel/index.ts';
import { perMonth, planColumns, sumOf } from './amounts.ts';
import { brandList } from './brand-words.ts';
import type { Context } from './context.ts';
import { table } from './verbs/common.ts';

/** What whoever records an order is told of it: at which price what, and what the app cannot do of it. */
export interface Offer {
  readonly order: NewOrder;
  readonly plan: Plan;
  /** Keys of the organization's brand that the app has no setting for. */
  readonly untaken: readonly BrandKey[];
  readonly mailRequired: boolean;
  readonly remarks: readonly Text[];
}

/** Of checked orders, with the newest release of each app. */
export function offersOf({ sheet: federation, organizations }: Federation, catalog: Catalog, orders: readonly NewOrder[]): Offer[] {
  return orders.map((order) => {
    const { sheet } = latestRelease(catalog, order.sheet.app);
    const plan = catalog.plans[order.sheet.plan] as Plan;
    const said = brandSaid(organizations.get(order.sheet.organization));
    const untaken = untakenKeys(sheet.brand).filter((key) => said.includes(key));
    const mailRequired = sheet.mail?.required ?? false;
    const edition = editionOf(sheet.editions);
    const remarks = [
      ...(untaken.length === 0 ? [] : [notTaken(untaken)]),
      ...(mailRequired ? [federation.mail ? text('courriel requis : le relais de la fédération sert', 'mail required: the federation’s relay is used') : text('courriel requis : sans relais dans federation.yaml, l’approbation sera refusée', 'mail required: without a relay in federation.yaml, approval will be refused')] : []),
      ...(edition && !takesMembers(edition, plan.members) ? [text(`l’édition ${edition.id} admet ${edition.memberCap} membres, moins que ce forfait : en approuver une autre (--edition)`, `the edition ${edition.id} takes ${edition.memberCap} members, fewer than this plan: approve another one (--edition)`)] : []),
    ];
    return { order, plan, untaken, mailRequired, remarks };
  });
}

/** Its name and its language an organization always has. */
const brandSaid = (organization: OrganizationSheet | undefined): BrandKey[] => BRAND_KEYS.filter((key) => key === 'name' || key === 'locale' || Object.hasOwn(organization?.brand ?? {}, key));

function notTaken(untaken: readonly BrandKey[]): Text {
  const keys = brandList(untaken);
  return text(`de la marque, ne s’applique pas : ${keys.fr}`, `of the brand, not applied: ${keys.en}`);
}

/** One line an order, the total of several, then what is to be known of each. */
export function printOffers(context: Context, offers: readonly Offer[]): void {
  const total = perMonth(totalOf(offers));
  const rows = offers.map(({ order: { instance, sheet }, plan }) => [instance, sheet.plan, ...planColumns(plan, sheet.pricePerMonth).map(context.say)]);
  context.print(table([...rows, ...(offers.length > 1 ? [[context.say(text('en tout', 'in all')), '', context.say(total)]] : [])]));
  const remarks = offers.flatMap(({ order, remarks: own }) => own.map((remark) => [order.instance, context.say(remark)]));
  if (remarks.length > 0) context.print(`\n${table(remarks)}`);
  context.print(text('\nPrix avant taxes.', '\nPrices before taxes.'));
}

/** The same for programs. */
export const offerData = ({ order: { id, file, instance, sheet }, plan, untaken, mailRequired }: Offer) => ({
  id, file, instance, app: sheet.app, plan: sheet.plan, pricePerMonth: sheet.pricePerMonth,
  members: plan.members, storageGiB: plan.storageGiB, uploadMiB: plan.uploadMiB, untaken, mailRequired,
});

/** Canadian dollars per month before taxes. */
export const totalOf = (offers: readonly Offer[]): number => sumOf(offers.map(({ order }) => order.sheet.pricePerMonth));
