import type { Values } from './value.ts';

/** What the program asks for, after defaults. */
export type Inputs = Values;

/** What the engine keeps: inputs and outputs as last seen. Names starting with `__` pass through unseen. */
export type State = Values;

export interface Failure {
  /** Top-level name of the input. */
  property: string;
  reason: string;
}

/** The form of a value as the facts files write it: a type's name, a list, a map of anything, an object. */
export type Shape = string | readonly [Shape] | { readonly [name: string]: Shape };

export interface Property {
  /** A change replaces the resource; otherwise it updates it in place. */
  replaces?: boolean;
  /** Always returned as a secret, whatever the input was. */
  secret?: boolean;
  /** Put into the inputs when the program gives none. */
  default?: unknown;
  /** Absent is refused; unknown is not. */
  required?: boolean;
  /** Filled by the service: absent from the inputs is no difference, whatever the state holds. */
  computed?: boolean;
  /** Never an input. */
  output?: boolean;
  /** Absent: the resource's name and seven hexadecimal digits. Given: replacement deletes first, as the bridge does. */
  autoname?: boolean;
  /** An input of the real plugin that is refused here by name. */
  unserved?: boolean;
  /** The order of the list, and of lists within it, means nothing. */
  set?: boolean;
  /** Absent, false, 0, "", [] and {} are all different, where the bridge takes them for the same. */
  exact?: boolean;
  /** Checked, with names within objects, when given. */
  type?: Shape;
  /** Whether the value in the state (first) and the one asked for mean the same; either may be undefined. */
  suppress?(old: unknown, news: unknown): boolean;
}

export type Severity = 'debug' | 'info' | 'warning' | 'error';
/** Shown by the engine beside the resource. */
export type Log = (severity: Severity, message: string) => Promise<void>;

/**
 * One resource type. Functions get plain values: secrets unwrapped, `UNKNOWN` in `check` and `previewState` only.
 * The signal fires when the engine cancels, goes away, or the resource's custom timeout is over.
 */
export interface ResourceType<Client> {
  properties: Record<string, Property>;
  /** What is no input depends on every input: secret when any is, unknown in the preview of an update. */
  outputsFollowInputs?: boolean;
  /** Added to what `autoname` decides. */
  deleteBeforeReplace?: boolean;
  check?(inputs: Inputs): Failure[];
  /** Names of properties to blame for replacing a resource whose creation was cut short. */
  replaceAnyway?(state: State): string[];
  /** @throws PartialResource when something exists that the engine must keep */
  create(client: Client, inputs: Inputs, signal: AbortSignal, log: Log, name: string): Promise<{ id: string; state: State }>;
  /** `state` is empty on import. Undefined: gone. */
  read(client: Client, id: string, state: State): Promise<State | undefined>;
  /** Absent: every change replaces. */
  update?(client: Client, id: string, olds: State, news: Inputs, signal: AbortSignal, log: Log): Promise<State>;
  delete(client: Client, id: string, state: State, signal: AbortSignal, log: Log): Promise<void>;
  /** Outputs foreseen for a preview; by default outputs and computed inputs that are not given are unknown. */
  previewState?(inputs: Inputs): State;
}

/** A data source of the plugin: token `package:module/name:name`. */
export type PluginFunction<Client> = (client: Client, args: Values) => Promise<Values>;

/** Thrown when something was made, or changed half-way: the engine keeps it, with the message as its ailment. */
export class PartialResource extends Error {
  readonly id: string;
  readonly state: State;

  constructor(id: string, state: State, message: string) {
    super(message);
    this.name = 'PartialResource';
    this.id = id;
    this.state = state;
  }
}

export { PartialResource as PartialCreate };
