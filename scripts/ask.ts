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
  readonly value: string;
  readonly words?: Text;
}

/** The library's own lines about keys are English. */
const keys = text('↑/↓ pour parcourir, Entrée pour choisir', '↑/↓ to browse, Enter to choose');
const severalKeys = text('↑/↓ pour parcourir, Espace pour cocher, Entrée pour continuer', '↑/↓ to browse, Space to tick, Enter to go on');

const optionsOf = ({ say }: Say, choices: readonly Choice[]) => choices.map(({ value, words }) => ({ value, label: words === undefined ? value : `${value} — ${say(words)}` }));

/** One of a list, by the arrow keys; undefined when the person gives up. */
export async function pick(context: Say, message: Text, choices: readonly Choice[], streams: Streams = {}): Promise<string | undefined> {
  const { isCancel, select } = await import('@clack/prompts');
  const answer = await select({ message: `${context.say(message)} (${context.say(keys)})`, options: optionsOf(context, choices), showInstructions: false, ...streams });
  return isCancel(answer) ? undefined : answer;
}

/** At least one of a list; undefined when the person gives up. */
export async function pickSeveral(context: Say, message: Text, choices: readonly Choice[], streams: Streams = {}): Promise<readonly string[] | undefined> {
  const { isCancel, multiselect } = await import('@clack/prompts');
  for (;;) {
    // The library refuses an empty choice in English: here the question comes again.
    const answer = await multiselect({ message: `${context.say(message)} (${context.say(severalKeys)})`, options: optionsOf(context, choices), required: false, showInstructions: false, ...streams });
    if (isCancel(answer)) return undefined;
    if (answer.length > 0) return answer;
  }
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
