import type { ExitCode, Text } from '../modules/kernel/index.ts';
import type { Context } from './context.ts';

/** Values of the options and arguments of a verb, as commander names them. */
export type Values = Readonly<Record<string, unknown>>;

/** What a value names, so that the shell can complete it. */
export type ValueKind = 'stack' | 'instance' | 'organization' | 'operator' | 'host' | 'metered' | 'order' | 'app' | 'entry' | 'release' | 'plan' | 'image' | 'schema' | 'file' | 'directory';

/** What is said of an argument or an option. */
export interface Parameter {
  readonly help: Text;
  readonly choices?: readonly string[];
  readonly of?: ValueKind;
}

export interface Option extends Parameter {
  /** As commander writes them: `--app <app>`. */
  readonly flags: string;
  /** May be given several times: its value is a list. */
  readonly repeated?: boolean;
}

/**
 * One verb of the `chatiere` command. Its file loads only this type and texts: what the work needs is imported in `run`,
 * so that `--help` stays quick.
 */
export interface Verb {
  /** `up`, or two words such as `order new`. */
  readonly name: string;
  readonly summary: Text;
  /** More than the summary says, for `--help`. */
  readonly details?: Text;
  /** Whole command lines. */
  readonly examples: readonly string[];
  /** As commander writes them: `<stack>`, `[stacks...]`. */
  readonly arguments?: readonly (Parameter & { readonly name: string })[];
  readonly options?: readonly Option[];
  run(context: Context, values: Values): Promise<ExitCode | undefined>;
}
