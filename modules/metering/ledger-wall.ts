import { ChatiereError, type Text, text } from '../kernel/index.ts';
import type { Ledger } from './ledger.ts';
import type { Period } from './ledger-read.ts';
import { refusing } from './ledger-refusal.ts';
import { transaction } from './ledger-write.ts';

/** What a meter at the wall says: a plug's, a cabinet's, a bill's. Energy over a time. */
export interface WallReading extends Period {
  readonly joules: number;
}

/** No machine room draws this on one host: a reading above was typed wrong, or in another unit. */
const MOST_WATTS = 100_000;
const iso = (seconds: number): string => new Date(seconds * 1000).toISOString();

/**
 * Enters a reading. The same time cannot be covered twice, unless the former readings are to be replaced.
 * @param now epoch seconds. @throws ChatiereError for a reading that cannot be; nothing has changed then.
 */
export function addWallReading({ database, path }: Ledger, reading: WallReading, now: number, { replace = false } = {}): void {
  const problem = impossible(reading, now);
  if (problem) throw new ChatiereError({ code: 'wall-reading', what: text('ce relevé est impossible', 'this reading cannot be'), ...problem });
  refusing(path, () => transaction(database, () => {
    const { from, to, joules } = reading;
    if (replace) database.prepare('DELETE FROM wall WHERE start < ? AND finish > ?').run(to, from);
    const other = database.prepare('SELECT start, finish FROM wall WHERE start < ? AND finish > ?').get(to, from) as { start: number; finish: number } | undefined;
    if (other) {
      throw new ChatiereError({
        code: 'wall-overlap',
        what: text('un relevé couvre déjà une partie de ce temps, qui compterait deux fois', 'a reading already covers a part of this time, which would count twice'),
        given: `${iso(from)} – ${iso(to)}`,
        allowed: text(`hors de ${iso(other.start)} – ${iso(other.finish)}`, `outside ${iso(other.start)} – ${iso(other.finish)}`),
        next: text('donner le temps qui manque, ou --replace pour le remplacer', 'give the time that is missing, or --replace to replace it'),
      });
    }
    database.prepare('INSERT INTO wall (start, finish, joules) VALUES (?, ?, ?)').run(from, to, joules);
  }));
}

/** Readings that touch a period. */
export const wallReadings = ({ database, path }: Ledger, { from, to }: Period): WallReading[] =>
  refusing(path, () => database.prepare('SELECT start AS "from", finish AS "to", joules FROM wall WHERE start < ? AND finish > ? ORDER BY start').all(to, from) as unknown as WallReading[]);

function impossible({ from, to, joules }: WallReading, now: number): { given: string; allowed: Text } | undefined {
  const [watts, hours] = [joules / (to - from), (to - from) / 3600];
  if (!Number.isFinite(joules) || joules < 0) return { given: String(joules), allowed: text('des joules, 0 ou plus (1 kWh = 3 600 000)', 'joules, 0 or more (1 kWh = 3,600,000)') };
  if (!(from < to)) return { given: `${iso(from)} – ${iso(to)}`, allowed: text('un début avant la fin', 'a start before the end') };
  if (to > now) return { given: iso(to), allowed: text(`jusqu’à maintenant, ${iso(now)}`, `until now, ${iso(now)}`) };
  if (watts > MOST_WATTS) return { given: `${Math.round(watts)} W`, allowed: text(`${MOST_WATTS} W au plus sur ${hours.toFixed(1)} h`, `at most ${MOST_WATTS} W over ${hours.toFixed(1)} h`) };
  return undefined;
}
