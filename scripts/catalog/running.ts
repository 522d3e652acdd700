import type { Release } from '../../modules/catalog/index.ts';
import { text } from '../../modules/kernel/index.ts';
import { labelOf } from '../usage-words.ts';
import type { Part } from './section.ts';

/** What can be counted of its use, where an order agrees to it. */
export function usage({ sheet }: Release): Part | undefined {
  if (sheet.usage.length === 0) return undefined;
  return {
    data: sheet.usage.map(({ id, counts, window, definition }) => ({ id, counts, ...(window === undefined ? {} : { window }), definition })),
    section: { title: text('Usage compté, si la commande y consent', 'Use that is counted, if the order agrees'), rows: sheet.usage.map((query) => [labelOf({ query }), query.definition]) },
  };
}

/** What an instance misses while it sleeps. */
export function sleep({ sheet }: Release): Part | undefined {
  const caution = sheet.sleep?.caution;
  return caution && { data: { caution }, section: { title: text('Sommeil', 'Sleep'), rows: [[text('attention', 'caution'), caution]] } };
}
