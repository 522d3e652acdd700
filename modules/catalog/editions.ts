import { z } from 'zod';
import { Bilingual, Line, Segment } from './fields.ts';

/** One of several forms in which upstream publishes an app. */
export const Edition = z.strictObject({
  name: Bilingual,
  licence: Line,
  /** Free software by its licence. */
  free: z.boolean(),
  /** Members that it takes at most; absent: no cap of its own. */
  memberCap: z.int().min(1).optional(),
  /** Name of an image in compose.yaml -> name in images.lock.yaml that stands in for it. */
  images: z.record(Segment, Segment).default({}),
  note: Bilingual.optional(),
});
export const Editions = z.record(Segment, Edition).default({});
export type Edition = z.infer<typeof Edition>;

/** The edition of that name, or the first where none is named; undefined where the app has none of them. */
export function editionOf(editions: Readonly<Record<string, Edition>>, name?: string): (Edition & { readonly id: string }) | undefined {
  const id = name ?? Object.keys(editions)[0];
  return id !== undefined && Object.hasOwn(editions, id) ? { id, ...(editions[id] as Edition) } : undefined;
}

/** Whether a plan's members fit. */
export const takesMembers = ({ memberCap }: Edition, members: number): boolean => memberCap === undefined || members <= memberCap;
