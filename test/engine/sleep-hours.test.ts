import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { lastEnd, nextWake, windowAt } from '../../modules/engine/sleep/hours.ts';
import { type SleepSheet, WEEKDAYS } from '../../modules/federation/index.ts';

const MINUTE = 60_000;
const DAY = 1440 * MINUTE;
const TORONTO = 'America/Toronto';
const at = (iso: string) => Date.parse(iso);
const iso = (moment: number | undefined) => (moment === undefined ? undefined : new Date(moment).toISOString());
const nightly: SleepSheet = { days: [...WEEKDAYS], from: '22:00', to: '06:00' };

/** What a clock on the wall shows, by Node's own tables rather than by luxon. */
const clocks = new Map<string, Intl.DateTimeFormat>();
function clock(zone: string, moment: number): { readonly date: string; readonly weekday: (typeof WEEKDAYS)[number]; readonly time: string } {
  const format = clocks.get(zone) ?? new Intl.DateTimeFormat('en-CA', { timeZone: zone, hourCycle: 'h23', year: 'numeric', month: '2-digit', day: '2-digit', hour: '2-digit', minute: '2-digit', weekday: 'short' });
  clocks.set(zone, format);
  const parts = Object.fromEntries(format.formatToParts(moment).map(({ type, value }) => [type, value]));
  return { date: `${parts['year']}-${parts['month']}-${parts['day']}`, weekday: (parts['weekday'] as string).toLowerCase() as (typeof WEEKDAYS)[number], time: `${parts['hour']}:${parts['minute']}` };
}

/** Somebody who looks at the clock each minute, from two days before, and acts the first time that it shows an hour or a later one. */
function watched(schedule: SleepSheet, zone: string, from: number, to: number): boolean[] {
  const asleep: boolean[] = [];
  const begun = new Set<string>();
  const ends: string[] = [];
  const crosses = schedule.to <= schedule.from;
  for (let moment = from - 2 * DAY; moment < to; moment += MINUTE) {
    const { date, weekday, time } = clock(zone, moment);
    if (schedule.days.includes(weekday) && time >= schedule.from && !begun.has(date) && !(!crosses && time >= schedule.to)) {
      begun.add(date);
      ends.push(date);
    }
    // The end lies on the day of the beginning, or on the next one.
    for (const start of ends.slice()) {
      const sameDay = date === start;
      const over = schedule.to === '24:00' ? !sameDay : crosses ? !sameDay && time >= schedule.to : !sameDay || time >= schedule.to;
      if (over) ends.splice(ends.indexOf(start), 1);
    }
    if (moment >= from) asleep.push(ends.length > 0);
  }
  return asleep;
}

describe('the window of a moment', () => {
  it.each([
    ['before midnight', '2026-11-26T03:00:00Z', '2026-11-26T03:00:00.000Z', '2026-11-26T11:00:00.000Z'],
    ['after midnight', '2026-11-26T10:59:59Z', '2026-11-26T03:00:00.000Z', '2026-11-26T11:00:00.000Z'],
    ['the night that is an hour short', '2027-03-14T08:00:00Z', '2027-03-14T03:00:00.000Z', '2027-03-14T10:00:00.000Z'],
    ['the night that is an hour long', '2026-11-01T10:59:00Z', '2026-11-01T02:00:00.000Z', '2026-11-01T11:00:00.000Z'],
  ])('%s', (_, now, from, to) => {
    const window = windowAt(nightly, TORONTO, at(now));
    expect([iso(window?.from), iso(window?.to)]).toEqual([from, to]);
  });

  it.each([['a second before it begins', '2026-11-26T02:59:59Z'], ['as it ends', '2026-11-26T11:00:00Z']])('none %s', (_, now) => {
    expect(windowAt(nightly, TORONTO, at(now))).toBeUndefined();
  });

  it('begins where the clock jumps over its hour, and ends so', () => {
    expect(iso(windowAt({ days: ['sun'], from: '02:30', to: '05:00' }, TORONTO, at('2027-03-14T07:30:00Z'))?.from)).toBe('2027-03-14T07:00:00.000Z');
    expect(iso(windowAt({ days: ['sat'], from: '23:00', to: '02:30' }, TORONTO, at('2027-03-14T06:59:00Z'))?.to)).toBe('2027-03-14T07:00:00.000Z');
  });

  it('ends the first time that its hour comes, of the two times that the clock shows it', () => {
    const schedule: SleepSheet = { days: ['sat'], from: '22:00', to: '01:30' };
    expect(iso(windowAt(schedule, TORONTO, at('2026-11-01T05:29:00Z'))?.to)).toBe('2026-11-01T05:30:00.000Z');
    expect(windowAt(schedule, TORONTO, at('2026-11-01T06:15:00Z'))).toBeUndefined();
  });
});

