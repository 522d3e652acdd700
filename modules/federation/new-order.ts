import { Document } from 'yaml';
import type { Catalog } from '../catalog/index.ts';
import { ChatiereError, text } from '../kernel/index.ts';
import type { Federation } from './schema.ts';
import { checkChanges, type FileChange } from './write.ts';

/** What an organization asks for. */
export interface OrderRequest {
  /** `cmd-<year>-<three digits>`, the next free one, unless given. */
  readonly id?: string;
  readonly organization: string;
  /** The only operator that has a host, unless given. */
  readonly operator?: string;
  readonly app: string;
  readonly plan: string;
  /** The plan's price, unless another was agreed. Canadian dollars per month before taxes. */
  readonly pricePerMonth?: number;
  readonly name?: string;
  /** `2026-03-31`. */
  readonly requestedOn: string;
  readonly amends?: string;
  readonly note?: string;
}

export interface NewOrder extends FileChange {
  readonly id: string;
}

/**
 * The file of a new order, checked with the whole directory but not yet written (`writeChanges` does).
 * Throws a `ChatiereError` with what is wrong, placed in the file that would be.
 */
export function newOrder(federation: Federation, catalog: Catalog, request: OrderRequest): NewOrder {
  const id = request.id ?? nextId(federation, request.requestedOn.slice(0, 4));
  const { organization, app, plan, name, amends, note, requestedOn } = request;
  // An unknown plan has no price: the check of the whole names the plan, and need not complain of the price too.
  const price = request.pricePerMonth ?? (Object.hasOwn(catalog.plans, plan) ? catalog.plans[plan]?.pricePerMonth : undefined) ?? 0;
  const content = {
    organization,
    operator: request.operator ?? onlyOperator(federation),
    app,
    plan,
    ...(name === undefined ? {} : { name }),
    pricePerMonth: price,
    requestedOn,
    ...(amends === undefined ? {} : { amends }),
    ...(note === undefined ? {} : { note }),
  };
  const document = new Document(content);
  document.commentBefore = ` Commande du ${requestedOn} : ce qui est demandé, à quel prix. Elle ne change plus une fois approuvée.`;
  const order: NewOrder = { id, file: `orders/${id}.yaml`, text: document.toString({ lineWidth: 0 }), mode: 'create' };
  checkChanges(federation.directory, catalog, [order]);
  return order;
}

function nextId({ orders }: Federation, year: string): string {
  const numbers = [...orders.keys()].map((id) => new RegExp(`^cmd-${/^\d{4}$/.test(year) ? year : '0'}-(\\d+)$`).exec(id)?.[1]).map((digits) => Number(digits ?? 0));
  return `cmd-${year}-${String(Math.max(0, ...numbers) + 1).padStart(3, '0')}`;
}

function onlyOperator({ hosts }: Federation): string {
  const operators = [...new Set([...hosts.values()].map(({ operator }) => operator))];
  const [operator] = operators;
  if (operator !== undefined && operators.length === 1) return operator;
  throw new ChatiereError({ code: 'which-operator', what: text('à quel hébergeur la commande est-elle faite ?', 'to which operator is the order made?'), where: { field: 'operator' }, allowed: text(operators.join(', ') || '–', operators.join(', ') || '–') });
}
