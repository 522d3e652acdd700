import type { Rested } from '../../modules/engine/index.ts';
import { text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import { formatSeconds } from '../words.ts';
import { clockTime } from './common.ts';

/** One line for each instance, and the result for programs. */
export function printRested(context: Context, rested: readonly Rested[], verb: 'sleep' | 'wake', timeZone: string): void {
  for (const one of rested) context.print(`${one.instance}${context.say(text(' :', ':'))} ${wordsOf(context, one, verb, timeZone)}.`);
  context.data({ instances: rested });
}

function wordsOf(context: Context, { deed, seconds, wakesAt }: Rested, verb: 'sleep' | 'wake', timeZone: string): string {
  const time = formatSeconds(seconds, context.language);
  const until = wakesAt === null ? '' : context.say(text(` ; réveil ${clockTime(wakesAt, timeZone, 'fr')}`, `; wakes ${clockTime(wakesAt, timeZone, 'en')}`));
  switch (deed) {
    case 'slept':
      return context.say(text(`endormie en ${time}${until}`, `asleep in ${time}${until}`));
    case 'woken':
      return context.say(text(`éveillée et en bonne santé en ${time}`, `awake and healthy in ${time}`));
    case 'started':
      return context.say(text(`était arrêtée, pas endormie ; en marche et en bonne santé en ${time}`, `was stopped, not asleep; running and healthy in ${time}`));
    case 'busy':
      return context.say(text('occupée par une autre opération ; au prochain passage', 'in use by another operation; left to the next run'));
    case 'unchanged':
      return context.say(verb === 'sleep' ? text(`dort déjà${until}`, `already asleep${until}`) : text('ne dort pas', 'is not asleep'));
  }
}
