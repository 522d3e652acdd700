import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { windowAt } from '../../modules/engine/sleep/hours.ts';
import { type Carried, differenceOf, type Effect, effectsOf, energyFrom, exactly, type Hour, interval, joules, NO_ENERGY } from '../../modules/metering/index.ts';
import { BEGIN, days, GIB, TORONTO, type Use } from './hours.ts';

const NAME = 'a.nuage';
const SCHEDULE = { days: ['mon', 'tue', 'wed', 'thu', 'fri', 'sat', 'sun'] as const, from: '22:00', to: '06:00' };
const asleepBy: Carried = {
  kind: 'sleep', instance: NAME, host: 'serveur-1',
  nightOf: (moment) => {
    const night = windowAt({ ...SCHEDULE, days: [...SCHEDULE.days] }, TORONTO, moment * 1000);
    return night && night.from / 1000;
  },
};
const isNight = (hour: number): boolean => hour >= 22 || hour < 6;
/** At 10 W a busy core: 100 s by day and 5 s by night, until it sleeps by night from an evening on. */
const office = (hour: number, asleep: boolean, day = 100): Record<string, Use> => (isNight(hour) ? (asleep ? {} : { [NAME]: { cpuSeconds: 5, memoryBytes: GIB } }) : { [NAME]: { cpuSeconds: day, memoryBytes: GIB } });
/** Sleeps from the evening of a day on. */
const sleptFrom = (count: number, begin: number, more: (hour: number, day: number) => Record<string, Use> | undefined = () => undefined): Hour[] =>
  days(count, (hour, day) => more(hour, day) ?? office(hour, day > begin || (day === begin && hour >= 22)));
const effect = (hours: readonly Hour[], carried: Carried = asleepBy): Effect => effectsOf(hours, [carried])[0] as Effect;
const value = (one: Effect): number => one.measured?.dynamic.value ?? Number.NaN;

describe('a schedule that was set', () => {
  it('began in the first night of sleep, and spared what was predicted, where the days stayed the same', () => {
    const known = effect(sleptFrom(24, 10));
    expect(known).toMatchObject({ kind: 'sleep', subject: NAME, state: 'known', since: BEGIN + 10 * 86_400 + 22 * 3600, provenances: ['measured_wall'] });
    // Eight hours of 5 s at 10 W, thirty times.
    expect((known.predicted?.dynamic.joules.value ?? 0) / (30 * 8 * 5 * 10)).toBeCloseTo(1, 1);
    expect(known.days.before).toBeCloseTo(10 + 22 / 24, 9);
    expect(known.days.after).toBeCloseTo(13 + 2 / 24, 9);
    expect(known.predicted?.memoryBytes).toBe(GIB);
    expect(known.measured?.memoryBytes).toBe(GIB);
  });

  it('spared exactly that over whole days', () => {
    const hours = sleptFrom(30, 9).filter(({ window }) => window.from >= BEGIN + 22 * 3600 && window.from < BEGIN + 29 * 86_400 + 22 * 3600);
    const known = effect(hours);
    expect(known.predicted?.dynamic.joules.value).toBeCloseTo(30 * 8 * 5 * 10, 6);
    expect(value(known)).toBeCloseTo(30 * 8 * 5 * 10, 6);
    expect(known.measured?.elsewhere.value).toBeCloseTo(0, 6);
    expect(known.measured?.dynamic).toMatchObject({ low: value(known), high: value(known) });
  });

  it('spared less where people came more by day, and says that this part is not the schedule’s', () => {
    const whole = (hours: Hour[]) => hours.filter(({ window }) => window.from >= BEGIN + 22 * 3600 && window.from < BEGIN + 29 * 86_400 + 22 * 3600);
    const known = effect(whole(sleptFrom(30, 9, (hour, day) => (isNight(hour) || day < 10 ? undefined : { [NAME]: { cpuSeconds: 150, memoryBytes: GIB } }))));
    expect(known.measured?.elsewhere.value).toBeCloseTo(-30 * 16 * 50 * 10, 4);
    expect(value(known)).toBeCloseTo(30 * (8 * 5 - 16 * 50) * 10, 4);
  });

  it('is told from a night by hand before, and from a night of waking after', () => {
    const begun = sleptFrom(24, 10, (hour, day) => (day === 3 && hour >= 22 || day === 4 && hour < 6 ? {} : day === 15 && hour >= 22 || day === 16 && hour < 6 ? office(hour, false) : undefined));
    expect(effect(begun)).toMatchObject({ state: 'known', since: BEGIN + 10 * 86_400 + 22 * 3600 });
  });

  it.each<[string, Hour[], Effect['state']]>([
    ['nobody sleeps: no timer follows it', days(20, (hour) => office(hour, false)), 'not-begun'],
    ['the ledger begins with it', days(20, (hour) => office(hour, true)), 'no-before'],
    ['six days before were read', sleptFrom(20, 5), 'no-before'],
    ['six days since were read', sleptFrom(16, 10), 'too-soon'],
    ['nothing was read', [], 'not-begun'],
  ])('is not known where %s', (_, hours, state) => {
    const found = effect(hours);
    expect(found).toMatchObject({ state });
    expect(found.measured).toBeUndefined();
    expect(found.predicted === undefined).toBe(state !== 'too-soon');
  });

  it('looks no further than thirty days either way', () => {
    const { days: { before, after }, state } = effect(sleptFrom(90, 40));
    expect([before, after, state]).toEqual([30, 30, 'known']);
  });
});

