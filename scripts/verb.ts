import type { ExitCode, Text } from '../modules/kernel/index.ts';
import type { Context } from './context.ts';

/** Values of the options and arguments of a verb, as commander names them. */
export type Values = Readonly<Record<string, unknown>>;

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
  readonly arguments?: readonly { readonly name: string; readonly help: Text; readonly choices?: readonly string[] }[];
  readonly options?: readonly { readonly flags: string; readonly help: Text; readonly choices?: readonly string[] }[];
  run(context: Context, values: Values): Promise<ExitCode | undefined>;
}
