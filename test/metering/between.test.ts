import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type ContainerCounters, keyOf, type NodeCounters, type Sample } from '../../modules/metering/sample.ts';
import { between, LONGEST_WINDOW } from '../../modules/metering/sample-between.ts';

const RANGE = 262_143_328_850;
const zone = (microjoules: number, more: Partial<NodeCounters['zones'][number]> = {}): NodeCounters['zones'][number] => ({ name: 'intel-rapl:0', kind: 'package', microjoules, range: RANGE, ...more });
const node = (more: Partial<NodeCounters> = {}): NodeCounters => ({ cpuSeconds: 100, cores: 2, memoryBytes: 8e9, zones: [], receivedBytes: 1000, sentBytes: 2000, ...more });
const container = (more: Partial<ContainerCounters> = {}): ContainerCounters =>
  ({ id: 'a', incarnation: '1', cpuSeconds: 10, cpuRequest: 0.5, memoryBytes: 100, memoryRequest: 200, readBytes: 1, writtenBytes: 2, receivedBytes: 3, sentBytes: 4, ...more });
const sample = (more: Partial<Omit<Sample, 'containers'>> = {}, containers: readonly ContainerCounters[] = []): Sample =>
  ({ wall: 1e9, uptime: 5000, boot: 'b', node: node(), ...more, containers: new Map(containers.map((one) => [keyOf(one), one])) });
const later = (seconds: number, more: Partial<Omit<Sample, 'containers'>> = {}, containers: readonly ContainerCounters[] = []): Sample => sample({ wall: 1e9 + seconds, uptime: 5000 + seconds, ...more }, containers);

describe('time', () => {
  it('without a former sample there is nothing yet', () => {
    expect(between(undefined, sample())).toEqual({ window: undefined, gap: undefined, step: undefined });
  });

  it('is that of the monotonic clock, dated by the wall clock at the start', () => {
    const { window, gap, step } = between(sample(), later(60));
    expect(window).toMatchObject({ from: 1e9, seconds: 60 });
    expect([gap, step]).toEqual([undefined, undefined]);
  });

  it.each([
    ['an hour back', -3600],
    ['a year forward', 365 * 86_400],
    ['three seconds', 3],
  ])('the wall clock set by %s is said, and changes no length', (_, seconds) => {
    const { window, step } = between(sample(), later(60, { wall: 1e9 + 60 + seconds }));
    expect(window).toMatchObject({ from: 1e9, seconds: 60 });
    expect(step).toBeCloseTo(seconds, 6);
  });

  it('slewing is no step', () => {
    expect(between(sample(), later(60, { wall: 1e9 + 60.03 })).step).toBeUndefined();
  });

  it.each([
    ['the meter was down', later(LONGEST_WINDOW + 1), { from: 1e9, seconds: LONGEST_WINDOW + 1, reason: 'late' }],
    ['the kernel started anew', later(120, { boot: 'c', uptime: 10 }), { from: 1e9, seconds: 120, reason: 'boot' }],
    ['the kernel started anew, with a clock that is behind', sample({ boot: 'c', uptime: 10, wall: 5 }), { from: 1e9, seconds: 0, reason: 'boot' }],
    ['the monotonic clock went backwards', later(-5), { from: 1e9, seconds: 0, reason: 'clock' }],
    ['no time has passed', sample(), { from: 1e9, seconds: 0, reason: 'clock' }],
  ])('%s: a gap, no window', (_, current, gap) => {
    expect(between(sample(), current)).toMatchObject({ window: undefined, gap });
  });

  it('for any walk of both clocks: lengths are positive, sum up to the time that passed, and no figure is negative', () => {
    const move = fc.record({ seconds: fc.integer({ min: 1, max: 600 }), step: fc.oneof(fc.constant(0), fc.integer({ min: -40_000_000, max: 40_000_000 })), cpu: fc.double({ min: 0, max: 2, noNaN: true }), restart: fc.boolean() });
    fc.assert(fc.property(fc.array(move, { minLength: 1, maxLength: 40 }), (moves) => {
      let [uptime, wall, cpu, own, measured, lost] = [5000, 1e9, 100, 0, 0, 0];
      let previous = sample({ uptime, wall, node: node({ cpuSeconds: cpu }) }, [container({ cpuSeconds: own })]);
      for (const { seconds, step, cpu: busy, restart } of moves) {
        uptime += seconds;
        wall += seconds + step;
        cpu += busy * seconds;
        own = restart ? (busy * seconds) / 4 : own + (busy * seconds) / 2;
        const current = sample({ uptime, wall, node: node({ cpuSeconds: cpu }) }, [container({ cpuSeconds: own })]);
        const { window, gap, step: said } = between(previous, current);
        expect(said === undefined ? 0 : said).toBeCloseTo(Math.abs(step) < 2 ? 0 : step, 3);
        measured += window?.seconds ?? 0;
        lost += gap?.seconds ?? 0;
        if (window) {
          expect(window.from).toBe(previous.wall);
          expect(window.node.cpuSeconds).toBeCloseTo(busy * seconds, 6);
          for (const use of window.containers) expect(use.cpuSeconds).toBeLessThanOrEqual((busy * seconds) / 2 + 1e-6);
          for (const use of window.containers) expect(use.cpuSeconds).toBeGreaterThanOrEqual(0);
        }
        previous = current;
      }
      expect(measured + lost).toBeCloseTo(uptime - 5000, 6);
    }));
  });
});

