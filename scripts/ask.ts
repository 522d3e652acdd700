import type { Readable, Writable } from 'node:stream';
import { type Text, text } from '../modules/kernel/index.ts';
import type { Context } from './context.ts';

/** Other streams than the terminal's, for tests. */
interface Streams {
  readonly input?: Readable;
  readonly output?: Writable;
}

/** The library's own line about keys is English. */
const keys = text('↑/↓ pour parcourir, Entrée pour choisir', '↑/↓ to browse, Enter to choose');

/** One of a list, by the arrow keys; undefined when the person gives up. */
export async function pick(context: Pick<Context, 'say'>, message: Text, choices: readonly string[], streams: Streams = {}): Promise<string | undefined> {
  const { isCancel, select } = await import('@clack/prompts');
  const answer = await select({ message: `${context.say(message)} (${context.say(keys)})`, options: choices.map((value) => ({ value, label: value })), showInstructions: false, ...streams });
  return isCancel(answer) ? undefined : answer;
}

/** A line typed; undefined when the person gives up. */
export async function type(context: Pick<Context, 'say'>, message: Text, initialValue?: string, streams: Streams = {}): Promise<string | undefined> {
  const { isCancel, text: prompt } = await import('@clack/prompts');
  const answer = await prompt({ message: context.say(message), ...(initialValue === undefined ? {} : { initialValue }), ...streams });
  return isCancel(answer) ? undefined : answer;
}
