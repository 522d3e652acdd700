import { z } from 'zod';
import { problemAt, type Sheet } from '../catalog/index.ts';
import { text } from '../kernel/index.ts';
import type { Draft } from './load.ts';

/** Days of the week as files write them, Monday first. */
export const WEEKDAYS = ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const;

/** `sleep` of an instance file: the window of each of these days, by the federation's clock; `to` is the next day's where it is not after `from`. */
export const SleepSheet = z.strictObject({
  /** Days on which the window begins. */
  days: z.array(z.enum(WEEKDAYS)).min(1, { error: 'days' }),
  from: z.string().regex(/^([01]\d|2[0-3]):[0-5]\d$/, { error: 'hour' }),
  /** `24:00` is the end of the day. */
  to: z.string().regex(/^(([01]\d|2[0-3]):[0-5]\d|24:00)$/, { error: 'end-hour' }),
});
export type SleepSheet = z.infer<typeof SleepSheet>;

/** An IANA time zone: `America/Toronto`, `UTC`. */
export const TimeZone = z.string().refine(isTimeZone, { error: 'time-zone' });

function isTimeZone(name: string): boolean {
  if (name !== 'UTC' && !name.includes('/')) return false;
  try {
    new Intl.DateTimeFormat('en', { timeZone: name });
    return true;
  } catch {
    return false;
  }
}

/** What the schema of a schedule cannot say by itself. */
export function checkSleep({ problems }: Pick<Draft, 'problems'>, sheet: Sheet<{ readonly sleep?: SleepSheet | undefined }>): void {
  const { sleep } = sheet.value;
  if (!sleep) return;
  const { days, from, to } = sleep;
  if (from === to) {
    problems.push(problemAt(sheet, ['sleep', 'to'], 'same-hour', text('le sommeil finirait à l’heure où il commence', 'sleep would end at the hour at which it begins'), { given: to, next: text('donner une autre heure ; la journée entière va de 00:00 à 24:00', 'give another hour; the whole day is from 00:00 to 24:00') }));
  }
  days.forEach((day, index) => {
    if (days.indexOf(day) !== index) problems.push(problemAt(sheet, ['sleep', 'days', index], 'day-twice', text('jour donné deux fois', 'day given twice'), { given: day, next: text('le retirer de la liste', 'remove it from the list') }));
  });
}
