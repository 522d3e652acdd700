import { DateTime } from 'luxon';
import { type SleepSheet, WEEKDAYS } from '../../federation/index.ts';

/** Asleep from `from` on, awake again at `to`; milliseconds since 1970. */
export interface SleepWindow {
  readonly from: number;
  readonly to: number;
}

/** Schedules come round within a week. */
const DAYS_AHEAD = 8;

/**
 * The window in which a moment lies. An hour is met once a day, the first time that the clock shows it or a later one: where the clock
 * jumps over it, at the jump; where the clock goes back, before it does.
 */
export function windowAt(schedule: SleepSheet, zone: string, now: number): SleepWindow | undefined {
  return windowsAround(schedule, zone, now, 1).find(({ from, to }) => from <= now && now < to);
}

/** When the last window ended that is over. */
export function lastEnd(schedule: SleepSheet, zone: string, now: number): number | undefined {
  const day = today(zone, now);
  const ends = Array.from({ length: DAYS_AHEAD + 1 }, (_, back) => windowOf(schedule, day.minus({ days: back }))).flatMap((window) => window?.to ?? []);
  return ends.filter((end) => end <= now).toSorted((a, b) => b - a)[0];
}

/** When an instance that sleeps now will be woken: at the end of this window, or of the next one, and of those that follow without a gap. */
export function nextWake(schedule: SleepSheet, zone: string, now: number): number | undefined {
  const windows = windowsAround(schedule, zone, now, DAYS_AHEAD).filter(({ to }) => to > now);
  let end = windows[0]?.to;
  for (const window of windows.slice(1)) {
    if (end !== undefined && window.from <= end) end = Math.max(end, window.to);
  }
  // What follows itself all week long never ends.
  return end !== undefined && windowAt(schedule, zone, end) === undefined ? end : undefined;
}

/** Windows that begin from the day before to some days after, in their order. */
function windowsAround(schedule: SleepSheet, zone: string, now: number, after: number): SleepWindow[] {
  const day = today(zone, now);
  return Array.from({ length: after + 2 }, (_, index) => windowOf(schedule, day.plus({ days: index - 1 }))).filter((window) => window !== undefined);
}

const today = (zone: string, now: number): DateTime => DateTime.fromMillis(now, { zone }).startOf('day');

/** The window that begins on a day. */
function windowOf({ days, from, to }: SleepSheet, day: DateTime): SleepWindow | undefined {
  const weekday = WEEKDAYS[day.weekday - 1];
  if (weekday === undefined || !days.includes(weekday)) return undefined;
  return { from: momentOf(day, from), to: momentOf(to > from ? day : day.plus({ days: 1 }), to) };
}

/** The first moment of a day at which its clock shows an hour, or a later one. */
function momentOf(day: DateTime, clock: string): number {
  const [hour = 0, minute = 0] = clock.split(':').map(Number);
  if (hour === 24) return day.plus({ days: 1 }).startOf('day').toMillis();
  const asked = day.set({ hour, minute });
  if (asked.hour === hour && asked.minute === minute) return Math.min(...asked.getPossibleOffsets().map((moment) => moment.toMillis()));
  return jumpBefore(asked, hour * 60 + minute);
}

/** Where the clock jumps over an hour: from what luxon gives, which lies behind the jump, back to it. */
function jumpBefore(after: DateTime, minutes: number): number {
  let moment = after;
  for (;;) {
    const before = moment.minus({ minutes: 1 });
    if (before.day !== after.day || before.hour * 60 + before.minute < minutes) return moment.toMillis();
    moment = before;
  }
}
