import type { Variant } from '../conformance/variants.ts';

/** What a service may do and use, as the engine that runs it says. */
export interface Confinement {
  readonly user: string;
  readonly readOnlyRoot: boolean;
  readonly privileged: boolean;
  readonly newPrivileges: boolean;
  readonly addedCapabilities: readonly string[];
  readonly droppedCapabilities: readonly string[];
  readonly memoryBytes: number;
  /** Memory and swap together; where no container is given swap, its memory. */
  readonly swapBytes: number;
  readonly restarts: boolean;
  /** Everything that an administrator reads of it without entering: for the canary. */
  readonly description: string;
}

/** The engine seen from outside, after a deployment. Parts are services and jobs by name. */
export interface Observer {
  /** Changes when the part is replaced. */
  identity(part: string): Promise<string>;
  confinement(part: string): Promise<Confinement>;
  healthy(service: string): Promise<boolean>;
  startedAt(part: string): Promise<number>;
  /** Milliseconds since the epoch; undefined while it runs. */
  finishedAt(part: string): Promise<number | undefined>;
  /** Runs a command in a service. */
  run(service: string, ...argv: string[]): Promise<{ exitCode: number; output: string }>;
  /** SHA-256 of a file that a service is given, in hexadecimal. */
  digestOf(service: string, path: string): Promise<string>;
  /** Addresses that its neighbours reach it by. */
  addresses(service: string): Promise<string[]>;
  /** Removes a part behind the back of whatever deployed it. */
  vanish(part: string): Promise<void>;
  /** Names of the data that survive the workload. */
  data(): Promise<string[]>;
}

export interface Deployed {
  readonly observer: Observer;
  /** Deploys the variant with these changes; a failure is a non-zero exit code. */
  up(change?: Partial<Variant>, ...flags: string[]): Promise<{ exitCode: number; output: string }>;
  /** Whether a look at reality finds nothing to do. */
  steady(): Promise<{ exitCode: number; output: string }>;
  down(): Promise<{ exitCode: number; output: string }>;
  /** What is kept of the deployment on disk, in the clear or not. */
  state(): Promise<string>;
  /** The seed and what is derived from it for the store's password. */
  secrets(generation: number): string[];
  dispose(): Promise<void>;
}

/** Somewhere that belongs to no workload: an address outside the host, which answers HTTP on port 8080. */
export interface Outside {
  readonly address: string;
  dispose(): Promise<void>;
}

/** Where a target is tried. */
export interface Ground {
  /** Whether what is deployed runs: without that, no command, file or network of a container is there to be looked at. */
  readonly runs: boolean;
  /** The largest picture that it takes, and how large the stack's state may be with it; both in bytes. */
  readonly picture: { readonly bytes: number; readonly stateBytes: number };
  /** What it says of a job that ended with code 3, and of one that its limit of 2 s has ended. */
  readonly says: { readonly failed: string; readonly late: string };
  deploy(name: string): Promise<Deployed>;
  outside(): Promise<Outside>;
}
