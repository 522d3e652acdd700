import { Document, isMap, isScalar } from 'yaml';
import type { Catalog } from '../catalog/index.ts';
import { ChatiereError, isSegment, text } from '../kernel/index.ts';
import { agreesToCounting } from './consent.ts';
import { instanceId, instanceName } from './digest.ts';
import type { Federation, OrderSheet } from './schema.ts';
import { refuseTaken, refuseTwice } from './own-instance.ts';
import { checkChanges, type FileChange } from './write.ts';

/** One app of what an organization asks for: it becomes an order of its own, so that it can be amended by itself. */
export interface OrderLine {
  readonly app: string;
  readonly plan: string;
  /** The plan's price, unless another was agreed. Canadian dollars per month before taxes. */
  readonly pricePerMonth?: number;
  readonly name?: string;
  readonly amends?: string;
}

/** What an organization asks for, at one time. */
export interface OrderRequest {
  /** `cmd-<year>-<three digits>`, the next free one, unless given; of several lines, what their ids begin with. */
  readonly id?: string;
  readonly organization: string;
  /** The only operator that has a host, unless given. */
  readonly operator?: string;
  /** `2026-03-31`. */
  readonly requestedOn: string;
  /** Of every line. */
  readonly note?: string;
  /** Whether the organization agrees to have its use counted, of every line; if not given, as the amended order says, else no. */
  readonly countUsage?: boolean;
  /** The assessment that lets it be served outside Québec, of every line; if not given, as the amended order says. */
  readonly transferAssessment?: OrderSheet['transferAssessment'];
  readonly lines: readonly OrderLine[];
}

export interface NewOrder extends FileChange {
  readonly id: string;
  /** `<organization>.<name>`. */
  readonly instance: string;
  readonly sheet: OrderSheet;
}

/**
 * The files of new orders, one a line, checked together with the whole directory but not yet written (`writeChanges` does).
 * Throws a `ChatiereError` with what is wrong, placed in the files that would be.
 */
export function newOrders(federation: Federation, catalog: Catalog, request: OrderRequest): NewOrder[] {
  const sheets = request.lines.map((line) => sheetOf(federation, catalog, request, line));
  refuseTwice(sheets, ({ app }) => text(`donner un autre nom à l’une : --name ${app}=…`, `give one of them another name: --name ${app}=…`));
  const ids = idsOf(request.id ?? nextId(federation, request.requestedOn.slice(0, 4)), sheets);
  const orders = sheets.map((sheet, index): NewOrder => {
    const id = ids[index] as string;
    return { id, instance: instanceId(sheet), sheet, file: `orders/${id}.yaml`, text: textOf(sheet, ids.filter((other) => other !== id)), mode: 'create' };
  });
  checkChanges(federation.directory, catalog, orders);
  refuseTaken(federation, sheets);
  return orders;
}

function sheetOf(federation: Federation, catalog: Catalog, request: OrderRequest, { app, plan, pricePerMonth, name, amends }: OrderLine): OrderSheet {
  // An unknown plan has no price: the check of the whole names the plan, and need not complain of the price too.
  const price = pricePerMonth ?? (Object.hasOwn(catalog.plans, plan) ? catalog.plans[plan]?.pricePerMonth : undefined) ?? 0;
  const transferAssessment = request.transferAssessment ?? (amends === undefined ? undefined : federation.orders.get(amends)?.transferAssessment);
  return {
    organization: request.organization,
    operator: request.operator ?? onlyOperator(federation),
    app,
    plan,
    ...(name === undefined ? {} : { name }),
    pricePerMonth: price,
    requestedOn: request.requestedOn,
    ...(amends === undefined ? {} : { amends }),
    ...(request.note === undefined ? {} : { note: request.note }),
    counting: { usage: request.countUsage ?? agreedBefore(federation, amends) },
    ...(transferAssessment === undefined ? {} : { transferAssessment }),
  };
}

function agreedBefore({ orders }: Federation, amends: string | undefined): boolean {
  const former = amends === undefined ? undefined : orders.get(amends);
  return former !== undefined && agreesToCounting(former);
}

/** Of several orders each id ends in the instance's name, or in its rank where that would be too long. */
function idsOf(id: string, sheets: readonly OrderSheet[]): string[] {
  if (sheets.length === 1) return [id];
  return sheets.map((sheet, index) => {
    const named = `${id}-${instanceName(sheet)}`;
    return isSegment(id) && !isSegment(named) ? `${id}-${index + 1}` : named;
  });
}

function textOf(sheet: OrderSheet, others: readonly string[]): string {
  const document = new Document(sheet);
  const together = others.length === 0 ? '' : `\n Demandée avec ${others.join(', ')}.`;
  const counting = isMap(document.contents) ? document.contents.items.map(({ key }) => key).find((key) => isScalar(key) && key.value === 'counting') : undefined;
  if (isScalar(counting)) counting.commentBefore = ' Consentement de l’organisation à compter son usage : des nombres, jamais qui. false : rien n’est compté.';
  document.commentBefore = ` Commande du ${sheet.requestedOn} : ce qui est demandé, à quel prix. Elle ne change plus une fois approuvée.${together}`;
  return document.toString({ lineWidth: 0 });
}

/** Ids of one request that holds several orders count as one. */
function nextId({ orders }: Federation, year: string): string {
  const form = new RegExp(`^cmd-${/^\d{4}$/.test(year) ? year : '0'}-(\\d+)(?:-|$)`);
  const numbers = [...orders.keys()].map((id) => Number(form.exec(id)?.[1] ?? 0));
  return `cmd-${year}-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}

function onlyOperator({ hosts }: Federation): string {
  const operators = [...new Set([...hosts.values()].map(({ operator }) => operator))];
  const [operator] = operators;
  if (operator !== undefined && operators.length === 1) return operator;
  throw new ChatiereError({ code: 'which-operator', what: text('à quel hébergeur la commande est-elle faite ?', 'to which operator is the order made?'), where: { field: 'operator' }, allowed: text(operators.join(', ') || '–', operators.join(', ') || '–') });
}
