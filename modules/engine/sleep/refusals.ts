import { ChatiereError, ExitCode, text } from '../../kernel/index.ts';

/** No container of the instance is on its engine. */
export const notUp = (given: string): ChatiereError =>
  new ChatiereError({
    code: 'not-up',
    what: text('cette instance n’est pas en place : elle ne peut ni dormir ni s’éveiller', 'this instance is not up: it can neither sleep nor wake'),
    given,
    next: text(`chatiere up ${given}`, `chatiere up ${given}`),
  });

/** All of its containers stand still, and nothing says that they sleep. */
export const isStopped = (given: string): ChatiereError =>
  new ChatiereError({
    code: 'stopped',
    what: text('cette instance est arrêtée, et pas par chatiere : rien n’est changé', 'this instance is stopped, and not by chatiere: nothing is changed'),
    given,
    next: text(`voir pourquoi (docker ps --all), puis chatiere wake ${given}`, `see why (docker ps --all), then chatiere wake ${given}`),
  });

/** Neither instances nor `--due`. */
export const nobodyNamed = (verb: 'sleep' | 'wake', known: readonly string[]): ChatiereError => {
  const list = known.join(', ') || '–';
  return new ChatiereError({
    code: 'nobody-named',
    what: text('quelle instance ?', 'which instance?'),
    allowed: text(list, list),
    next: verb === 'sleep'
      ? text('nommer une ou plusieurs instances, ou donner --due pour suivre les horaires', 'name one or more instances, or give --due to follow the schedules')
      : text('nommer une ou plusieurs instances', 'name one or more instances'),
  }, ExitCode.usage);
};
