import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';
import { parallelOption, parallelOf, printReport, stacksArgument } from './common.ts';

export const up: Verb = {
  name: 'up',
  summary: text('met en place les piles nommées et celles dont elles ont besoin', 'brings up the named stacks and those that they need'),
  details: text(
    'Sans nom : tout. Relancer ne change rien si rien n’a changé ; --refresh regarde d’abord ce qui tourne vraiment.',
    'Without a name: everything. Running it again changes nothing if nothing changed; --refresh looks first at what really runs.',
  ),
  examples: ['chatiere up', 'chatiere up mrc-demo.miniflux', 'chatiere up --refresh'],
  arguments: [stacksArgument],
  options: [{ flags: '--refresh', help: text('compare d’abord avec la réalité', 'compare with reality first') }, parallelOption],
  async run(context, values) {
    const { openSession, up: bringUp } = await import('../../modules/engine/index.ts');
    const session = openSession(await context.federation());
    const report = await context.work((work) => bringUp(session, values['stacks'] as string[], { ...work, refresh: values['refresh'] === true, parallel: parallelOf(values) }));
    await printReport(context, report);
    return undefined;
  },
};
