import { z } from 'zod';
import { Bilingual, Line } from './fields.ts';

/** Who administers the app: those in `/<own organization>/admins`, and nobody else. */
export const Roles = z.strictObject({
  administrators: z.strictObject({
    /** By the sign-on's claim, by a job, or by a service that compares again and again. */
    via: z.enum(['claim', 'job', 'service']),
    /** Name of the job or service; of a claim, its value. */
    target: z.string().min(1),
    /** When a change of groups is followed. */
    within: z.enum(['sign-in', 'five-minutes', 'never']),
    how: Bilingual,
  }),
});

/** The app sends mail by the federation's relay. */
export const Mail = z.strictObject({
  /** Without a relay the app is of no use: its instances are refused. */
  required: z.boolean(),
});

/** Programs beside the browser, and whether single sign-on works in them. */
export const Clients = z.array(z.strictObject({
  name: Line,
  platform: z.enum(['android', 'ios', 'desktop']),
  signOn: z.enum(['yes', 'partly', 'no']),
  note: Bilingual.optional(),
})).default([]);
