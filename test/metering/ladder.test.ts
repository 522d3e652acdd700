import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HardwareSheet } from '../../modules/federation/index.ts';
import { classOf, type Evidence, LADDER, meanPower, type NodeEnergy, type NodeUse, nodeEnergy, type Outcome, type Provenance, PROVENANCES } from '../../modules/metering/index.ts';
import { weightedModules } from '../../modules/metering/power-model.ts';
import { codesOf, factors, hardware, must, windowOf, withFactors } from './sample.ts';

const CURVE = [{ load: 0, watts: 40 }, { load: 0.5, watts: 90 }, { load: 1, watts: 120 }];
const calibration = (more: Partial<NonNullable<HardwareSheet['calibration']>> = {}) => ({ on: '2026-11-20', measured: 'wall' as const, curve: CURVE, ...more });
const bill = { kilowattHours: 876, low: 800, high: 900, from: '2025-01-01', until: '2026-01-01' };
/** Over a minute, half loaded. */
const evidence = (node: Partial<NodeUse> = {}, record?: HardwareSheet, more: Partial<Evidence> = {}): Evidence => ({ window: windowOf({ cpuSeconds: 120, ...node }), hardware: record, factors, ...more });
const powerOf = (outcome: Outcome<NodeEnergy>, bound: 'value' | 'low' | 'high' = 'value'): number => meanPower(must(outcome).energy.joules[bound], 60);
const provenanceOf = (outcome: Outcome<NodeEnergy>): string => Object.keys(must(outcome).energy.sources).join();
const RAPL = { package: 2400, dram: 600, psys: 4200 };

/** What each rung takes, and the mean watts and their bounds that it gives. */
const rungs: readonly (readonly [Provenance, Evidence, readonly [value: number, low: number, high: number]])[] = [
  ['measured_wall', evidence({ wallJoules: 6000 }, undefined, { restingWatts: 40 }), [100, 97, 103]],
  ['measured_rapl_cal', evidence({ raplJoules: RAPL }, hardware({ calibration: calibration({ wall: { watts: 20, slope: 1.2 } }) })), [80, 80 * 0.94, 80 * 1.06]],
  ['measured_rapl', evidence({ raplJoules: RAPL }, undefined, { restingWatts: 40 }), [50 * 1.33, 60, 80]],
  ['measured_hypervisor', evidence({ raplJoules: RAPL }, hardware({ counters: 'hypervisor' }), { restingWatts: 40 }), [50 * 1.33, 60, 80]],
  ['modelled_calibrated', evidence({}, hardware({ calibration: calibration() })), [90, 90 * 0.88, 90 * 1.12]],
  ['modelled_tdp', evidence({}, hardware({ cpu: { tdpWatts: 100 } })), [(75 + 20) * 1.33, 126.35 / 2.033, 126.35 * 2.101]],
  ['modelled_archetype', evidence({}, hardware({ cpu: { architecture: 'ice-lake' } })), [4 * (0.7668 + 3.758) / 2, 4 * 0.4 * (0.7668 + 3.758) / 2, 4 * 2.5 * (0.7668 + 3.758) / 2]],
  ['declared', evidence({}, hardware({ declared: bill })), [100, 800 / 8.76, 900 / 8.76]],
];

