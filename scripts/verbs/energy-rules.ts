import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';
import { today } from './common.ts';

export const energyRules: Verb = {
  name: 'energy rules',
  summary: text('écrit les règles Prometheus qui donnent la puissance de chaque serveur', 'prints the Prometheus rules that give the power of each host'),
  details: text(
    'Pour qui a déjà Prometheus : la puissance de chaque serveur, d’après sa fiche matérielle et ce que son compteur expose, en règles à placer à côté de docs/prometheus/chatiere.rules.yaml, qui la partage entre les instances. Même modèle et mêmes facteurs que « chatiere energy » ; à réécrire quand une fiche, un étalonnage ou un facteur change. Sans intervalle, ni lecture à la prise, ni carbone. Code 1 si un serveur manque.',
    'For those who have Prometheus already: the power of each host, by its hardware record and by what its meter exposes, as rules to put beside docs/prometheus/chatiere.rules.yaml, which shares it out among the instances. The same model and factors as "chatiere energy"; to be written anew when a record, a calibration or a factor changes. Without intervals, readings at a plug, or carbon. Code 1 if a host is missing.',
  ),
  examples: ['chatiere energy rules > puissance.rules.yaml'],
  async run(context) {
    const { dockerMeters, hostRules, openSession } = await import('../../modules/engine/index.ts');
    const { stringify } = await import('yaml');
    const session = openSession(await context.federation());
    const { rules, problems } = await hostRules(session, dockerMeters(session.federation), Math.floor(Date.now() / 1000));
    const groups = [...rules].map(([host, list]) => ({ name: `chatiere-power-${host}`, rules: list }));
    if (groups.length > 0) context.print(`# chatiere energy rules, ${today()}\n${stringify({ groups }, { lineWidth: 0 }).trimEnd()}`);
    context.data({ groups });
    if (problems.length > 0) throw new ChatiereError(problems, ExitCode.failure);
    return undefined;
  },
};
