import { describe, expect, it } from 'vitest';
import { dueOf } from '../../modules/engine/sleep/due.ts';
import type { Marker } from '../../modules/engine/sleep/marker.ts';
import type { Observed } from '../../modules/engine/sleep/observe.ts';
import { awaitedBy, inOrder, type Order } from '../../modules/engine/sleep/order.ts';
import { patienceOf } from '../../modules/engine/sleep/start.ts';
import { timerUnits } from '../../modules/engine/sleep/timer.ts';
import { type SleepSheet, WEEKDAYS } from '../../modules/federation/index.ts';

const at = (iso: string) => Date.parse(iso);
const nightly: SleepSheet = { days: [...WEEKDAYS], from: '22:00', to: '06:00' };
/** Thursday, 1 in the morning in Toronto; and the noon that follows. */
const [NIGHT, NOON] = [at('2026-11-26T06:00:00Z'), at('2026-11-26T17:00:00Z')];
const observed = (runningSince: string | undefined, marker?: Marker): Observed => ({ marker, services: [], runningSince: runningSince === undefined ? undefined : at(runningSince) });
const marked = (by: Marker['by'], since: string): Marker => ({ by, since: at(since) });
const due = (schedule: SleepSheet | undefined, seen: Observed, now: number) => dueOf(schedule, 'America/Toronto', seen, now);

describe('what is due', () => {
  it.each([
    ['by night, what has run since the day is put to sleep', nightly, observed('2026-11-25T20:00:00Z'), NIGHT, 'sleep'],
    ['by night, what somebody woke in this window is let alone', nightly, observed('2026-11-26T05:00:00Z'), NIGHT, undefined],
    ['and in the next window it is put to sleep again', nightly, observed('2026-11-26T05:00:00Z'), at('2026-11-27T03:00:00Z'), 'sleep'],
    ['by night, who sleeps sleeps on', nightly, observed(undefined, marked('schedule', '2026-11-26T03:00:00Z')), NIGHT, undefined],
    ['by night, what an interruption left half asleep is finished', nightly, observed('2026-11-25T20:00:00Z', marked('schedule', '2026-11-26T03:00:00Z')), NIGHT, 'sleep'],
    ['by night, what stands still unmarked is nobody’s business here', nightly, observed(undefined), NIGHT, undefined],
    ['by day, who sleeps by schedule is woken', nightly, observed(undefined, marked('schedule', '2026-11-26T03:00:00Z')), NOON, 'wake'],
    ['by day, what an interruption left half awake is finished', nightly, observed('2026-11-26T11:00:00Z', marked('schedule', '2026-11-26T03:00:00Z')), NOON, 'wake'],
    ['by day, who was put to sleep by hand since sleeps on', nightly, observed(undefined, marked('hand', '2026-11-26T12:00:00Z')), NOON, undefined],
    ['until the next window has ended', nightly, observed(undefined, marked('hand', '2026-11-26T12:00:00Z')), at('2026-11-27T11:00:00Z'), 'wake'],
    ['by day, who was put to sleep by hand in the evening before is woken', nightly, observed(undefined, marked('hand', '2026-11-26T01:00:00Z')), NOON, 'wake'],
    ['by day, what runs runs on', nightly, observed('2026-11-20T11:00:00Z'), NOON, undefined],
    ['on a day without a window, nobody is put to sleep', { ...nightly, days: ['fri'] }, observed('2026-11-20T11:00:00Z'), NIGHT, undefined],
    ['without a schedule any more, who sleeps by one is woken', undefined, observed(undefined, marked('schedule', '2026-11-26T03:00:00Z')), NIGHT, 'wake'],
    ['without a schedule, who sleeps by hand sleeps on', undefined, observed(undefined, marked('hand', '2025-11-26T03:00:00Z')), NIGHT, undefined],
    ['without a schedule, what runs runs on', undefined, observed('2026-11-20T11:00:00Z'), NIGHT, undefined],
  ] as const)('%s', (_, schedule, seen, now, expected) => {
    expect(due(schedule as SleepSheet | undefined, seen, now)).toBe(expected);
  });

  it('is nothing any more once it was done', () => {
    expect(due(nightly, observed(undefined, { by: 'schedule', since: NIGHT }), NIGHT + 1)).toBeUndefined();
    expect(due(nightly, observed(new Date(NOON).toISOString()), NOON + 1)).toBeUndefined();
  });
});

describe('order', () => {
  const order: Order = [
    { name: 'database', dependsOn: [] },
    { name: 'cache', dependsOn: [] },
    { name: 'app', dependsOn: [{ service: 'database', condition: 'healthy' }, { service: 'prepare', condition: 'completed' }, { service: 'cache', condition: 'started' }] },
  ];
  const container = (service: string, createdAt = 0) => ({ id: service, name: service, service, running: true, createdAt, startedAt: 0 });

  it('starts data services before what needs them, and first what the files no longer know, oldest first', () => {
    expect(inOrder([container('app'), container('younger', 2), container('cache'), container('older', 1), container('database')], order).map(({ service }) => service)).toEqual(['older', 'younger', 'database', 'cache', 'app']);
  });

  it('waits for the health of what is awaited healthy, not for jobs', () => {
    expect(awaitedBy('app', order)).toEqual(['database']);
    expect(awaitedBy('unknown', order)).toEqual([]);
  });
});

it('waits for a container as long as its health check allows, by the engine’s own defaults where it says 0', () => {
  expect(patienceOf({ Interval: 2e9, Timeout: 5e9, Retries: 15, StartPeriod: 20e9 })).toBe(20_000 + 16 * 7000 + 10_000);
  expect(patienceOf({})).toBe(4 * 60_000 + 10_000);
});

describe('the timer', () => {
  it('runs what is due every five minutes, and at once after the machine was off', () => {
    const { units, cron } = timerUnits({ command: '/opt/chatiere/scripts/chatiere', federation: '/srv/demo', id: 'demo' });
    expect(Object.keys(units)).toEqual(['chatiere-sleep-demo.service', 'chatiere-sleep-demo.timer']);
    expect(units['chatiere-sleep-demo.service']).toContain('\nType=oneshot\nExecStart=/opt/chatiere/scripts/chatiere -C /srv/demo sleep --due\n');
    expect(units['chatiere-sleep-demo.timer']).toMatch(/\nOnCalendar=\*:0\/5\nPersistent=true\n\n\[Install\]\nWantedBy=timers\.target\n/);
    expect(cron).toBe('*/5 * * * * /opt/chatiere/scripts/chatiere -C /srv/demo sleep --due');
  });

  it('quotes a path with spaces, quotes, percent signs or dollars for either', () => {
    const { units, cron } = timerUnits({ command: '/c', federation: '/srv/l’été à 5 %/$x"y\'', id: 'demo' });
    expect(units['chatiere-sleep-demo.service']).toContain('ExecStart=/c -C "/srv/l’été à 5 %%/$$x\\"y\'" sleep --due\n');
    expect(cron).toBe('*/5 * * * * /c -C \'/srv/l’été à 5 \\%/$x"y\'\\\'\'\' sleep --due');
  });
});
