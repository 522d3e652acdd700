import type { HardwareSheet } from '../federation/index.ts';
import { memoryReservation, ownerKey, type PartOwner, processorReservation } from './attribution.ts';
import { ageInHours, allocateBetween, type Embodied } from './embodied.ts';
import { type Interval, sumOf, times } from './interval.ts';
import { memoryShare, threadShare } from './power-model.ts';
import type { Grams } from './units.ts';
import type { Window } from './window.ts';

/** What a window takes of a machine's making, by owner; `sum of parts + unallocated = total`, within rounding. */
export interface EmbodiedShares {
  readonly total: Interval<Grams>;
  /** By `ownerKey`. */
  readonly parts: ReadonlyMap<string, { readonly owner: PartOwner; readonly grams: Interval<Grams> }>;
  /** Of what nobody reserved or stored: the operator's. */
  readonly unallocated: Interval<Grams>;
  /** The machine outlived its expected life: nothing is left to count. */
  readonly amortised: boolean;
}

/**
 * Memory by bytes reserved or used, disks by bytes stored (owner's key -> share of the machine's disks; of who is not there, none),
 * all the rest by cores reserved or used. Where more is reserved than there is, shares shrink alike. Of a virtual machine, its own part
 * of the machine below it is what is shared.
 */
export function shareEmbodied(window: Window, embodied: Embodied, hardware: HardwareSheet, stored: ReadonlyMap<string, number> = new Map()): EmbodiedShares {
  const [age, hours] = [ageInHours(hardware.year, window.from), window.seconds / 3600];
  const now = (made: Interval<Grams>, seen: number): Interval<Grams> => times(allocateBetween(made, age, hours, embodied.lifeHours), seen);
  const machine = threadShare(window.node, hardware);
  const [memory, storage, rest] = [now(embodied.memory, memoryShare(window.node, hardware)), now(embodied.storage, machine), now(embodied.rest, machine)];
  const uses = usesOf(window, stored);
  const over = (pick: (use: Use) => number): number => Math.max(1, [...uses.values()].reduce((sum, use) => sum + pick(use), 0));
  const most = { memory: over((use) => use.memory), storage: over((use) => use.storage), cpu: over((use) => use.cpu) };
  const parts = new Map([...uses].map(([key, use]) => [key, {
    owner: use.owner,
    grams: sumOf([times(memory, use.memory / most.memory), times(storage, use.storage / most.storage), times(rest, use.cpu / most.cpu)]),
  }]));
  const left = (pick: (use: Use) => number, most_: number): number => Math.max(0, 1 - [...uses.values()].reduce((sum, use) => sum + pick(use), 0) / most_);
  const unallocated = sumOf([times(memory, left((use) => use.memory, most.memory)), times(storage, left((use) => use.storage, most.storage)), times(rest, left((use) => use.cpu, most.cpu))]);
  return { total: sumOf([memory, storage, rest]), parts, unallocated, amortised: age + hours > embodied.lifeHours };
}

interface Use {
  readonly owner: PartOwner;
  readonly cpu: number;
  readonly memory: number;
  readonly storage: number;
}

function usesOf(window: Window, stored: ReadonlyMap<string, number>): Map<string, Use> {
  const uses = new Map<string, Use>();
  for (const container of window.containers.toSorted((a, b) => (a.id < b.id ? -1 : 1))) {
    const key = ownerKey(container.owner);
    const before = uses.get(key) ?? { cpu: 0, memory: 0 };
    uses.set(key, {
      owner: container.owner,
      cpu: before.cpu + processorReservation(container, window.node.cores, window.seconds),
      memory: before.memory + memoryReservation(container, window.node.memoryBytes),
      storage: stored.get(key) ?? 0,
    });
  }
  return uses;
}
