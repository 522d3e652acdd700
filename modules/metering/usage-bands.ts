import { WINDOWS, type Window } from '../catalog/index.ts';
import { type Problem, text } from '../kernel/index.ts';

/** Counts that hold one another, by what is counted: active within a day, a week, a month, and all members. Absent where it is not known. */
export type Nested = Readonly<Partial<Record<Window | 'members', number>>>;

/** From the narrowest to the widest. */
export const NESTED = [...WINDOWS, 'members'] as const;

/** People whom exactly one band holds: active within a day; within a week but not a day; within a month but not a week. */
export const BANDS = ['day', 'week', 'month'] as const;
export type Band = (typeof BANDS)[number];

/** The exclusive bands of cumulative counts. A band needs its own window and the next narrower one: where either is missing, so is the band. */
export function bandsOf(counts: Nested): Readonly<Partial<Record<Band, number>>> {
  const known = BANDS.flatMap((band, index): [Band, number][] => {
    const [own, narrower] = [counts[band], index === 0 ? 0 : counts[BANDS[index - 1] as Band]];
    return own === undefined || narrower === undefined ? [] : [[band, own - narrower]];
  });
  return Object.fromEntries(known);
}

/** Why these counts cannot all be right: a wider one must hold all whom a narrower one holds. */
export function contradiction(counts: Nested, named: string): Problem | undefined {
  const known = NESTED.filter((key) => counts[key] !== undefined);
  const wide = known.find((key, index) => index > 0 && (counts[key] as number) < (counts[known[index - 1] as Window] as number));
  if (wide === undefined) return undefined;
  const narrow = known[known.indexOf(wide) - 1] as Window;
  return {
    code: 'counts-contradict',
    what: text(
      `${named} : moins de monde ${words[wide].fr} qu’${words[narrow].fr}, ce qui ne se peut pas ; aucun de ces comptes n’est montré`,
      `${named}: fewer people ${words[wide].en} than ${words[narrow].en}, which cannot be; none of these counts is shown`,
    ),
    next: text('compter de nouveau ; si cela demeure, corriger les requêtes du catalogue', 'count again; if it stays, correct the catalog’s queries'),
  };
}

const words = {
  day: text('en 24 heures', 'in 24 hours'),
  week: text('en 7 jours', 'in 7 days'),
  month: text('en 30 jours', 'in 30 days'),
  members: text('en tout', 'in all'),
} as const;