describe('a plan that was lowered', () => {
  const plan: Carried = { kind: 'plan', instance: NAME, host: 'serveur-1', memoryBytes: GIB };
  const lowered = (count: number, begin: number, to = GIB) => days(count, (_, day) => ({ [NAME]: { cpuSeconds: 10, memoryRequest: day < begin ? 2 * GIB : to } }));

  it('began where less was reserved, and freed what was predicted; energy is told, and was not promised', () => {
    const known = effect(lowered(20, 10), plan);
    expect(known).toMatchObject({ kind: 'plan', state: 'known', since: BEGIN + 10 * 86_400, predicted: { memoryBytes: GIB, dynamic: NO_ENERGY }, measured: { memoryBytes: GIB, elsewhere: { value: 0 } } });
    expect(value(known)).toBeCloseTo(0, 6);
  });

  it.each<[string, Hour[], Effect['state']]>([
    ['more is reserved than before', lowered(20, 10, 3 * GIB), 'not-begun'],
    ['nothing was seen before', lowered(20, 0), 'no-before'],
    ['it is of yesterday', lowered(11, 10), 'too-soon'],
  ])('is not known where %s', (_, hours, state) => {
    expect(effect(hours, plan).state).toBe(state);
  });
});

describe('a difference of energies', () => {
  const of = (amount: number, spread: number, provenance: 'modelled_tdp' | 'measured_wall' = 'modelled_tdp') => energyFrom(provenance, interval(joules(amount), joules(amount / spread), joules(amount * spread)));

  it('of one source errs in proportion to itself; of two sources each errs its own way', () => {
    expect(differenceOf(of(300, 2), of(100, 2))).toEqual({ value: 200, low: 100, high: 400 });
    expect(differenceOf(of(100, 2), of(300, 2))).toEqual({ value: -200, low: -400, high: -100 });
    expect(differenceOf(of(300, 2), of(100, 1.5, 'measured_wall'))).toMatchObject({ value: 200, low: 0, high: 600 - 100 / 1.5 });
    expect(differenceOf(of(300, 2), NO_ENERGY)).toEqual({ value: 300, low: 150, high: 600 });
  });

  it('lies within its interval, always', () => {
    const energy = fc.tuple(fc.double({ min: 0, max: 1e9, noNaN: true }), fc.double({ min: 1, max: 3, noNaN: true }), fc.constantFrom('modelled_tdp' as const, 'measured_wall' as const)).map(([amount, spread, provenance]) => of(amount, spread, provenance));
    fc.assert(fc.property(energy, energy, (a, b) => {
      const { value: between, low, high } = differenceOf(a, b);
      expect(low).toBeLessThanOrEqual(between);
      expect(between).toBeLessThanOrEqual(high);
    }));
    expect(differenceOf(energyFrom('measured_wall', exactly(joules(0))), NO_ENERGY).value).toBe(0);
  });
});
