import { text } from '../kernel/index.ts';
import type { GridEmissions } from './carbon.ts';
import { type Interval, sumOf, times } from './interval.ts';
import { figure, noFigure, type Outcome } from './outcome.ts';
import type { Grams } from './units.ts';

/**
 * Software carbon intensity (ISO/IEC 21031:2024): grams of CO₂ equivalent per active member and month, `(operation + making) / members`,
 * on each basis of the grid. Neither certificates nor offsets enter it.
 */
export type Sci =
  | { readonly members: number; readonly total: GridEmissions; readonly perMember: GridEmissions }
  /** Nobody used it: the whole is told, and no ratio, which would have none to divide by. */
  | { readonly members: 0; readonly total: GridEmissions; readonly flag: 'no-members' };

/** `members`: mean active members of the month; undefined where they are not counted. */
export function sciOf(operation: GridEmissions, making: Interval<Grams>, members: number | undefined): Outcome<Sci> {
  if (members === undefined) return noFigure({ code: 'members-unknown', what: text('membres actifs inconnus : pas de chiffre par membre', 'active members that are not known: there is no figure per member'), next: text('demander le compte des membres dans la commande, ou en rester au total', 'have members counted by the order, or keep to the total') });
  if (!(members >= 0 && Number.isFinite(members))) throw new RangeError(`not a number of members: ${members}`);
  const total = { direct: sumOf([operation.direct, making]), lifecycle: sumOf([operation.lifecycle, making]) };
  if (members === 0) return figure({ members: 0, total, flag: 'no-members' });
  return figure({ members, total, perMember: { direct: times(total.direct, 1 / members), lifecycle: times(total.lifecycle, 1 / members) } });
}
