import type { InstanceStatus } from '../../modules/engine/index.ts';
import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';
import { table } from './common.ts';

const phases = {
  absent: text('absente', 'absent'),
  starting: text('démarre', 'starting'),
  running: text('en marche', 'running'),
  degraded: text('dégradée', 'degraded'),
  stopped: text('arrêtée', 'stopped'),
} as const;

export const status: Verb = {
  name: 'status',
  summary: text('dit ce que les moteurs font vraiment tourner', 'says what the engines really run'),
  details: text('Demandé à chaque moteur par étiquette, jamais lu dans l’état : un conteneur disparu se voit.', 'Asked of each engine by label, never read from the state: a container that is gone shows.'),
  examples: ['chatiere status', 'chatiere status mrc-demo.miniflux', 'chatiere status --json'],
  arguments: [{ name: '[instances...]', help: text('<organisation>.<nom> ; toutes par défaut', '<organization>.<name>; all by default'), of: 'instance' }],
  async run(context, values) {
    const { openSession, instanceStatus } = await import('../../modules/engine/index.ts');
    const found: InstanceStatus[] = await instanceStatus(openSession(await context.federation()), values['instances'] as string[]);
    context.print(found.length === 0
      ? context.say(text('Aucune instance dans cette fédération.', 'No instance in this federation.'))
      : table(found.map(({ instance, release, phase, host, url }) => [instance, release, context.say(phases[phase]), host, url])));
    context.data({ instances: found });
    return undefined;
  },
};