describe('the ladder', () => {
  it('has a rung for every provenance, best first', () => {
    expect(Object.keys(LADDER)).toEqual(Object.keys(PROVENANCES));
    expect(rungs.map(([provenance]) => provenance)).toEqual(Object.keys(LADDER));
    expect(Object.values(PROVENANCES)).toEqual(Object.values(PROVENANCES).toSorted());
  });

  it.each(rungs)('%s: value and bounds', (provenance, given, [value, low, high]) => {
    const outcome = nodeEnergy(given);
    expect(provenanceOf(outcome)).toBe(provenance);
    expect(classOf(must(outcome).energy)).toBe(PROVENANCES[provenance]);
    expect([powerOf(outcome), powerOf(outcome, 'low'), powerOf(outcome, 'high')]).toEqual([expect.closeTo(value, 1), expect.closeTo(low, 0), expect.closeTo(high, 0)]);
    expect(LADDER[provenance](given)).toEqual(outcome);
  });

  it('takes the best rung that there is evidence for, and the next when it goes', () => {
    const record = hardware({ calibration: calibration({ wall: { watts: 20, slope: 1.2 } }), cpu: { tdpWatts: 100, architecture: 'ice-lake' }, declared: bill });
    const { calibration: _, ...plain } = record;
    const { tdpWatts: __, ...noTdp } = record.cpu;
    const { tdpWatts: ___, architecture: ____, ...neither } = record.cpu;
    const all = { wallJoules: 6000, raplJoules: RAPL };
    expect([
      evidence(all, record),
      evidence({ raplJoules: RAPL }, record),
      evidence({ raplJoules: RAPL }, plain),
      evidence({ raplJoules: RAPL }, { ...plain, counters: 'hypervisor' }),
      evidence({}, record),
      evidence({}, plain),
      evidence({}, { ...plain, cpu: noTdp }),
      evidence({}, { ...plain, cpu: neither }),
    ].map((given) => provenanceOf(nodeEnergy(given)))).toEqual(Object.keys(LADDER));
  });

  it('never adds the board’s counter to those that it holds, and trusts it only where told', () => {
    const resting = { restingWatts: 40 };
    expect(powerOf(nodeEnergy(evidence({ raplJoules: RAPL }, hardware(), resting)))).toBeCloseTo(50 * 1.33, 9);
    expect(powerOf(nodeEnergy(evidence({ raplJoules: RAPL }, hardware({ preferPsys: true }), resting)))).toBeCloseTo(70 * 1.33, 9);
    expect(powerOf(nodeEnergy(evidence({ raplJoules: { package: 2400 } }, hardware({ preferPsys: true }), resting)))).toBeCloseTo(40 * 1.33, 9);
  });

  it('knows the power at rest by calibration, else as seen, else by a model, else not at all', () => {
    const measured = { wallJoules: 6000 };
    const idle = (given: Evidence) => { const { idle: rest, idleFrom } = must(nodeEnergy(given)); return [rest / 60, idleFrom]; };
    expect(idle(evidence(measured, hardware({ calibration: calibration() }), { restingWatts: 33 }))).toEqual([40, 'calibrated']);
    expect(idle(evidence(measured, hardware({ calibration: calibration({ measured: 'rapl' }) })))).toEqual([expect.closeTo(40 * 1.33, 9), 'calibrated']);
    expect(idle(evidence(measured, hardware({ cpu: { tdpWatts: 100 } }), { restingWatts: 33 }))).toEqual([33, 'observed']);
    expect(idle(evidence(measured, hardware({ cpu: { tdpWatts: 100 } })))).toEqual([expect.closeTo((12 + 20) * 1.33, 9), 'modelled']);
    expect(codesOf(nodeEnergy(evidence(measured, hardware())))).toEqual(['no-resting-power']);
  });

  it('takes no more to be idle than there was', () => {
    const { energy, idle } = must(nodeEnergy(evidence({ wallJoules: 600 }, undefined, { restingWatts: 40 })));
    expect([energy.joules.value, idle]).toEqual([600, 600]);
  });

  it('takes a bill to be all idle, and so shared by reservation', () => {
    const { energy, idle, idleFrom } = must(nodeEnergy(evidence({}, hardware({ declared: bill }))));
    expect([idle, idleFrom]).toEqual([energy.joules.value, 'declared']);
  });

  it('gives a virtual machine its share of the processors, its own memory, and its share of the disks', () => {
    const record = hardware({ cpu: { tdpWatts: 100, threads: 8 }, disks: [{ kind: 'ssd', count: 2, gigabytes: 500 }, { kind: 'hdd', count: 1, gigabytes: 4000 }] });
    expect(powerOf(nodeEnergy(evidence({}, record)))).toBeCloseTo((37.5 + 0.392 * 8) * 1.33 + (1.2 + 2.6) / 2, 9);
  });

  it('counts further memory modules for less', () => {
    expect([4, 8, 12, 20].map(weightedModules)).toEqual([4, expect.closeTo(7.6, 9), expect.closeTo(10.8, 9), expect.closeTo(4 + 3.6 + 6.4 + 2.8, 9)]);
  });

  it('keeps every model between its bounds, and rising with load', () => {
    fc.assert(fc.property(fc.double({ min: 0, max: 1, noNaN: true }), fc.double({ min: 0, max: 1, noNaN: true }), fc.constantFrom(...rungs.slice(4, 7)), (a, b, [, { hardware: record }]) => {
      const [low, high] = [Math.min(a, b), Math.max(a, b)].map((load) => nodeEnergy(evidence({ cpuSeconds: load * 240 }, record)));
      for (const outcome of [low, high] as Outcome<NodeEnergy>[]) {
        expect(powerOf(outcome, 'low')).toBeLessThanOrEqual(powerOf(outcome));
        expect(powerOf(outcome)).toBeLessThanOrEqual(powerOf(outcome, 'high'));
      }
      expect(powerOf(low as Outcome<NodeEnergy>)).toBeLessThanOrEqual(powerOf(high as Outcome<NodeEnergy>) + 1e-9);
    }));
  });
});

