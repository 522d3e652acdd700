import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Candidate, type Hour, type HostCandidate, type Proposal, proposalsOf } from '../../modules/metering/index.ts';
import { days, GIB, HOUR, TORONTO, type Use } from './hours.ts';

const candidate = (name: string, more: Partial<Candidate> = {}): Candidate => ({ instance: name, host: 'serveur-1', order: 'cmd-2026-001', scheduled: false, plan: 'base', plans: { base: GIB }, ...more });
const one: HostCandidate = { host: 'serveur-1', operator: 'coop', bound: false };
const proposed = (hours: readonly Hour[], instances: readonly Candidate[], hosts: readonly HostCandidate[] = [one]): Proposal[] => proposalsOf({ hours, instances, hosts, timeZone: TORONTO });
const kinds = (proposals: readonly Proposal[]) => proposals.map(({ kind, subject }) => [kind, subject]);

/** Used from 8 to 20, at rest otherwise; 100 s of processor an hour, or 5 s. */
const office = (hour: number): Use => (hour >= 8 && hour < 20 ? { cpuSeconds: 100, receivedBytes: 1e8, memoryBytes: 3e8 } : { cpuSeconds: 5, receivedBytes: 1e5, memoryBytes: 3e8 });

describe('asleep at night', () => {
  it('from the first quiet hour to one before the first busy one, by the local clock, as a line of the instance’s file', () => {
    const [proposal, ...others] = proposed(days(8, (hour) => ({ 'a.nuage': office(hour) })), [candidate('a.nuage')]);
    expect(others).toEqual([]);
    expect(proposal).toMatchObject({ kind: 'night', subject: 'a.nuage', diff: [{ file: 'instances/a.nuage.yaml', remove: [], add: ['sleep: { days: [mon, tue, wed, thu, fri, sat, sun], from: "20:00", to: "07:00" }'] }] });
  });

  it('spares what it does in those hours, as dynamic energy alone: 11 hours of 5 s at 10 W, thirty times', () => {
    const [proposal] = proposed(days(8, (hour) => ({ 'a.nuage': office(hour) })), [candidate('a.nuage')]);
    expect(proposal?.saving.dynamic.joules.value).toBeCloseTo(30 * 11 * 5 * 10, 6);
    expect(proposal?.saving.idle.joules.value).toBe(0);
    expect(proposal?.saving.memoryBytes).toBeCloseTo(3e8, 0);
  });

  it.each([
    ['it has a schedule', days(8, (hour) => ({ 'a.nuage': office(hour) })), candidate('a.nuage', { scheduled: true })],
    ['it was seen for six days only', days(6, (hour) => ({ 'a.nuage': office(hour) })), candidate('a.nuage')],
    ['somebody came in one of the nights', days(8, (hour, day) => ({ 'a.nuage': day === 3 && hour === 1 ? office(12) : day === 4 && hour === 22 ? office(12) : day === 5 && hour === 4 ? office(12) : office(hour) })), candidate('a.nuage')],
    ['it only sent much in the nights', days(8, (hour) => ({ 'a.nuage': { ...office(hour), receivedBytes: hour % 4 === 0 ? 1e8 : 1e5 } })), candidate('a.nuage')],
    ['its days are hardly busier than its nights', days(8, (hour) => ({ 'a.nuage': { cpuSeconds: hour >= 8 && hour < 20 ? 120 : 60 } })), candidate('a.nuage')],
    ['it was not seen at all', [], candidate('a.nuage')],
  ])('not where %s', (_, hours, own) => {
    expect(proposed(hours, [own])).toEqual([]);
  });
});

describe('idle', () => {
  it('where no hour of two weeks stands out and none does much: all day, until somebody wakes it', () => {
    const [proposal] = proposed(days(14, () => ({ 'a.nuage': { cpuSeconds: 5, receivedBytes: 1e4 } })), [candidate('a.nuage')]);
    expect(proposal).toMatchObject({ kind: 'idle', diff: [{ add: ['sleep: { days: [mon, tue, wed, thu, fri, sat, sun], from: "00:00", to: "24:00" }'] }] });
    expect(proposal?.saving.dynamic.joules.value).toBeCloseTo(30 * 24 * 5 * 10, 6);
  });

  it.each([
    ['a day less was seen', 13, 5],
    ['what it does by itself is more than a hundredth of a core', 14, 37],
  ])('not where %s', (_, count, cpuSeconds) => {
    expect(proposed(days(count, () => ({ 'a.nuage': { cpuSeconds } })), [candidate('a.nuage')])).toEqual([]);
  });
});

