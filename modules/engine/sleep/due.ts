import type { SleepSheet } from '../../federation/index.ts';
import { lastEnd, windowAt } from './hours.ts';
import type { Observed } from './observe.ts';

export type Due = 'sleep' | 'wake';

/**
 * What a schedule asks of an instance now; pure. Whoever acted by hand is respected until the next window: an instance whose services
 * were all started within this one stays awake, and one that was put to sleep outside any stays asleep until the next has ended.
 */
export function dueOf(schedule: SleepSheet | undefined, zone: string, { marker, runningSince }: Observed, now: number): Due | undefined {
  const window = schedule && windowAt(schedule, zone, now);
  if (window) return runningSince !== undefined && runningSince < window.from ? 'sleep' : undefined;
  if (!marker) return undefined;
  const ended = schedule && lastEnd(schedule, zone, now);
  return marker.by === 'schedule' || (ended !== undefined && ended > marker.since) ? 'wake' : undefined;
}
