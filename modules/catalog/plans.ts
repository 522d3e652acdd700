import { z } from 'zod';
import { Bilingual, Segment } from './fields.ts';

/** `plans.yaml`: limits and price of what may be ordered. */

export const Plan = z.strictObject({
  name: Bilingual,
  /** Members that may have access. */
  members: z.int().min(1).max(1_000_000),
  storageGiB: z.number().positive().max(1_000_000),
  /** Largest file that one may send. */
  uploadMiB: z.int().min(1).max(100_000),
  /** Canadian dollars before taxes. */
  pricePerMonth: z.number().min(0).max(1_000_000).multipleOf(0.01),
});
export const Plans = z.record(Segment, Plan);
export type Plan = z.infer<typeof Plan>;
export type Plans = z.infer<typeof Plans>;
