import { type Interval, times } from './interval.ts';
import type { Account, Quantity } from './report-schema.ts';
import { sciOf } from './sci.ts';
import type { Grams } from './units.ts';

/** What an account comes to for each of those who used it: over the account's own period, by the people of the 30 days before they were counted. */
export interface PerMember {
  readonly members: number;
  readonly kilowattHours: Quantity;
  /** Software carbon intensity, making included, on each basis of the grid; null where a part of it is not known. */
  readonly grams: { readonly direct: Quantity; readonly lifecycle: Quantity } | null;
}

/** null without a figure of energy, or without anybody. @param members as they may be shown. */
export function perMember({ energy, direct, lifecycle, embodied }: Account, members: number): PerMember | null {
  if (energy === null || members === 0) return null;
  const whole = direct && lifecycle && embodied;
  const sci = whole ? sciOf({ direct: direct as Interval<Grams>, lifecycle: lifecycle as Interval<Grams> }, embodied as Interval<Grams>, members) : undefined;
  return { members, kilowattHours: times(energy, 1 / members), grams: sci?.ok && 'perMember' in sci.value ? sci.value.perMember : null };
}
