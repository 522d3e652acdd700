import { text } from '../kernel/index.ts';
import { figure, noFigure, type Outcome } from './outcome.ts';
import { type Energy, NO_ENERGY, shareOf } from './provenance.ts';

/**
 * How the energy of what serves everyone (identity server, edge, meter) is spread over the instances: by their own energy,
 * by their active members, or evenly. The key is stated wherever the figure is.
 */
export type SharedKey = 'direct' | 'active-members' | 'equal';

/** One that shared services serve, on whatever host. */
export interface Served {
  /** `<organization>.<name>`. */
  readonly instance: string;
  /** Its own energy over the same time. */
  readonly direct: Energy;
  /** Mean active members of the month; absent where they are not counted. */
  readonly activeMembers?: number;
}

export interface Spread {
  readonly key: SharedKey;
  /** Instance -> its part of the shared energy, added to its own. */
  readonly parts: ReadonlyMap<string, Energy>;
  /** Where nobody is served: all of it. */
  readonly unspread: Energy;
}

/** Parts add up to the whole. By energy of which there is none, evenly. Members that one instance does not count cannot be a key. */
export function spreadShared(shared: Energy, served: readonly Served[], key: SharedKey): Outcome<Spread> {
  if (served.length === 0) return figure({ key, parts: new Map(), unspread: shared });
  const uncounted = key === 'active-members' ? served.find(({ activeMembers }) => activeMembers === undefined) : undefined;
  if (uncounted) {
    return noFigure({ code: 'members-unknown', what: text('membres actifs inconnus : ils ne peuvent servir de clé de répartition', 'active members that are not known: they cannot be the key of the spread'), given: uncounted.instance, next: text('prendre la clé direct ou equal, ou compter l’usage de cette instance', 'take the key direct or equal, or count the use of this instance') });
  }
  const weights = served.map((one) => weightOf(one, key));
  const total = weights.reduce((sum, weight) => sum + weight, 0);
  if (total === 0 && key === 'active-members') {
    return noFigure({ code: 'no-members', what: text('aucun membre actif : ils ne peuvent servir de clé de répartition', 'no active member: they cannot be the key of the spread'), next: text('prendre la clé direct ou equal', 'take the key direct or equal') });
  }
  const parts = served.map(({ instance }, index): [string, Energy] => [instance, shareOf(shared, total === 0 ? 1 / served.length : (weights[index] as number) / total)]);
  return figure({ key, parts: new Map(parts), unspread: NO_ENERGY });
}

function weightOf({ direct, activeMembers }: Served, key: SharedKey): number {
  if (key === 'direct') return direct.joules.value;
  return key === 'equal' ? 1 : (activeMembers ?? 0);
}
