import { stringify } from 'yaml';
import { describe, expect, it } from 'vitest';
import type { HardwareSheet } from '../../modules/federation/index.ts';
import { attribute, type ContainerUse, energyOf, merge, nodeEnergy, type NodeUse, powerRules, type Recorded, type Window } from '../../modules/metering/index.ts';
import { expectRules, hasPromtool, labelled } from './promtool.ts';
import { codesOf, container, factors, hardware, instance, must, windowOf } from './sample.ts';

const record = hardware({ cpu: { threads: 8, tdpWatts: 65 }, memory: [{ modules: 2, gigabytes: 16 }], disks: [{ kind: 'ssd', count: 1, gigabytes: 1000 }] });
const owners: readonly ContainerUse[] = [
  container('a1', instance('a.nuage'), { cpuSeconds: 90, cpuRequest: 1, memoryBytes: 1e9, memoryRequest: 2e9 }),
  container('a2', instance('a.nuage'), { cpuSeconds: 1, cpuRequest: 0.5, memoryBytes: 5e8, memoryRequest: 2.5e8 }),
  container('b1', instance('b.forum'), { cpuSeconds: 0.3, cpuRequest: 2, memoryBytes: 3e8, memoryRequest: 4e9 }),
  container('i', { kind: 'shared', part: 'identity' }, { cpuSeconds: 12, cpuRequest: 1, memoryBytes: 9e8, memoryRequest: 1e9 }),
  container('m', { kind: 'meter' }, { cpuSeconds: 0.2, memoryBytes: 5e7 }),
  container('f', { kind: 'foreign' }, { cpuSeconds: 4, memoryBytes: 2e8 }),
];
const minute = (node: Partial<NodeUse> = {}, containers = owners, from = 0): Recorded => ({ ...windowOf({ cpuSeconds: 130, cores: 8, memoryBytes: 32e9, ...node }, containers, { host: 'h' }), from: windowOf({}).from + from, missing: [] });

/** The series that the meter of the host exposes, a minute apart, over these windows. */
function seriesOf(windows: readonly Recorded[]): Record<string, string> {
  const first = windows[0] as Recorded;
  const growing = (of: (window: Recorded) => number): string => windows.reduce<number[]>((all, window) => [...all, (all.at(-1) ?? 0) + of(window)], [0]).join(' ');
  const flat = (value: number): string => `${value}x${windows.length}`;
  const one = (id: string, of: (use: ContainerUse) => number) => (window: Window) => of(window.containers.find((use) => use.id === id) as ContainerUse);
  const rapl = Object.keys(first.node.raplJoules ?? {}) as (keyof NonNullable<NodeUse['raplJoules']>)[];
  return Object.fromEntries([
    [labelled('sobriety_host_cpu_seconds_total', { host: 'h' }), growing(({ node }) => node.cpuSeconds)],
    [labelled('sobriety_host_cores', { host: 'h' }), flat(first.node.cores)],
    [labelled('sobriety_host_memory_bytes', { host: 'h' }), flat(first.node.memoryBytes)],
    ...rapl.map((zone) => [labelled('sobriety_host_energy_joules_total', { host: 'h', source: `rapl_${zone}` }), growing(({ node }) => node.raplJoules?.[zone] ?? 0)]),
    ...first.containers.flatMap(({ id, owner, cpuRequest, memoryBytes, memoryRequest }) => {
      const of = (name: string): string => labelled(name, { container_id: id, host: 'h' });
      const whose = owner.kind === 'instance' ? { service_instance: owner.instance, organization: owner.organization, app: owner.app } : { service_instance: '', organization: '', app: '' };
      return [
        [of('sobriety_container_cpu_seconds_total'), growing(one(id, ({ cpuSeconds }) => cpuSeconds))],
        [of('sobriety_container_working_set_bytes'), flat(memoryBytes)],
        [of('sobriety_container_cpu_request_cores'), flat(cpuRequest)],
        [of('sobriety_container_memory_request_bytes'), flat(memoryRequest)],
        [labelled('sobriety_container_info', { container_id: id, host: 'h', kind: owner.kind, ...whose }), flat(1)],
      ];
    }),
  ] as [string, string][]);
}

const rulesFor = (sheet: HardwareSheet, window: Window): string => stringify({ groups: [{ name: 'chatiere-power', rules: must(powerRules({ window, hardware: sheet, factors })) }] });
/** Joules of an instance, as attribution shares each window out. */
const joulesOf = (sheet: HardwareSheet, windows: readonly Recorded[], name: string): number => windows.reduce((sum, window) => {
  const part = must(attribute(window, must(nodeEnergy({ window, hardware: sheet, factors })))).parts.find(({ owner }) => owner.kind === 'instance' && owner.instance === name);
  return sum + (part ? energyOf(part).joules.value : 0);
}, 0);
const labelsOf = (name: string) => ({ app: name.split('.')[1] as string, organization: name.split('.')[0] as string, service_instance: name });

