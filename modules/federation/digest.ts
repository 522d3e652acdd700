import { digestOf } from '../kernel/index.ts';
import type { OrderSheet } from './schema.ts';

/** SHA-256, in hexadecimal, of an order without its approval: independent of the order of keys, of comments and of layout. */
export function orderDigest(order: OrderSheet): string {
  const { approval: _, ...asked } = order;
  return digestOf(asked);
}

/** Name of the instance that an order asks for: the app's, unless it gives another. */
export const instanceName = (order: OrderSheet): string => order.name ?? order.app;

/** `<organization>.<name>`. */
export const instanceId = (order: OrderSheet): string => `${order.organization}.${instanceName(order)}`;