describe('oversized', () => {
  const plans = { essai: GIB / 4, base: GIB, collectif: 2 * GIB };
  const busy = (memoryBytes: number) => days(28, (hour) => ({ 'a.nuage': { cpuSeconds: 500 + hour, memoryBytes } }));

  it('where its busiest hour fits the smallest plan with half as much again: a new order that amends; no energy, but room', () => {
    const [proposal] = proposed(busy(GIB * 0.6), [candidate('a.nuage', { plan: 'collectif', plans })]);
    expect(proposal).toMatchObject({ kind: 'oversized', saving: { memoryBytes: GIB, dynamic: { joules: { value: 0 } }, idle: { joules: { value: 0 } } }, diff: [{ add: ['plan: base', 'amends: cmd-2026-001'] }] });
  });

  it.each([['it needs the room', busy(GIB * 0.7), 'base'], ['no plan is smaller', busy(GIB / 100), 'essai'], ['four weeks were not seen', busy(GIB / 100).slice(1), 'base']])('not where %s', (_, hours, plan) => {
    expect(proposed(hours, [candidate('a.nuage', { plan, plans })])).toEqual([]);
  });
});

describe('a host to empty', () => {
  const two: HostCandidate = { ...one, host: 'serveur-2' };
  const busy = { cpuSeconds: 1000, cpuRequest: 1, memoryRequest: GIB };
  const hours = [...days(7, () => ({ 'a.nuage': busy })), ...days(7, () => ({ 'b.forum': busy }), 'serveur-2')];
  const instances = [candidate('a.nuage'), candidate('b.forum', { host: 'serveur-2' })];

  it('spares what the machine takes at rest, 20 W, and moves each instance by one line', () => {
    const proposals = proposed(hours, instances, [one, two]);
    expect(kinds(proposals)).toEqual([['empty-host', 'serveur-1'], ['empty-host', 'serveur-2']]);
    expect(proposals[0]?.saving.idle.joules.value).toBeCloseTo(20 * 30 * 86_400, 3);
    expect(proposals[0]?.saving.dynamic.joules.value).toBe(0);
    expect(proposals[0]?.diff).toEqual([{ file: 'instances/a.nuage.yaml', remove: ['host: serveur-1'], add: ['host: serveur-2'] }]);
  });

  it.each([
    ['the other is of another operator', hours, [one, { ...two, operator: 'autre' }]],
    ['the identity server is there, and the other is unknown', hours, [{ ...one, bound: true }]],
    ['the other has too little memory left', [...hours.slice(0, 168), ...days(7, () => ({ 'b.forum': { ...busy, memoryRequest: 5.7e9 } }), 'serveur-2')], [one, { ...two, bound: true }]],
    ['the other has too few cores left', [...hours.slice(0, 168), ...days(7, () => ({ 'b.forum': { ...busy, cpuRequest: 2.3 } }), 'serveur-2')], [one, { ...two, bound: true }]],
    ['the other was not seen for a week', hours.slice(0, -1), [one, { ...two, bound: true }]],
  ])('not where %s', (_, seen, hosts) => {
    expect(kinds(proposed(seen, instances, hosts)).filter(([kind]) => kind === 'empty-host')).toEqual([]);
  });
});

it('never proposes to spare more than there is, whatever was read, and never both kinds of energy at once', () => {
  const use = fc.record({ cpuSeconds: fc.oneof(fc.constant(0), fc.double({ min: 0, max: 4000, noNaN: true })), receivedBytes: fc.nat(1e9), memoryBytes: fc.nat(4e9) });
  fc.assert(fc.property(fc.array(fc.tuple(use, use), { minLength: 24, maxLength: 24 }), fc.integer({ min: 0, max: 30 }), (pattern, count) => {
    const hours = days(count, (hour) => ({ 'a.nuage': (pattern[hour] as [Use, Use])[0], 'b.forum': (pattern[hour] as [Use, Use])[1] }));
    const seconds = Math.max(1, hours.length * HOUR);
    const whole = (hours.reduce((sum, { shares }) => sum + shares.node.joules.value, 0) * 30 * 86_400) / seconds;
    for (const { saving } of proposed(hours, [candidate('a.nuage'), candidate('b.forum')])) {
      expect(saving.dynamic.joules.value + saving.idle.joules.value).toBeLessThanOrEqual(whole * (1 + 1e-9));
      expect(Math.min(saving.dynamic.joules.value, saving.idle.joules.value)).toBe(0);
      expect(saving.memoryBytes).toBeGreaterThanOrEqual(0);
    }
  }), { numRuns: 40 });
});
