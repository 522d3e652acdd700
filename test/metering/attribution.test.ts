import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type Attribution, attribute, classOf, type ContainerUse, type Energy, energyFrom, energyOf, exactly, gridEmissions, interval, joules, type NodeEnergy, nodeEnergy, type Owner, ownerKey, type Part, sumEnergy, type Window } from '../../modules/metering/index.ts';
import { codesOf, container, DAY, factors, hardware, instance, must, windowOf, withFactors } from './sample.ts';

/** 0, or no less than a millionth: what a counter can show. */
const amounts = (max: number) => fc.oneof({ weight: 1, arbitrary: fc.constant(0) }, { weight: 9, arbitrary: fc.double({ min: 1e-6, max, noNaN: true }) });
const owners: fc.Arbitrary<Owner> = fc.oneof(
  fc.constantFrom('a.nuage', 'b.nuage', 'b.forum').map(instance),
  fc.constantFrom('identity', 'edge').map((part): Owner => ({ kind: 'shared', part })),
  fc.constant<Owner>({ kind: 'meter' }),
  fc.constant<Owner>({ kind: 'foreign' }),
);
const containers: fc.Arbitrary<ContainerUse[]> = fc
  .array(fc.record({ owner: owners, cpuSeconds: amounts(60), cpuRequest: amounts(4), memoryBytes: amounts(8e9), memoryRequest: amounts(8e9) }), { maxLength: 40 })
  .map((all) => all.map(({ owner, ...use }, index) => container(`c${index}`, owner, use)));
/** Of a machine that may have done less than its containers say, as samples that are not taken at once show. */
const windows: fc.Arbitrary<Window> = fc.record({ containers, busy: amounts(1), cores: fc.integer({ min: 1, max: 64 }) }).map((one) => windowOf({ cpuSeconds: one.busy * one.cores * 60, cores: one.cores }, one.containers));
const nodes: fc.Arbitrary<NodeEnergy> = fc.record({ value: amounts(1e6), below: amounts(1), above: amounts(3), idle: amounts(1), memoryShare: amounts(1) }).map(({ value, below, above, idle, memoryShare }) => ({
  energy: energyFrom('measured_rapl', interval(joules(value), joules(value * below), joules(value * (1 + above)))),
  idle: joules(value * idle),
  idleFrom: 'observed' as const,
  memoryShare,
}));

const energies = ({ parts, unallocated }: Attribution): Energy[] => [...parts.map(energyOf), unallocated];
const close = (got: number, whole: number, scale = whole): void => expect(Math.abs(got - whole)).toBeLessThanOrEqual(1e-9 * scale);
const partOf = ({ parts }: Attribution, key: string): Part | undefined => parts.find(({ owner }) => ownerKey(owner) === key);

