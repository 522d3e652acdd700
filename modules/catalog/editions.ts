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
