import { ChatiereError, text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';

export const validate: Verb = {
  name: 'validate',
  summary: text('relit tous les fichiers de la fédération', 'checks every file of the federation'),
  details: text('Chaque problème : fichier, ligne, champ, valeur donnée, ce qui est permis, quoi faire.', 'Each problem: file, line, field, value given, what is allowed, what to do.'),
  examples: ['chatiere validate', 'chatiere validate -C ma-federation --json'],
  async run(context) {
    const { endedReleases, openSession } = await import('../../modules/engine/index.ts');
    const directory = await context.federation();
    try {
      const session = openSession(directory);
      const { sheet, operators, hosts, organizations, orders, instances } = session.federation;
      const counts = { operators: operators.size, hosts: hosts.size, organizations: organizations.size, orders: orders.size, instances: instances.size };
      context.print(text(
        `Fédération « ${sheet.name} » (${sheet.id}) : rien à redire. Hébergeurs : ${counts.operators}, serveurs : ${counts.hosts}, organisations : ${counts.organizations}, commandes : ${counts.orders}, instances : ${counts.instances}.`,
        `Federation "${sheet.name}" (${sheet.id}): nothing to say. Operators: ${counts.operators}, hosts: ${counts.hosts}, organizations: ${counts.organizations}, orders: ${counts.orders}, instances: ${counts.instances}.`,
      ));
      const warnings = endedReleases(session);
      for (const { text: words } of warnings) context.print(words);
      context.data({ valid: true, federation: sheet.id, ...counts, warnings: warnings.map(({ stack, text: what }) => ({ instance: stack, what })) });
      return undefined;
    } catch (error) {
      if (!(error instanceof ChatiereError) || !context.json) throw error;
      context.data({ valid: false, problems: error.problems });
      return error.exitCode;
    }
  },
};