describe('attribute', () => {
  it('conserves energy: the parts and what is unallocated are the machine, value and bounds, within 1e-9', () => {
    fc.assert(fc.property(windows, nodes, (window, node) => {
      const sum = sumEnergy(energies(must(attribute(window, node)))).joules;
      for (const bound of ['value', 'low', 'high'] as const) close(sum[bound], node.energy.joules[bound]);
    }), { numRuns: 500 });
  });

  it('keeps each part between its own bounds, and of one source', () => {
    fc.assert(fc.property(windows, nodes, (window, node) => {
      for (const { joules: one, sources } of energies(must(attribute(window, node)))) {
        expect(one.low).toBeLessThanOrEqual(one.value);
        expect(one.value).toBeLessThanOrEqual(one.high);
        close(Object.values(sources).reduce((sum, amount) => sum + amount, 0), one.value);
      }
    }));
  });

  it('does not depend on the order of the containers, to the last bit', () => {
    fc.assert(fc.property(windows.chain((window) => fc.tuple(fc.constant(window), fc.shuffledSubarray([...window.containers], { minLength: window.containers.length }))), nodes, ([window, shuffled], node) => {
      expect(attribute({ ...window, containers: shuffled }, node)).toEqual(attribute(window, node));
    }));
  });

  it('gives more dynamic energy to who takes more processor time, all else alike', () => {
    fc.assert(fc.property(fc.tuple(amounts(50), amounts(50)), ([less, more]) => {
      const window = windowOf({ cpuSeconds: 120 }, [container('a', instance('a.a'), { cpuSeconds: Math.min(less, more) }), container('b', instance('b.b'), { cpuSeconds: Math.max(less, more) })]);
      const attribution = must(attribute(window, { energy: energyFrom('measured_wall', exactly(joules(6000))), idle: joules(2000), idleFrom: 'observed', memoryShare: 0 }));
      expect(partOf(attribution, 'instance:b.b')?.cpu.joules.value).toBeGreaterThanOrEqual(partOf(attribution, 'instance:a.a')?.cpu.joules.value ?? 0);
    }));
  });

  it('gives over two halves of a window what it gives over the whole, for what ran evenly', () => {
    fc.assert(fc.property(windows, fc.double({ min: 0.01, max: 0.99, noNaN: true }), (window, share) => {
      const evidence = (one: Window) => ({ window: { ...one, node: { ...one.node, wallJoules: one.seconds * 90 } }, factors, restingWatts: 40 });
      const run = (one: Window): Attribution => must(attribute(one, must(nodeEnergy(evidence(one)))));
      const [whole, first, second] = [run(window), run(piece(window, 0, share)), run(piece(window, share, 1 - share))];
      for (const { owner, ...part } of whole.parts) {
        for (const what of ['cpu', 'memory', 'idle'] as const) {
          const halves = [first, second].reduce((sum, half) => sum + (partOf(half, ownerKey(owner))?.[what].joules.value ?? 0), 0);
          close(halves, part[what].joules.value, whole.node.joules.value);
        }
      }
      close(first.unallocated.joules.value + second.unallocated.joules.value, whole.unallocated.joules.value, whole.node.joules.value);
    }));
  });

  it('is of energy alone: another factor of the grid changes the carbon and not a joule', () => {
    fc.assert(fc.property(windows, fc.double({ min: 0.01, max: 1000, noNaN: true }), (window, intensity) => {
      const record = hardware({ cpu: { tdpWatts: 85 } });
      const other = withFactors({ 'grid.qc.direct': [intensity, 'gCO2e/kWh'], 'grid.qc.lifecycle': [intensity * 20, 'gCO2e/kWh'] });
      const [before, after] = [factors, other].map((table) => must(attribute(window, must(nodeEnergy({ window, hardware: record, factors: table })))));
      expect(after).toEqual(before);
      const grams = (table: typeof factors): number => must(gridEmissions((before as Attribution).node, 'qc', table, DAY)).direct.value;
      expect(grams(other) / grams(factors)).toBeCloseTo(intensity / 1.9, 9);
    }));
  });

  it('leaves kernel and system by themselves, with what no container used', () => {
    const window = windowOf({ cpuSeconds: 100 }, [container('a', instance('a.a'), { cpuSeconds: 75 })]);
    const attribution = must(attribute(window, { energy: energyFrom('measured_wall', exactly(joules(1000))), idle: joules(200), idleFrom: 'observed', memoryShare: 0 }));
    expect(partOf(attribution, 'system')?.cpu.joules.value).toBeCloseTo(200, 9);
    expect(partOf(attribution, 'instance:a.a')?.cpu.joules.value).toBeCloseTo(600, 9);
    // 25 s of 4 cores over a minute, half of which counts.
    expect(partOf(attribution, 'system')?.idle.joules.value).toBeCloseTo(200 * (25 / 240 / 2), 9);
  });

  it('shares idle energy by what is reserved or used, whichever is more, and shows what nobody has', () => {
    const window = windowOf({ cpuSeconds: 60 }, [
      container('a', instance('a.a'), { cpuRequest: 2, cpuSeconds: 6, memoryRequest: 4e9, memoryBytes: 1e9 }),
      container('b', instance('b.b'), { cpuRequest: 0.1, cpuSeconds: 54, memoryRequest: 0, memoryBytes: 2e9 }),
    ]);
    const attribution = must(attribute(window, { energy: energyFrom('measured_wall', exactly(joules(100))), idle: joules(100), idleFrom: 'observed', memoryShare: 0 }));
    expect(partOf(attribution, 'instance:a.a')?.idle.joules.value).toBeCloseTo(100 * (0.5 * (2 / 4) + 0.5 * (4 / 8)), 9);
    expect(partOf(attribution, 'instance:b.b')?.idle.joules.value).toBeCloseTo(100 * (0.5 * (0.9 / 4) + 0.5 * (2 / 8)), 9);
    expect(attribution.unallocated.joules.value).toBeCloseTo(100 - 50 - 23.75, 9);
  });

  it('shrinks all shares alike where more is reserved than there is', () => {
    const all = ['a', 'b', 'c'].map((id) => container(id, instance(`${id}.x`), { cpuRequest: 4, memoryRequest: 8e9 }));
    const attribution = must(attribute(windowOf({}, all), { energy: energyFrom('measured_wall', exactly(joules(90))), idle: joules(90), idleFrom: 'observed', memoryShare: 0 }));
    expect(attribution.parts.filter(({ owner }) => owner.kind === 'instance').map(({ idle }) => idle.joules.value)).toEqual([expect.closeTo(30, 9), expect.closeTo(30, 9), expect.closeTo(30, 9)]);
    expect(attribution.unallocated.joules.value).toBe(0);
  });

  it('lets what the memory’s counter saw follow memory', () => {
    const window = windowOf({ cpuSeconds: 60 }, [container('a', instance('a.a'), { cpuSeconds: 60, memoryBytes: 1e9 }), container('b', instance('b.b'), { memoryBytes: 3e9 })]);
    const attribution = must(attribute(window, { energy: energyFrom('measured_rapl', exactly(joules(100))), idle: joules(0), idleFrom: 'observed', memoryShare: 0.2 }));
    expect(partOf(attribution, 'instance:a.a')).toMatchObject({ cpu: { joules: { value: 80 } }, memory: { joules: { value: expect.closeTo(5, 9) } } });
    expect(partOf(attribution, 'instance:b.b')).toMatchObject({ cpu: { joules: { value: 0 } }, memory: { joules: { value: expect.closeTo(15, 9) } } });
  });

  it('adds the containers of one owner up, whatever their number', () => {
    const window = windowOf({ cpuSeconds: 60 }, ['a', 'b'].map((id) => container(id, instance('a.a'), { cpuSeconds: 30 })));
    expect(must(attribute(window, must(nodeEnergy({ window: { ...window, node: { ...window.node, wallJoules: 6000 } }, factors, restingWatts: 40 })))).parts.map(({ owner }) => ownerKey(owner))).toEqual(['instance:a.a', 'system']);
  });

  it.each([
    ['a processor time that went backwards', windowOf({ cpuSeconds: -1 }), 'node.cpuSeconds'],
    ['one of a container', windowOf({}, [container('a', instance('a.a'), { cpuSeconds: -1 })]), 'containers.a.cpuSeconds'],
    ['a reservation that is not a number', windowOf({}, [container('a', instance('a.a'), { memoryRequest: Number.NaN })]), 'containers.a.memoryRequest'],
    ['a time that stood still', windowOf({}, [], { seconds: 0 }), 'seconds'],
    ['a machine without a core, as a load average without cgroups gives', windowOf({ cores: 0 }), 'node.cores'],
    ['a machine without memory', windowOf({ memoryBytes: Number.POSITIVE_INFINITY }), 'node.memoryBytes'],
  ])('gives no figure of %s', (_, window, field) => {
    const outcome = attribute(window, { energy: energyFrom('measured_wall', exactly(joules(1))), idle: joules(0), idleFrom: 'observed', memoryShare: 0 });
    expect(codesOf(outcome)).toEqual(['bad-window']);
    expect(outcome).toMatchObject({ problems: [{ where: { field } }] });
  });
});

describe('the class of a sum', () => {
  it('is the worst of its parts', () => {
    const one = (provenance: Parameters<typeof energyFrom>[0]) => energyFrom(provenance, exactly(joules(1)));
    expect(classOf(sumEnergy([one('measured_wall'), one('modelled_tdp'), one('measured_rapl')]))).toBe('D');
    expect(classOf(sumEnergy([]))).toBeUndefined();
  });
});

/** A part of a window in which everything ran evenly. */
function piece(window: Window, from: number, share: number): Window {
  return {
    ...window,
    from: window.from + window.seconds * from,
    seconds: window.seconds * share,
    node: { ...window.node, cpuSeconds: window.node.cpuSeconds * share },
    containers: window.containers.map((one) => ({ ...one, cpuSeconds: one.cpuSeconds * share })),
  };
}
