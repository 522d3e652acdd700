import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';

export const wake: Verb = {
  name: 'wake',
  summary: text('éveille des instances et attend leur bonne santé', 'wakes instances and waits for their health'),
  details: text(
    'Chaque service démarre quand ce dont il a besoin est en bonne santé. Ce que « up » a laissé pendant le sommeil se fait ensuite. Une instance arrêtée à la main démarre aussi.',
    'Each service starts once what it needs is healthy. What "up" left during sleep is done then. An instance that was stopped by hand is started too.',
  ),
  examples: ['chatiere wake mrc-demo.miniflux'],
  arguments: [{ name: '[instances...]', help: text('<organisation>.<nom>', '<organization>.<name>'), of: 'instance' }],
  async run(context, values) {
    const { openSession, wake: rouse } = await import('../../modules/engine/index.ts');
    const session = openSession(await context.federation());
    const rested = await context.work((work) => rouse(session, values['instances'] as string[], work));
    const { printRested } = await import('./rested.ts');
    printRested(context, rested, 'wake', session.federation.sheet.timeZone);
    return undefined;
  },
};