describe('the host', () => {
  it('undoes wraps in each zone before it adds sockets up', () => {
    const two = (first: number, second: number): NodeCounters => node({ zones: [zone(first), zone(second, { name: 'intel-rapl:1' }), zone(50, { name: 'intel-rapl:0:1', kind: 'dram' }), zone(7e6, { name: 'intel-rapl:2', kind: 'psys' })] });
    const { window } = between(sample({ node: two(RANGE - 1e6, 5e6) }), later(60, { node: two(2e6, 9e6) }));
    expect(window?.node.raplJoules).toEqual({ package: 3 + 4, dram: 0, psys: 0 });
    expect(window?.missing).toEqual([]);
  });

  it.each([
    ['a socket that cannot be read any more', [zone(1), zone(1, { name: 'intel-rapl:1' })], [zone(2)]],
    ['a counter that goes back without a range', [zone(5, { range: undefined })], [zone(2, { range: undefined })]],
    ['counters that are there for the first time', [], [zone(2)]],
  ])('%s: no energy figure, and that is said', (_, before, after) => {
    const { window } = between(sample({ node: node({ zones: before }) }), later(60, { node: node({ zones: after }) }));
    expect(window?.node).not.toHaveProperty('raplJoules');
    expect(window?.missing).toEqual(['energy']);
  });

  it('without such counters has no energy figure, and lacks none', () => {
    const { window } = between(sample(), later(60));
    expect(window?.node).not.toHaveProperty('raplJoules');
    expect(window?.missing).toEqual([]);
  });

  it('a CPU counter that jumps gives no figure', () => {
    const { window } = between(sample(), later(60, { node: node({ cpuSeconds: 100_000 }) }));
    expect(window).toMatchObject({ node: { cpuSeconds: 0 }, missing: ['node-cpu'] });
  });
});

describe('a container', () => {
  const use = (before: readonly ContainerCounters[], after: ContainerCounters) => {
    const { window } = between(sample({}, before), later(60, {}, [after]));
    return { use: window?.containers[0], missing: window?.missing };
  };

  it('grows by its counters and holds the mean of its memory', () => {
    expect(use([container()], container({ cpuSeconds: 16, memoryBytes: 300, readBytes: 11, writtenBytes: 22, receivedBytes: 33, sentBytes: 44 }))).toEqual({
      use: { key: 'a/1', id: 'a', cpuSeconds: 6, cpuRequest: 0.5, memoryBytes: 200, memoryRequest: 200, readBytes: 10, writtenBytes: 20, receivedBytes: 30, sentBytes: 40 },
      missing: [],
    });
  });

  it('restarted in place counts from nothing', () => {
    expect(use([container()], container({ cpuSeconds: 4, readBytes: 0, writtenBytes: 1, receivedBytes: 1, sentBytes: 1 })).use).toMatchObject({ cpuSeconds: 4, readBytes: 0, writtenBytes: 1, receivedBytes: 1, sentBytes: 1 });
  });

  it('whose id is used again counts from nothing, although it has already used more than the one before', () => {
    expect(use([container()], container({ incarnation: '2', cpuSeconds: 40 })).use).toMatchObject({ key: 'a/2', cpuSeconds: 40 });
  });

  it('that was there before we saw it: nothing is known of this window', () => {
    expect(use([], container({ cpuSeconds: 50_000, readBytes: 9e9 }))).toMatchObject({ use: { cpuSeconds: 0, readBytes: 0, receivedBytes: 0 }, missing: ['container-cpu', 'disk', 'network'] });
  });

  it('whose network is learned of later begins there, and not at what it had carried', () => {
    expect(use([container({ receivedBytes: undefined, sentBytes: undefined })], container({ receivedBytes: 5e9, sentBytes: 5e9 }))).toMatchObject({ use: { receivedBytes: 0, sentBytes: 0 }, missing: ['network'] });
  });

  it('whose disk the kernel does not count says so', () => {
    expect(use([container({ readBytes: undefined, writtenBytes: undefined })], container({ readBytes: undefined, writtenBytes: undefined })).missing).toEqual(['disk']);
  });
});
