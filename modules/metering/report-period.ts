import { DateTime } from 'luxon';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';
import type { Period } from './ledger-read.ts';

/** Where the sites are: days, hours and winters of a report are Québec's, whatever the clock of the machine that writes it. */
export const ZONE = 'America/Toronto';

/** Where a moment lies in a report. */
export interface Place {
  /** `2026-11-25`. */
  readonly day: string;
  /** 0 to 23. */
  readonly hour: number;
  /** Inside one of Hydro-Québec's peak windows: 06–09 h and 16–20 h, 1 December to 31 March. Holidays, on which it calls no event, are counted too. */
  readonly winterPeak: boolean;
}

/** First hours of the peak windows' hours; outside of winter nobody calls them a peak. */
export const PEAK_HOURS: readonly number[] = [6, 7, 8, 16, 17, 18, 19];
const WINTER: readonly number[] = [12, 1, 2, 3];

export function placeOf(moment: number): Place {
  const local = DateTime.fromSeconds(moment, { zone: ZONE });
  return { day: local.toFormat('yyyy-MM-dd'), hour: local.hour, winterPeak: WINTER.includes(local.month) && PEAK_HOURS.includes(local.hour) };
}

/** Day, week, month, year and winter, in both languages. */
const NAMED: Readonly<Record<string, (now: DateTime) => readonly [DateTime, DateTime]>> = {
  jour: (now) => [now.startOf('day'), now],
  semaine: (now) => [now.startOf('day').minus({ days: 6 }), now],
  mois: (now) => [now.startOf('month'), now],
  annee: (now) => [now.startOf('year'), now],
  hiver: winter,
};
const ENGLISH: Readonly<Record<string, string>> = { day: 'jour', week: 'semaine', month: 'mois', year: 'annee', winter: 'hiver', année: 'annee' };

/** The last winter that has begun: 1 December to 31 March. */
function winter(now: DateTime): readonly [DateTime, DateTime] {
  const first = now.set({ month: 12, day: 1 }).startOf('day');
  const from = first > now ? first.minus({ years: 1 }) : first;
  return [from, DateTime.min(now, from.plus({ months: 4 }))];
}

const allowed = text('jour, semaine, mois, annee, hiver, 2026, 2026-11 ou 2026-11-25', 'day, week, month, year, winter, 2026, 2026-11 or 2026-11-25');

/** What a person asks: a name that counts back from now, or a year, a month or a day. @param now epoch seconds. @throws ChatiereError (exit code 2). */
export function namedPeriod(words: string, now: number): Period {
  const present = DateTime.fromSeconds(now, { zone: ZONE });
  const named = NAMED[ENGLISH[words] ?? words];
  if (named) return periodOf(...named(present));
  const unit = { 4: 'year', 7: 'month', 10: 'day' }[words.length] as 'year' | 'month' | 'day' | undefined;
  const from = /^\d{4}(-\d{2}){0,2}$/.test(words) ? DateTime.fromISO(words, { zone: ZONE }) : undefined;
  if (!unit || !from?.isValid) throw new ChatiereError({ code: 'period', what: text('période inconnue', 'unknown period'), given: words, allowed }, ExitCode.usage);
  return checked(periodOf(from, DateTime.min(present, from.plus({ [unit]: 1 }))), words);
}

/** From a moment to another, which is not included. @throws ChatiereError (exit code 2) where the second is not after the first. */
export function between(from: string, to: string | undefined, now: number): Period {
  return checked({ from: momentOf(from, 'from'), to: to === undefined ? now : momentOf(to, 'to') }, `${from} – ${to ?? ''}`);
}

/** A day, which is its first moment in Québec; or ISO 8601, in Québec's time unless it names a zone. Epoch seconds. */
export function momentOf(words: string, field: string): number {
  const read = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}.*)?$/.test(words) ? DateTime.fromISO(words, { zone: ZONE }) : undefined;
  if (read?.isValid) return read.toSeconds();
  throw new ChatiereError({ code: 'moment', what: text('date ou heure mal formée', 'malformed date or time'), where: { field: `--${field}` }, given: words, allowed: text('2026-11-25, 2026-11-25T08:00 ou 2026-11-25T08:00-05:00', '2026-11-25, 2026-11-25T08:00 or 2026-11-25T08:00-05:00') }, ExitCode.usage);
}

const periodOf = (from: DateTime, to: DateTime): Period => ({ from: from.toSeconds(), to: to.toSeconds() });

function checked(period: Period, given: string): Period {
  if (period.from < period.to) return period;
  throw new ChatiereError({ code: 'period-order', what: text('période vide : elle finit avant de commencer, ou n’a pas commencé', 'empty period: it ends before it begins, or has not begun'), given }, ExitCode.usage);
}
