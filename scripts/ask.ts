import type { Readable, Writable } from 'node:stream';
import { type Text, text } from '../modules/kernel/index.ts';
import type { Context } from './context.ts';

/** Other streams than the terminal's, for tests. */
interface Streams {
  readonly input?: Readable;
  readonly output?: Writable;
}

type Say = Pick<Context, 'say'>;

/** What may be chosen, and what is said of it. */
export interface Choice {
  /** Shown before the words, unless empty. */
  readonly value: string;
  readonly words?: Text;
}

/** The library's own line about keys is English. */
const keys = text('↑/↓ pour parcourir, Entrée pour choisir', '↑/↓ to browse, Enter to choose');

/** One of a list, by the arrow keys; undefined when the person gives up. */
export async function pick(context: Say, message: Text, choices: readonly Choice[], streams: Streams = {}): Promise<string | undefined> {
  const { isCancel, select } = await import('@clack/prompts');
  const answer = await select({ message: `${context.say(message)} (${context.say(keys)})`, options: choices.map(({ value, words }) => ({ value, label: [value, words === undefined ? '' : context.say(words)].filter(Boolean).join(' — ') })), showInstructions: false, ...streams });
  return isCancel(answer) ? undefined : answer;
}

/** Yes or no; giving up is no. */
export async function agree(context: Say, message: Text, streams: Streams = {}): Promise<boolean> {
  const { confirm, isCancel } = await import('@clack/prompts');
  const answer = await confirm({ message: context.say(message), active: context.say(text('Oui', 'Yes')), inactive: context.say(text('Non', 'No')), ...streams });
  return !isCancel(answer) && answer;
}

/** A line typed; undefined when the person gives up. */
export async function type(context: Say, message: Text, initialValue?: string, streams: Streams = {}): Promise<string | undefined> {
  const { isCancel, text: prompt } = await import('@clack/prompts');
  const answer = await prompt({ message: context.say(message), ...(initialValue === undefined ? {} : { initialValue }), ...streams });
  return isCancel(answer) ? undefined : answer;
}
