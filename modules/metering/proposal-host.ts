import { text } from '../kernel/index.ts';
import { maximum, perMonth, useOf } from './proposal-use.ts';
import type { Hour, HostCandidate, Observations, Proposal } from './proposals.ts';
import { type Energy, NO_ENERGY, sumEnergy } from './provenance.ts';

/** A host is judged by a week at least. */
const HOURS = 7 * 24;
/** Share of another host's memory and cores that may be reserved once all have moved there. */
const FULL = 0.8;

interface Load {
  readonly memoryBytes: number;
  readonly cpus: number;
}

/**
 * Hosts whose instances all fit on another host of the same operator. What they do they would do there; what the machine takes at rest is
 * spared, once it is switched off. One proposal a host: they are not to be added up, since two hosts may count on the same room.
 */
export function hostsToEmpty({ hours, hosts, instances }: Observations): Proposal[] {
  const byHost = new Map(hosts.map(({ host }) => [host, hours.filter(({ window }) => window.host === host)]));
  return hosts.flatMap((host): Proposal[] => {
    const own = byHost.get(host.host) ?? [];
    const moving = instances.filter((candidate) => candidate.host === host.host).map(({ instance }) => instance);
    if (host.bound || own.length < HOURS || moving.length === 0) return [];
    const load = moving.map((instance) => loadOf(own, instance)).reduce((a, b) => ({ memoryBytes: a.memoryBytes + b.memoryBytes, cpus: a.cpus + b.cpus }));
    const target = hosts.find((other) => other.host !== host.host && other.operator === host.operator && hasRoom(byHost.get(other.host) ?? [], load));
    return target ? [proposalOf(host, target, moving, own)] : [];
  });
}

/** What an instance reserves, or takes at its busiest hour, whichever is more. */
function loadOf(hours: readonly Hour[], instance: string): Load {
  const use = useOf(hours, instance);
  return {
    memoryBytes: maximum(use.map(({ memoryBytes, memoryRequest }) => Math.max(memoryBytes, memoryRequest))),
    cpus: maximum(use.map(({ cpuSeconds, cpuRequest }) => Math.max(cpuSeconds / 3600, cpuRequest))),
  };
}

function hasRoom(hours: readonly Hour[], { memoryBytes, cpus }: Load): boolean {
  if (hours.length < HOURS) return false;
  return hours.every(({ window: { node, containers, seconds } }) => {
    const held = containers.reduce((sum, use) => sum + Math.max(use.memoryBytes, use.memoryRequest), 0);
    const busy = containers.reduce((sum, use) => sum + Math.max(use.cpuSeconds / seconds, use.cpuRequest), 0);
    return held + memoryBytes <= FULL * node.memoryBytes && busy + cpus <= FULL * node.cores;
  });
}

function proposalOf({ host }: HostCandidate, target: HostCandidate, moving: readonly string[], hours: readonly Hour[]): Proposal {
  const seconds = hours.reduce((sum, { window }) => sum + window.seconds, 0);
  return {
    kind: 'empty-host',
    subject: host,
    why: text(`ses ${moving.length} instances tiennent sur ${target.host} ; vide, il peut être éteint`, `its ${moving.length} instances fit on ${target.host}; empty, it can be switched off`),
    saving: { dynamic: NO_ENERGY, idle: perMonth(sumEnergy(hours.map(idleOf)), seconds), memoryBytes: 0 },
    diff: moving.map((instance) => ({ file: `instances/${instance}.yaml`, remove: [`host: ${host}`], add: [`host: ${target.host}`] })),
  };
}

/** Of the whole machine at rest: shared out and unallocated. */
const idleOf = ({ shares }: Hour): Energy => sumEnergy([...shares.parts.map(({ idle }) => idle), shares.unallocated]);
