import { text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';

export const usage: Verb = {
  name: 'usage',
  summary: text('compte l’usage des instances dont l’organisation y consent', 'counts the use of instances whose organization agrees to it'),
  details: text(
    `Chaque instance est comptée au plus une fois par jour, car deux comptes rapprochés se compareraient : le premier de la journée qui soit entier est gardé, tel qu’il peut être montré, et redit ensuite, ici comme sur le tableau de bord. Seuls des nombres sortent d’une instance, chacun avec sa définition.
Les 24 heures comptent aussi dans les 7 jours, et ceux-ci dans les 30 ; les tranches ne se recoupent pas.
« < 5 » : moins de cinq, aucun compris (« < 10 » avec --public). « retenu » : ce nombre, ou un autre qu’il ferait deviner, est trop petit. « – » : le logiciel ne permet pas de le compter, ou le compte a échoué et la raison suit (code 1).
Une instance dont la commande n’y consent pas n’est pas interrogée ; pour consentir, une commande qui remplace celle-là : --amends et --count-usage on.`,
    `Each instance is counted once a day at most, since two counts that are close could be compared: the first whole one of the day is kept, as it may be shown, and told again from then on, here as on the dashboard. Only numbers leave an instance, each with its definition.
The 24 hours count within the 7 days too, and these within the 30; the bands do not overlap.
"< 5": fewer than five, none included ("< 10" with --public). "withheld": this number, or another one that it would let be guessed, is too small. "–": the app does not allow to count it, or the count failed and the reason follows (code 1).
An instance whose order does not agree is not asked; to agree, an order that replaces that one: --amends and --count-usage on.`,
  ),
  examples: ['chatiere usage', 'chatiere usage mrc-demo.miniflux', 'chatiere usage --public --json', 'chatiere order new --organization mrc-demo --app miniflux=base --amends cmd-2026-001 --count-usage on'],
  arguments: [{ name: '[instances...]', help: text('<organisation>.<nom> ; toutes par défaut', '<organization>.<name>; all by default'), of: 'instance' }],
  options: [{ flags: '--public', help: text('ce qui peut être publié : rien sous 10', 'what may be published: nothing below 10') }],
  async run(context, values) {
    const { openSession, instanceUsage } = await import('../../modules/engine/index.ts');
    const { ChatiereError, ExitCode } = await import('../../modules/kernel/index.ts');
    const { printUsage, usageData } = await import('../usage-words.ts');
    const audience = values['public'] === true ? 'public' : 'organization';
    const found = await instanceUsage(openSession(await context.federation()), values['instances'] as string[], audience);
    printUsage(context, found);
    context.data({ audience, instances: found.map(usageData) });
    const problems = [...new Map(found.flatMap((one) => one.problems).map((problem) => [JSON.stringify(problem), problem])).values()];
    if (problems.length > 0) throw new ChatiereError(problems, ExitCode.failure);
    return undefined;
  },
};
