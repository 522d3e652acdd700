import type { InstanceStatus } from '../../modules/engine/index.ts';
import { text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Verb } from '../verb.ts';
import { clockTime, table } from './common.ts';

const phases = {
  absent: text('absente', 'absent'),
  starting: text('démarre', 'starting'),
  running: text('en marche', 'running'),
  degraded: text('dégradée', 'degraded'),
  stopped: text('arrêtée', 'stopped'),
  asleep: text('endormie', 'asleep'),
} as const;

export const status: Verb = {
  name: 'status',
  summary: text('dit ce que les moteurs font vraiment tourner', 'says what the engines really run'),
  details: text('Demandé à chaque moteur par étiquette, jamais lu dans l’état : un conteneur disparu se voit.', 'Asked of each engine by label, never read from the state: a container that is gone shows.'),
  examples: ['chatiere status', 'chatiere status mrc-demo.miniflux', 'chatiere status --json'],
  arguments: [{ name: '[instances...]', help: text('<organisation>.<nom> ; toutes par défaut', '<organization>.<name>; all by default'), of: 'instance' }],
  async run(context, values) {
    const { openSession, instanceStatus } = await import('../../modules/engine/index.ts');
    const session = openSession(await context.federation());
    const found: InstanceStatus[] = await instanceStatus(session, values['instances'] as string[]);
    context.print(found.length === 0
      ? context.say(text('Aucune instance dans cette fédération.', 'No instance in this federation.'))
      : table(found.map((one) => [one.instance, one.release, phaseOf(context, one, session.federation.sheet.timeZone), one.host, one.url])));
    context.data({ instances: found });
    return undefined;
  },
};

/** `endormie jusqu’à jeu. 26 nov., 06:00` */
function phaseOf(context: Context, { phase, sleep }: InstanceStatus, timeZone: string): string {
  const word = context.say(phases[phase]);
  return sleep?.wakesAt ? `${word} ${context.say(text('jusqu’à', 'until'))} ${clockTime(sleep.wakesAt, timeZone, context.language)}` : word;
}
