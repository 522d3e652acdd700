/** The counters of a host at one moment, as its kernel gives them: raw, growing since something began. Nothing in them names a person. */
export interface Sample {
  /** Wall clock, epoch seconds: only dates a window. */
  readonly wall: number;
  /** Seconds since the kernel started: steps of the wall clock do not touch it. Lengths of time come from here. */
  readonly uptime: number;
  /** Identifier of this start of the kernel. */
  readonly boot: string;
  readonly node: NodeCounters;
  /** By `keyOf`. */
  readonly containers: ReadonlyMap<string, ContainerCounters>;
}

export interface NodeCounters {
  /** Busy, all cores, since the kernel started. */
  readonly cpuSeconds: number;
  readonly cores: number;
  /** Capacity. */
  readonly memoryBytes: number;
  readonly zones: readonly EnergyZone[];
  readonly receivedBytes: number;
  readonly sentBytes: number;
}

/** An energy counter of the processor. Parts of a package (`core`, `uncore`) and twins of it are no zones: they would be counted twice. */
export interface EnergyZone {
  /** Name of its folder, `intel-rapl:0`. */
  readonly name: string;
  readonly kind: 'package' | 'dram' | 'psys';
  readonly microjoules: number;
  /** Where it starts over, in microjoules. */
  readonly range: number | undefined;
}

/** `undefined`: could not be read. In the host's network, a container has no network counters of its own: they stay 0. */
export interface ContainerCounters {
  readonly id: string;
  /** Tells apart two lives of one id: the inode of its control group, which a restart makes anew. */
  readonly incarnation: string;
  readonly cpuSeconds: number;
  /** Cores it may use at most, which is what its plan reserves; 0 where nothing is said. */
  readonly cpuRequest: number;
  /** Working set: memory in use without the file cache that the kernel would give up first. */
  readonly memoryBytes: number;
  /** Its limit, which is what its plan reserves; 0 where nothing is said. */
  readonly memoryRequest: number;
  readonly readBytes: number | undefined;
  readonly writtenBytes: number | undefined;
  readonly receivedBytes: number | undefined;
  readonly sentBytes: number | undefined;
}

export const keyOf = ({ id, incarnation }: Pick<ContainerCounters, 'id' | 'incarnation'>): string => `${id}/${incarnation}`;
