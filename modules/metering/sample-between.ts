import { growth, mostCpu, sumKnown, wrapped } from './counters.ts';
import { type ContainerCounters, type EnergyZone, keyOf, type NodeCounters, type Sample } from './sample.ts';
import type { ContainerUse, NodeUse } from './window.ts';

/**
 * Seconds between two samples that still make a window: five minutes. An energy counter of 262 kJ, the usual range, wraps twice in that
 * time only above 870 W a package; after longer, the number of wraps is not known. A restart of the meter takes seconds.
 */
export const LONGEST_WINDOW = 300;

/** Difference between wall clock and monotonic clock, in seconds, from which the wall clock is said to have been set. Slewing moves it by 0.03 s a minute. */
const STEP = 2;

/** Figures that a window lacks although the host has had them, or should: they stand as 0, and this says so. */
export type Missing = 'node-cpu' | 'energy' | 'container-cpu' | 'disk' | 'network';

/** A window as it is measured: whose a container is, is known apart and may be learned later. */
export interface Measured {
  readonly from: number;
  readonly seconds: number;
  readonly node: NodeUse;
  readonly containers: readonly MeasuredUse[];
  readonly missing: readonly Missing[];
}
export type MeasuredUse = Omit<ContainerUse, 'owner'> & { readonly key: string };

/** Time that nothing was measured in. Not filled, ever. */
export interface Gap {
  readonly from: number;
  readonly seconds: number;
  /** `late`: the last sample is older than the longest window (the meter was down, the machine was suspended); `boot`: the kernel started anew; `clock`: not even the monotonic clock can be believed. */
  readonly reason: 'late' | 'boot' | 'clock';
}

export interface Outcome {
  readonly window: Measured | undefined;
  readonly gap: Gap | undefined;
  /** Seconds by which the wall clock was set, forward or back, since the former sample. */
  readonly step: number | undefined;
}

/** What the host did between two samples. Pure. Without a former sample: nothing yet. */
export function between(previous: Sample | undefined, current: Sample): Outcome {
  if (previous === undefined) return { window: undefined, gap: undefined, step: undefined };
  const walked = current.wall - previous.wall;
  const gap = (reason: Gap['reason'], seconds: number, step?: number): Outcome => ({ window: undefined, gap: { from: previous.wall, seconds: Math.max(0, seconds), reason }, step });
  if (current.boot !== previous.boot) return gap('boot', walked, walked < 0 ? walked : undefined);
  const seconds = current.uptime - previous.uptime;
  const step = Math.abs(walked - seconds) >= STEP ? walked - seconds : undefined;
  if (!(seconds > 0)) return gap('clock', 0, step);
  if (seconds > LONGEST_WINDOW) return gap('late', seconds, step);
  return { window: measure(previous, current, seconds), gap: undefined, step };
}

function measure(previous: Sample, current: Sample, seconds: number): Measured {
  const missing = new Set<Missing>();
  const known = (value: number | undefined, what: Missing): number => {
    if (value === undefined) missing.add(what);
    return value ?? 0;
  };
  const node = nodeUse(previous.node, current.node, seconds, known);
  const containers = [...current.containers.values()].map((container) => containerUse(previous.containers.get(keyOf(container)), container, mostCpu(current.node.cores, seconds), known));
  return { from: previous.wall, seconds, node, containers, missing: [...missing].sort() };
}

type Known = (value: number | undefined, what: Missing) => number;

function nodeUse(before: NodeCounters, after: NodeCounters, seconds: number, known: Known): NodeUse {
  const joules = (kind: EnergyZone['kind']): number | undefined => energy(before.zones, after.zones, kind);
  const [inPackages, dram, psys] = [joules('package'), joules('dram'), joules('psys')];
  const expected = [...before.zones, ...after.zones].some(({ kind }) => kind === 'package');
  if (expected) known(inPackages, 'energy');
  return {
    cpuSeconds: known(growth(before.cpuSeconds, after.cpuSeconds, mostCpu(after.cores, seconds)), 'node-cpu'),
    cores: after.cores,
    memoryBytes: after.memoryBytes,
    ...(inPackages !== undefined && { raplJoules: { package: inPackages, ...(dram !== undefined && { dram }), ...(psys !== undefined && { psys }) } }),
    receivedBytes: known(growth(before.receivedBytes, after.receivedBytes), 'network'),
    sentBytes: known(growth(before.sentBytes, after.sentBytes), 'network'),
  };
}

/** Wraps are undone zone by zone, before sockets are added up. `undefined` unless every zone of the kind was read both times. */
function energy(before: readonly EnergyZone[], after: readonly EnergyZone[], kind: EnergyZone['kind']): number | undefined {
  const zones = after.filter((zone) => zone.kind === kind);
  if (zones.length === 0 || zones.length !== before.filter((zone) => zone.kind === kind).length) return undefined;
  const total = sumKnown(zones.map(({ name, microjoules, range }) => {
    const former = before.find((zone) => zone.name === name && zone.kind === kind);
    return former && wrapped(former.microjoules, microjoules, range);
  }));
  return total === undefined ? undefined : total / 1e6;
}

function containerUse(before: ContainerCounters | undefined, after: ContainerCounters, most: number, known: Known): MeasuredUse {
  const cpu = growth(before?.cpuSeconds, after.cpuSeconds, most);
  // What is new to us and has used more than it could since then was there before: its other counters tell nothing either.
  const unseen = before === undefined && cpu === undefined;
  const grown = (counter: 'readBytes' | 'writtenBytes' | 'receivedBytes' | 'sentBytes', what: Missing): number => {
    const [former, now] = [before?.[counter], after[counter]];
    const told = now !== undefined && !unseen && (before === undefined || former !== undefined);
    return known(told ? growth(former, now) : undefined, what);
  };
  return {
    key: keyOf(after),
    id: after.id,
    cpuSeconds: known(cpu, 'container-cpu'),
    cpuRequest: after.cpuRequest,
    memoryBytes: before ? (before.memoryBytes + after.memoryBytes) / 2 : after.memoryBytes,
    memoryRequest: after.memoryRequest,
    readBytes: grown('readBytes', 'disk'),
    writtenBytes: grown('writtenBytes', 'disk'),
    receivedBytes: grown('receivedBytes', 'network'),
    sentBytes: grown('sentBytes', 'network'),
  };
}