describe('asleep exactly when the local clock says so', () => {
  const hour = fc.tuple(fc.integer({ min: 0, max: 23 }), fc.integer({ min: 0, max: 59 })).map(([h, m]) => `${String(h).padStart(2, '0')}:${String(m).padStart(2, '0')}`);
  const schedules = fc.record({ days: fc.uniqueArray(fc.constantFrom(...WEEKDAYS), { minLength: 1 }), from: hour, to: fc.oneof(hour, fc.constant('24:00')) }).filter(({ from, to }) => from !== to);
  // Clocks change on these nights in at least one of the zones; on the last they do nowhere.
  const nights = fc.constantFrom('2026-03-08T00:00:00Z', '2026-11-01T00:00:00Z', '2027-03-14T00:00:00Z', '2026-03-29T00:00:00Z', '2026-10-25T00:00:00Z', '2026-07-01T00:00:00Z').map(at);
  const zones = fc.constantFrom(TORONTO, 'America/St_Johns', 'Europe/Paris', 'America/Blanc-Sablon', 'UTC');

  it('on any day, those on which the clock changes too', () => {
    fc.assert(fc.property(schedules, zones, nights, fc.integer({ min: 0, max: 24 }), (schedule, zone, night, offset) => {
      const from = night + offset * 60 * MINUTE;
      const minutes = 7 * 60;
      const expected = watched(schedule, zone, from, from + minutes * MINUTE);
      const found = Array.from({ length: minutes }, (_, index) => windowAt(schedule, zone, from + index * MINUTE) !== undefined);
      expect(found).toEqual(expected);
    }), { numRuns: 12 });
  });

  it('wakes at the first moment after which no window is, and the last end is not after now', () => {
    fc.assert(fc.property(schedules, zones, nights, fc.integer({ min: 0, max: 10 * 1440 }), (schedule, zone, night, offset) => {
      const now = night + offset * MINUTE;
      const wake = nextWake(schedule, zone, now);
      if (wake !== undefined) {
        expect(wake).toBeGreaterThan(now);
        expect(windowAt(schedule, zone, wake)).toBeUndefined();
        expect(windowAt(schedule, zone, wake - 1)).toBeDefined();
      }
      const end = lastEnd(schedule, zone, now);
      if (end !== undefined) {
        expect(end).toBeLessThanOrEqual(now);
        expect(windowAt(schedule, zone, end - 1)).toBeDefined();
      }
    }), { numRuns: 200 });
  });
});

describe('the next waking', () => {
  it.each([
    ['of this night', nightly, '2026-11-26T05:00:00Z', '2026-11-26T11:00:00.000Z'],
    ['of the next night, for who was put to sleep by day', nightly, '2026-11-26T17:00:00Z', '2026-11-27T11:00:00.000Z'],
    ['after a weekend that is two windows without a gap', { days: ['sat', 'sun'], from: '00:00', to: '24:00' } as SleepSheet, '2026-11-28T17:00:00Z', '2026-11-30T05:00:00.000Z'],
    ['never, where every day is slept through', { days: [...WEEKDAYS], from: '00:00', to: '24:00' } as SleepSheet, '2026-11-28T17:00:00Z', undefined],
  ])('%s', (_, schedule, now, expected) => {
    expect(iso(nextWake(schedule, TORONTO, at(now)))).toBe(expected);
  });
});
