import { ExitCode, text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';
import { periodAsked, periodOptions, THIRTY_DAYS } from './energy.ts';

export const actions: Verb = {
  name: 'actions',
  summary: text('propose de quoi consommer moins, d’après les relevés', 'proposes how to consume less, after the readings'),
  details: text(
    'Instances que personne n’emploie la nuit, ou pas du tout, forfaits trop grands, serveurs à vider. Chaque proposition dit ce qu’elle épargnerait en trente jours : énergie dynamique, celle du travail, et énergie au repos, qu’une machine éteinte seule épargne ; et le changement de fichier qui la ferait. Rien n’est fait. De ce qui est déjà dans les fichiers (un horaire de sommeil, un forfait plus petit), elle dit ce que trente jours ont pris de moins, à côté de ce qui était prévu ; le début du changement se lit dans les relevés. Les trente derniers jours par défaut ; il en faut au moins sept.',
    'Instances that nobody uses by night, or not at all, plans that are too large, hosts to empty. Each proposal says what it would spare in thirty days: dynamic energy, that of work, and energy at rest, which only a machine that is switched off spares; and the change of a file that would do it. Nothing is done. Of what the files have already (a sleep schedule, a smaller plan), it says what thirty days came to less, beside what was predicted; when the change began is read from the readings. The last thirty days by default; it takes seven at least.',
  ),
  examples: ['chatiere actions', 'chatiere actions --period 2026-11', 'chatiere actions --json'],
  options: periodOptions,
  async run(context, values) {
    const { dockerMeters, federationActions, openSession } = await import('../../modules/engine/index.ts');
    const { printActions } = await import('../energy/actions.ts');
    const { effectData } = await import('../energy/effects.ts');
    const now = Math.floor(Date.now() / 1000);
    const named = ['period', 'from', 'to'].some((option) => values[option] !== undefined);
    const period = named ? await periodAsked(values, now) : { from: now - THIRTY_DAYS, to: now };
    const session = openSession(await context.federation());
    const found = await federationActions(session, dockerMeters(session.federation), period);
    printActions(context, found);
    context.data({ hours: found.hours, actions: found.proposals, effects: found.effects.map(effectData), problems: found.problems });
    return found.hours > 0 ? undefined : ExitCode.failure;
  },
};
