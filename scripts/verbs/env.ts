import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';

export const env: Verb = {
  name: 'env',
  summary: text('écrit ce qu’il faut exporter pour employer « pulumi » à la main', 'prints what to export to use "pulumi" by hand'),
  details: text('Des chemins seulement, aucun secret. À donner à eval.', 'Paths only, no secret. To be given to eval.'),
  examples: ['eval "$(chatiere env mrc-demo.miniflux)" && pulumi preview -s mrc-demo.miniflux'],
  arguments: [{ name: '<stack>', help: text('pile choisie par défaut', 'stack chosen by default'), of: 'stack' }],
  async run(context, values) {
    const { handVariables, openSession, shellExports } = await import('../../modules/engine/index.ts');
    const session = openSession(await context.federation());
    const variables = await handVariables(session, values['stack'] as string);
    context.print(shellExports(variables).trimEnd());
    context.data({ variables });
    return undefined;
  },
};
