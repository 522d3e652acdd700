import { text } from '../kernel/index.ts';
import { figure, noFigure, type Outcome } from './outcome.ts';
import type { NodeEnergy } from './power-ladder.ts';
import { type Energy, shareOf, sumEnergy } from './provenance.ts';
import type { ContainerUse, Owner, Window } from './window.ts';

/** Kernel and system services: what the machine did outside of every container. */
export type PartOwner = Owner | { readonly kind: 'system' };

/** Energy of one owner on one host over one window. */
export interface Part {
  readonly owner: PartOwner;
  /** Follows processor time. */
  readonly cpu: Energy;
  /** Follows memory, where the memory has a counter of its own. */
  readonly memory: Energy;
  /** Of what the machine takes at rest, the share that is reserved or used. */
  readonly idle: Energy;
}

/** `sum of parts + unallocated = node`, within rounding. */
export interface Attribution {
  readonly host: string;
  readonly from: number;
  readonly seconds: number;
  readonly node: Energy;
  /** Each owner once, in the order of their keys. */
  readonly parts: readonly Part[];
  /** What the machine takes at rest that nobody reserved: the operator's, and shown. */
  readonly unallocated: Energy;
}

/** `instance:<organization>.<name>`, `shared:<part>`, `meter`, `foreign`, `system`. */
export function ownerKey(owner: PartOwner): string {
  if (owner.kind === 'instance') return `instance:${owner.instance}`;
  return owner.kind === 'shared' ? `shared:${owner.part}` : owner.kind;
}

export const energyOf = ({ cpu, memory, idle }: Part): Energy => sumEnergy([cpu, memory, idle]);

/**
 * Shares the energy of a machine out among those for whom it worked.
 *
 * - Dynamic energy by processor time, over all of the machine's: what no container used is the system's. The part that the memory's own
 *   counter saw goes by working set.
 * - Idle energy by what is reserved or used, whichever is more: `½ · cores / all cores + ½ · bytes / all bytes`. Where more is reserved than
 *   there is, all shares shrink alike; where less, the rest stays unallocated.
 *
 * How the energy divides into idle and dynamic is taken as known: each part has the interval of the whole, in proportion.
 */
export function attribute(window: Window, { energy, idle, memoryShare }: NodeEnergy): Outcome<Attribution> {
  const wrong = wrongFieldOf(window);
  if (wrong !== undefined) return noFigure({ code: 'bad-window', what: text('relevé impossible : une grandeur y est négative ou n’est pas un nombre', 'impossible reading: an amount in it is negative or not a number'), where: { field: wrong }, given: window.host, next: text('relever de nouveau ; rien n’en est retenu', 'read again; nothing of it is kept') });
  const idleShare = energy.joules.value === 0 ? 1 : idle / energy.joules.value;
  const [cpu, memory] = [(1 - idleShare) * (1 - memoryShare), (1 - idleShare) * memoryShare];
  const uses = usesOf(window);
  const total = sharesTotal(uses);
  const reserved = Math.max(1, total.idle);
  const parts = uses.map(({ owner, ...use }): Part => ({
    owner,
    cpu: shareOf(energy, cpu * part(use.cpu, total.cpu, owner)),
    memory: shareOf(energy, memory * part(use.memory, total.memory, owner)),
    idle: shareOf(energy, idleShare * (use.idle / reserved)),
  }));
  const unallocated = shareOf(energy, idleShare * Math.max(0, 1 - total.idle / reserved));
  return figure({ host: window.host, from: window.from, seconds: window.seconds, node: energy, parts, unallocated });
}

/** What an owner used and reserved: seconds of processor, bytes, and its share of the machine at rest. */
interface Use {
  readonly owner: PartOwner;
  readonly cpu: number;
  readonly memory: number;
  readonly idle: number;
}

const SYSTEM = { kind: 'system' } as const;

/** Of nothing used, the system has it all: somebody must, and no container did it. */
const part = (used: number, total: number, owner: PartOwner): number => (total === 0 ? (owner.kind === 'system' ? 1 : 0) : used / total);

/** One for each owner, the system among them, in the order of their keys: sums do not depend on the order of the containers. */
function usesOf(window: Window): Use[] {
  const { node, seconds } = window;
  const containers = window.containers.toSorted((a, b) => (a.id < b.id ? -1 : a.id > b.id ? 1 : 0));
  const system = Math.max(0, node.cpuSeconds - containers.reduce((sum, { cpuSeconds }) => sum + cpuSeconds, 0));
  const uses = new Map<string, Use>([['system', { owner: SYSTEM, cpu: system, memory: 0, idle: system / seconds / node.cores / 2 }]]);
  for (const container of containers) {
    const key = ownerKey(container.owner);
    const before = uses.get(key) ?? { cpu: 0, memory: 0, idle: 0 };
    uses.set(key, { owner: container.owner, cpu: before.cpu + container.cpuSeconds, memory: before.memory + container.memoryBytes, idle: before.idle + reservationOf(container, window) });
  }
  return [...uses].toSorted(([a], [b]) => (a < b ? -1 : 1)).map(([, use]) => use);
}

/** Share of the machine that a container reserves or uses, whichever is more: half by cores, half by bytes. */
export function reservationOf(container: ContainerUse, { node, seconds }: Window): number {
  return processorReservation(container, node.cores, seconds) / 2 + memoryReservation(container, node.memoryBytes) / 2;
}

/** Of all cores. */
export const processorReservation = ({ cpuRequest, cpuSeconds }: ContainerUse, cores: number, seconds: number): number => Math.max(cpuRequest, cpuSeconds / seconds) / cores;

/** Of all bytes. */
export const memoryReservation = ({ memoryRequest, memoryBytes }: ContainerUse, capacity: number): number => Math.max(memoryRequest, memoryBytes) / capacity;

function sharesTotal(uses: readonly Use[]): { readonly cpu: number; readonly memory: number; readonly idle: number } {
  const add = (pick: (use: Use) => number): number => uses.reduce((sum, use) => sum + pick(use), 0);
  return { cpu: add(({ cpu }) => cpu), memory: add(({ memory }) => memory), idle: add(({ idle }) => idle) };
}

/** The first amount that cannot be; the machine's own sizes are above 0. */
function wrongFieldOf({ seconds, node, containers }: Window): string | undefined {
  const amounts: [string, number][] = [
    ['node.cpuSeconds', node.cpuSeconds],
    ...containers.flatMap(({ id, cpuSeconds, cpuRequest, memoryBytes, memoryRequest }): [string, number][] => Object.entries({ cpuSeconds, cpuRequest, memoryBytes, memoryRequest }).map(([key, value]) => [`containers.${id}.${key}`, value])),
  ];
  const sizes: [string, number][] = [['seconds', seconds], ['node.cores', node.cores], ['node.memoryBytes', node.memoryBytes]];
  return (sizes.find(([, value]) => !(value > 0 && Number.isFinite(value))) ?? amounts.find(([, value]) => !(value >= 0 && Number.isFinite(value))))?.[0];
}
