import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';
import { aloneOption, parallelOption, parallelOf, printReport, stacksArgument } from './common.ts';

export const up: Verb = {
  name: 'up',
  summary: text('met en place les piles nommées et celles dont elles ont besoin', 'brings up the named stacks and those that they need'),
  details: text(
    'Sans nom : tout. Une pile dont rien n’a changé n’est pas lancée ; --refresh regarde d’abord ce qui tourne vraiment. Reprend après une interruption.',
    'Without a name: everything. A stack of which nothing changed is not run; --refresh looks first at what really runs. Goes on after an interruption.',
  ),
  examples: ['chatiere up', 'chatiere up mrc-demo', 'chatiere up mrc-demo.miniflux', 'chatiere up --all --refresh'],
  arguments: [stacksArgument],
  options: [
    { flags: '--all', help: text('toutes les piles, comme sans nom', 'all stacks, as without a name') },
    { flags: '--refresh', help: text('compare d’abord avec la réalité', 'compare with reality first') },
    { flags: '--accept-engine <host...>', help: text('serveurs dont le moteur Docker a été réinstallé', 'hosts whose Docker engine was installed anew'), of: 'host' },
    aloneOption,
    parallelOption,
  ],
  async run(context, values) {
    const { openSession, up: bringUp, withInstances } = await import('../../modules/engine/index.ts');
    const named = values['stacks'] as string[];
    if (values['all'] === true && named.length > 0) throw allAndSome(named);
    const session = openSession(await context.federation());
    const stacks = values['alone'] === true ? named : withInstances(session.plans, named);
    const options = { refresh: values['refresh'] === true, parallel: parallelOf(values), acceptEngines: (values['acceptEngine'] ?? []) as string[] };
    const report = await context.work((work) => bringUp(session, stacks, { ...work, ...options }));
    await printReport(context, report);
    return undefined;
  },
};

const allAndSome = (stacks: readonly string[]): ChatiereError =>
  new ChatiereError({
    code: 'all-and-some',
    what: text('--all ne va pas avec des noms de piles', '--all does not go with names of stacks'),
    given: stacks.join(', '),
    next: text('garder l’un ou les autres', 'keep the one or the others'),
  }, ExitCode.usage);