const curve = [{ load: 0, watts: 21 }, { load: 0.3, watts: 48 }, { load: 1, watts: 77 }];
interface Setting {
  readonly sheet?: HardwareSheet;
  readonly node?: Partial<NodeUse>;
  readonly containers?: readonly ContainerUse[];
}
const cases: [string, Setting][] = [
  ['rated power', {}],
  ['rated power, of a virtual machine', { node: { cores: 4, memoryBytes: 8e9 } }],
  ['its own curve', { sheet: { ...record, calibration: { on: '2026-11-20', measured: 'wall', curve } } }],
  ['a machine of the same kind', { sheet: hardware({ cpu: { threads: 8, architecture: 'cascade-lake' } }) }],
  ['the processor’s counters', { node: { raplJoules: { package: 2400 } } }],
  ['the processor’s and the memory’s counters', { node: { raplJoules: { package: 2400, dram: 310 } } }],
  ['the board’s counter', { sheet: { ...record, preferPsys: true }, node: { raplJoules: { package: 2400, dram: 310, psys: 3300 } } }],
  ['counters and a plug read once', { sheet: { ...record, calibration: { on: '2026-11-20', measured: 'wall', curve, wall: { watts: 9.3, slope: 1.12 } } }, node: { raplJoules: { package: 2400, dram: 310 } } }],
  ['a bill', { sheet: hardware({ declared: { kilowattHours: 900, low: 850, high: 950, from: '2025-01-01', until: '2026-01-01' } }) }],
  ['rated power, more being reserved than there is', { containers: owners.map((one) => ({ ...one, cpuRequest: 3 })) }],
  ['rated power, less being counted of the host than of its containers', { node: { cpuSeconds: 95 } }],
];

/** A program of its own, on a machine that may be busy. */
const PATIENCE = 120_000;

describe('the power of an instance by Prometheus', () => {
  it.skipIf(!hasPromtool).each(cases)('is what attribution gives it, by %s', { timeout: PATIENCE }, (_, { sheet = record, node = {}, containers = owners }) => {
    const windows = Array.from({ length: 120 }, (__, index) => minute(node, containers, 60 * index));
    expectRules({
      rules: rulesFor(sheet, windows[0] as Recorded), series: seriesOf(windows), at: '110m',
      near: ['a.nuage', 'b.forum'].flatMap((name) => [
        { expr: labelled('service_instance:sobriety_instance_power_watts:rate5m', { service_instance: name }), amount: joulesOf(sheet, windows.slice(0, 1), name) / 60, within: 1e-9, labels: labelsOf(name) },
        { expr: labelled('service_instance:sobriety_instance_energy_joules:increase1h', { service_instance: name }), amount: joulesOf(sheet, windows.slice(0, 60), name), within: 1e-9, labels: labelsOf(name) },
      ]),
    });
  });

  it.skipIf(!hasPromtool)('of an hour that is busy by fits lies between what its minutes and what their hour are given', { timeout: PATIENCE }, () => {
    const busy = (index: number): boolean => index % 20 < 4;
    const windows = Array.from({ length: 120 }, (_, index) => minute({ cpuSeconds: busy(index) ? 400 : 20 }, owners.map((one) => ({ ...one, cpuSeconds: one.id === 'a1' ? (busy(index) ? 370 : 2) : one.cpuSeconds })), 60 * index));
    const hour = windows.slice(50, 110);
    const [byMinute, byHour] = [joulesOf(record, hour, 'a.nuage'), joulesOf(record, [merge(hour as [Recorded, ...Recorded[]])], 'a.nuage')];
    // The model's curve bends: read at a mean load, it lies above the mean of what it is at each load.
    expect(byHour / byMinute).toBeCloseTo(1.33, 2);
    expectRules({ rules: rulesFor(record, windows[0] as Recorded), series: seriesOf(windows), at: '110m', near: [{ expr: labelled('service_instance:sobriety_instance_energy_joules:increase1h', { service_instance: 'a.nuage' }), amount: 1.12 * byMinute, within: 0.005, labels: labelsOf('a.nuage') }] });
  });

  it('is nothing of a host without a record', () => {
    expect(codesOf(powerRules({ window: minute(), hardware: undefined, factors }))).toEqual(['no-hardware']);
  });
});
