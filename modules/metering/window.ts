/**
 * What one host did between two samples: the only thing that attribution knows of a machine. Whoever reads machines makes it,
 * from differences of counters; nothing in it is a rate or a running total, and all of it is at least 0.
 */
export interface Window {
  /** Id of the host, as its file names it. */
  readonly host: string;
  /** Begin, epoch seconds. */
  readonly from: number;
  /** Length by a clock that never steps back; above 0. */
  readonly seconds: number;
  readonly node: NodeUse;
  /** Each container once, by id; in any order. */
  readonly containers: readonly ContainerUse[];
}

/** The whole machine (of a virtual machine: what it sees of itself). */
export interface NodeUse {
  /** Processor time that was busy, all cores together: of the root cgroup, so kernel and system included. */
  readonly cpuSeconds: number;
  /** Hardware threads that the system sees. */
  readonly cores: number;
  /** Capacity. */
  readonly memoryBytes: number;
  /** Differences of the processor's own energy counters, each zone corrected for its wrap, sockets summed. Absent where there are none. */
  readonly raplJoules?: { readonly package: number; readonly dram?: number; readonly psys?: number };
  /** What a plug, a power distribution unit or the machine's management controller counted. */
  readonly wallJoules?: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

export interface ContainerUse {
  readonly id: string;
  readonly owner: Owner;
  readonly cpuSeconds: number;
  /** Cores reserved; 0 where nothing is. */
  readonly cpuRequest: number;
  /** Mean working set. */
  readonly memoryBytes: number;
  /** Bytes reserved; 0 where nothing is. */
  readonly memoryRequest: number;
  readonly readBytes: number;
  readonly writtenBytes: number;
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** On whose behalf a container runs. */
export type Owner =
  | { readonly kind: 'instance'; /** `<organization>.<name>` */ readonly instance: string; readonly organization: string; readonly app: string }
  /** A platform entry that serves all: `identity`, `edge`, … */
  | { readonly kind: 'shared'; readonly part: string }
  | { readonly kind: 'meter' }
  /** Not of this federation. */
  | { readonly kind: 'foreign' };

/** Share of its processor time that the machine was busy, 0 to 1. */
export const loadOf = ({ seconds, node }: Window): number => Math.min(1, node.cpuSeconds / (seconds * node.cores));

/** The day on which a window begins, in UTC: `2026-11-25`. Factors are chosen by it. */
export const dayOf = ({ from }: Window): string => new Date(from * 1000).toISOString().slice(0, 10);
