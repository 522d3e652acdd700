import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';
import type { Context } from '../context.ts';
import type { Verb } from '../verb.ts';

export const sleep: Verb = {
  name: 'sleep',
  summary: text('endort des instances : leurs conteneurs s’arrêtent, et rien ne se perd', 'puts instances to sleep: their containers stop, and nothing is lost'),
  details: text(
    'Attend les tâches en cours. « up » laisse une instance endormie ; wake l’éveille. --due fait ce que demandent les horaires (« sleep » dans le fichier de l’instance), endormir comme éveiller, et respecte jusqu’à la prochaine plage qui a agi à la main.',
    'Waits for jobs at work. "up" leaves a sleeping instance asleep; wake wakes it. --due does what the schedules ask ("sleep" in the instance’s file), putting to sleep as well as waking, and respects whoever acted by hand until the next window.',
  ),
  examples: ['chatiere sleep mrc-demo.miniflux', 'chatiere sleep --due', 'chatiere sleep --timer'],
  arguments: [{ name: '[instances...]', help: text('<organisation>.<nom>', '<organization>.<name>'), of: 'instance' }],
  options: [
    { flags: '--due', help: text('ce que les horaires demandent maintenant, et rien d’autre', 'what the schedules ask now, and nothing else') },
    { flags: '--timer', help: text('écrit les unités systemd, et la ligne de cron, qui suivent les horaires', 'prints the systemd units, and the line of cron, that follow the schedules') },
  ],
  async run(context, values) {
    const { due, openSession, sleep: putToSleep } = await import('../../modules/engine/index.ts');
    const [named, asked, timer] = [values['instances'] as string[], values['due'] === true, values['timer'] === true];
    if (named.length > 0 && (asked || timer) || asked && timer) throw oneOfThem();
    const session = openSession(await context.federation());
    const { id, timeZone } = session.federation.sheet;
    if (timer) return printTimer(context, session.federation.directory, id);
    const rested = await context.work((work) => (asked ? due(session, work) : putToSleep(session, named, work)));
    const { printRested } = await import('./rested.ts');
    printRested(context, rested, 'sleep', timeZone);
    return undefined;
  },
};

async function printTimer(context: Context, federation: string, id: string): Promise<undefined> {
  const { CHECKOUT, timerUnits } = await import('../../modules/engine/index.ts');
  const { units, cron } = timerUnits({ command: `${CHECKOUT}/scripts/chatiere`, federation, id });
  const names = Object.keys(units);
  for (const [name, content] of Object.entries(units)) context.print(`# /etc/systemd/system/${name}\n${content}`);
  context.print(text(`# Puis : systemctl daemon-reload && systemctl enable --now ${names.at(-1)}\n# Ou, sans systemd, dans crontab -e :\n# ${cron}`, `# Then: systemctl daemon-reload && systemctl enable --now ${names.at(-1)}\n# Or, without systemd, in crontab -e:\n# ${cron}`));
  context.data({ units, cron });
  return undefined;
}

const oneOfThem = (): ChatiereError =>
  new ChatiereError({
    code: 'one-of-them',
    what: text('des noms d’instances, --due ou --timer : l’un ou l’autre', 'names of instances, --due or --timer: one of them'),
    next: text('garder l’un des trois', 'keep one of the three'),
  }, ExitCode.usage);
