import type { Federation, OrderSheet } from './schema.ts';

/**
 * Whether an organization agreed to have its use counted. Silence is a no: of what a person's use tells, the most protective setting is
 * the one that nobody has to ask for (P-39.1, article 9.1, article 63.7).
 */
export const agreesToCounting = ({ counting }: OrderSheet): boolean => counting?.usage === true;

/** The order that an instance is for, which says what was agreed. */
export function orderOf({ instances, orders }: Federation, instance: string): { readonly id: string; readonly sheet: OrderSheet } {
  const id = instances.get(instance)?.order;
  const sheet = id === undefined ? undefined : orders.get(id);
  if (id === undefined || sheet === undefined) throw new Error(`not validated: order of ${instance}`);
  return { id, sheet };
}
