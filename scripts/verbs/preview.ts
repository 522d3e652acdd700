import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';
import { aloneOption, parallelOption, parallelOf, printReport, stacksArgument } from './common.ts';

export const preview: Verb = {
  name: 'preview',
  summary: text('montre ce que « up » ferait, sans rien changer à ce qui tourne', 'shows what "up" would do, changing nothing of what runs'),
  details: text(
    'Les piles qui manquent sont créées vides : une fédération neuve se relit avant que rien n’existe.',
    'Missing stacks are created empty: a new federation can be reviewed before anything exists.',
  ),
  examples: ['chatiere preview', 'chatiere preview mrc-demo.miniflux'],
  arguments: [stacksArgument],
  options: [aloneOption, parallelOption],
  async run(context, values) {
    const { openSession, preview: look, withInstances } = await import('../../modules/engine/index.ts');
    const { stepTitle } = await import('../words.ts');
    const session = openSession(await context.federation());
    const named = values['stacks'] as string[];
    const stacks = values['alone'] === true ? named : withInstances(session.plans, named);
    const steps: { stack: string; line: string }[] = [];
    const report = await context.work(({ listen, signal }) => look(session, stacks, {
      signal,
      parallel: parallelOf(values),
      listen(progress) {
        if (progress.kind === 'step-started') steps.push({ stack: progress.stack, line: stepTitle(progress.step, context.language) });
        listen(progress);
      },
    }));
    for (const { stack } of report.stacks) {
      const own = steps.filter((step) => step.stack === stack);
      if (own.length > 0) context.print([stack, ...own.map(({ line }) => `  ${line}`)].join('\n'));
    }
    await printReport(context, report, 'preview');
    return undefined;
  },
};
