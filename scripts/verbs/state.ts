import { ChatiereError, ExitCode, text } from '../../modules/kernel/index.ts';
import type { Verb } from '../verb.ts';
import { table } from './common.ts';

const stackArgument = { name: '<stack>', help: text('<organisation>.<nom>, <organisation>, identity ou host.<serveur>', '<organization>.<name>, <organization>, identity or host.<host>'), of: 'stack' as const };

export const stateList: Verb = {
  name: 'state list',
  summary: text('liste les copies gardées de l’état de chaque pile', 'lists the kept copies of the state of each stack'),
  details: text('Une copie est gardée après chaque opération, les dix dernières. « endommagé » : chatiere state restore.', 'A copy is kept after each operation, the last ten. "damaged": chatiere state restore.'),
  examples: ['chatiere state list', 'chatiere state list mrc-demo.miniflux --json'],
  arguments: [{ name: '[stack]', help: text('toutes par défaut', 'all by default'), of: 'stack' }],
  async run(context, values) {
    const { openSession, statesOf } = await import('../../modules/engine/index.ts');
    const wanted = values['stack'] as string | undefined;
    const states = await statesOf(openSession(await context.federation()), wanted === undefined ? [] : [wanted]);
    const sound = text('sain', 'sound');
    const damaged = text('endommagé', 'damaged');
    context.print(table(states.flatMap(({ stack, damage, copies }) => [
      [stack, context.say(damage === undefined ? sound : damaged), '', ''],
      ...copies.map(({ sequence, keptAt, resources, sound: intact }) => ['', `nᵒ ${sequence}`, keptAt.toISOString(), intact ? context.say(text(`${resources} ressources`, `${resources} resources`)) : context.say(damaged)]),
    ])));
    context.data({ stacks: states });
    return states.some(({ damage }) => damage !== undefined) ? ExitCode.refused : ExitCode.ok;
  },
};

export const stateRestore: Verb = {
  name: 'state restore',
  summary: text('reprend une copie de l’état d’une pile', 'takes a copy of the state of a stack back'),
  details: text(
    'La plus récente qui soit saine, ou celle de --copy. Ce qui était là est mis de côté. Le prochain « chatiere up » compare avec ce qui tourne et remet d’accord ; aucune donnée n’est touchée.',
    'The newest sound one, or that of --copy. What was there is put aside. The next "chatiere up" compares with what runs and brings both into line; no data are touched.',
  ),
  examples: ['chatiere state restore mrc-demo.miniflux && chatiere up mrc-demo.miniflux', 'chatiere state restore identity --copy 7'],
  arguments: [stackArgument],
  options: [{ flags: '--copy <n>', help: text('numéro que donne « state list »', 'number that "state list" gives') }],
  async run(context, values) {
    const { openSession, restore } = await import('../../modules/engine/index.ts');
    const stack = values['stack'] as string;
    const { copy, aside } = await restore(openSession(await context.federation()), stack, sequenceOf(values['copy'] as string | undefined));
    context.print(text(
      `Pile « ${stack} » : copie nᵒ ${copy.sequence} reprise.${aside === undefined ? '' : ` Ce qui était là : ${aside}`}\nEnsuite : chatiere up ${stack}`,
      `Stack "${stack}": copy no. ${copy.sequence} taken back.${aside === undefined ? '' : ` What was there: ${aside}`}\nThen: chatiere up ${stack}`,
    ));
    context.data({ stack, copy, aside: aside ?? null });
    return undefined;
  },
};

export const stateAccept: Verb = {
  name: 'state accept',
  summary: text('prend l’état d’une pile tel qu’il est, après un changement fait à la main', 'takes the state of a stack as it is, after a change made by hand'),
  details: text('Après « pulumi state … » ou « pulumi stack import », qui ne laissent pas de trace dans l’historique.', 'After "pulumi state …" or "pulumi stack import", which leave no trace in the history.'),
  examples: ['chatiere state accept mrc-demo.miniflux'],
  arguments: [stackArgument],
  async run(context, values) {
    const { accept, openSession } = await import('../../modules/engine/index.ts');
    const stack = values['stack'] as string;
    await accept(openSession(await context.federation()), stack);
    context.print(text(`Pile « ${stack} » : l’état est pris tel qu’il est.`, `Stack "${stack}": the state is taken as it is.`));
    context.data({ stack });
    return undefined;
  },
};

function sequenceOf(given: string | undefined): number | undefined {
  if (given === undefined) return undefined;
  if (/^[1-9]\d{0,7}$/.test(given)) return Number(given);
  throw new ChatiereError({ code: 'copy', what: text('--copy : numéro invalide', '--copy: invalid number'), given, allowed: text('un numéro que donne « chatiere state list »', 'a number that "chatiere state list" gives') }, ExitCode.usage);
}