describe('gives no figure, and says why in both languages', () => {
  it('of a host without a record that nothing measures', () => {
    expect(nodeEnergy(evidence())).toMatchObject({ ok: false, problems: [{ code: 'no-hardware', where: { file: 'hosts/serveur-1.yaml', field: 'hardware' }, what: { fr: expect.stringContaining('fiche matérielle'), en: expect.stringContaining('hardware record') } }] });
  });

  it('of a record from which no power can be drawn', () => {
    expect(codesOf(nodeEnergy(evidence({}, hardware())))).toEqual(['no-power']);
  });

  it('of a bill that is long past', () => {
    expect(codesOf(nodeEnergy(evidence({}, hardware({ declared: { ...bill, from: '2023-01-01', until: '2024-01-01' } }))))).toEqual(['declared-out-of-date']);
  });

  it('of a kind of processor that no factor knows: it does not fall back on another', () => {
    expect(nodeEnergy(evidence({}, hardware({ cpu: { architecture: 'zen-9' }, declared: bill })))).toMatchObject({ ok: false, problems: [{ code: 'factor-missing', what: { en: expect.stringContaining('vcpu.zen-9.min') } }, { code: 'factor-missing', what: { en: expect.stringContaining('vcpu.zen-9.max') } }] });
  });

  it.each(rungs.filter(([provenance]) => provenance !== 'declared'))('of %s where any factor that it takes is missing, naming it; the rung below is not taken instead', (_, given) => {
    const used = nodeEnergy(given);
    if (!used.ok) throw new Error('no figure');
    expect(used.factors.length).toBeGreaterThan(0);
    for (const { id } of used.factors) {
      const outcome = nodeEnergy({ ...given, factors: withFactors({ [id]: undefined }), hardware: given.hardware && { ...given.hardware, declared: bill } });
      expect(outcome).toMatchObject({ ok: false, problems: [{ code: 'factor-missing', what: { fr: expect.stringContaining(id) } }] });
    }
  });

  it('of a day for which a factor is out of date', () => {
    const table = new Map(factors).set('other.ratio', [{ ...(factors.get('other.ratio')?.[0] as NonNullable<ReturnType<typeof factors.get>>[number]), validUntil: '2026-11-24' }]);
    expect(nodeEnergy(evidence({ raplJoules: RAPL }, undefined, { restingWatts: 40, factors: table }))).toMatchObject({ ok: false, problems: [{ code: 'factor-out-of-date', given: '2026-11-25', allowed: { fr: 'jusqu’au 2026-11-24' } }] });
  });
});
