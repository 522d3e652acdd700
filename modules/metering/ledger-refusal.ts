import { ChatiereError, ExitCode, type Problem, type Text, text } from '../kernel/index.ts';

/** SQLite's result codes, without their extensions. */
const CODE = { busy: 5, readOnly: 8, io: 10, corrupt: 11, full: 13, cannotOpen: 14, notADatabase: 26 } as const;

const aside = text(
  'remettre une copie en place ; sinon le mettre de côté (mv, avec ce qui porte son nom suivi de -wal et -shm), puis redémarrer le compteur : il en commence un autre, et rien n’est effacé',
  'put a copy back in its place; otherwise move it aside (mv, with what has its name followed by -wal and -shm), then start the meter again: it begins another one, and nothing is erased',
);

const known: readonly { readonly codes: readonly number[]; readonly code: string; readonly what: Text; readonly next: Text }[] = [
  {
    codes: [CODE.corrupt, CODE.notADatabase],
    code: 'ledger-damaged',
    what: text('le registre du compteur est abîmé ou tronqué : le compteur n’y touche pas', 'the meter’s ledger is damaged or truncated: the meter does not touch it'),
    next: aside,
  },
  {
    codes: [CODE.readOnly, CODE.cannotOpen],
    code: 'ledger-read-only',
    what: text('le registre du compteur ne peut pas être écrit', 'the meter’s ledger cannot be written'),
    next: text('le rendre accessible en écriture au compteur, avec son dossier, puis redémarrer le compteur', 'let the meter write it and its folder, then start the meter again'),
  },
  {
    codes: [CODE.full, CODE.io],
    code: 'ledger-no-room',
    what: text('il n’y a plus de place pour le registre du compteur : ce relevé n’est pas écrit, ce qui l’était le reste', 'there is no room left for the meter’s ledger: this sample is not written, what was written stays'),
    next: text('libérer de la place ; le compteur réessaie à chaque relevé, et rien n’est perdu pendant cinq minutes', 'free some space; the meter tries again at every sample, and nothing is lost for five minutes'),
  },
  {
    codes: [CODE.busy],
    code: 'ledger-busy',
    what: text('le registre du compteur est occupé', 'the meter’s ledger is busy'),
    next: text('relancer la même commande', 'run the same command again'),
  },
];

/** What an error of SQLite means to whoever reads it; undefined for an error that is not SQLite's, or that is a defect of ours. */
export function ledgerProblem(error: unknown, path: string): Problem | undefined {
  const number = (error as { readonly errcode?: unknown } | null)?.errcode;
  if (typeof number !== 'number') return undefined;
  const found = known.find(({ codes }) => codes.includes(number & 0xff));
  return found && { code: found.code, what: found.what, where: { file: path }, given: (error as Error).message, next: found.next };
}

/** Runs something on a ledger; SQLite's errors come out as ours. */
export function refusing<T>(path: string, act: () => T): T {
  try {
    return act();
  } catch (error) {
    const problem = ledgerProblem(error, path);
    if (problem === undefined) throw error;
    throw new ChatiereError(problem, problem.code === 'ledger-busy' ? ExitCode.locked : ExitCode.refused);
  }
}

export const damaged = (path: string, given: string): ChatiereError =>
  new ChatiereError({ code: 'ledger-damaged', what: known[0]?.what as Text, where: { file: path }, given, next: aside });

export const held = (path: string, holder: string | undefined): ChatiereError =>
  new ChatiereError({
    code: 'ledger-held',
    what: text('un autre compteur écrit déjà dans ce registre : deux compteraient tout deux fois', 'another meter already writes in this ledger: two would count everything twice'),
    where: { file: path },
    ...(holder !== undefined && { given: holder }),
    next: text('n’en laisser qu’un par serveur : arrêter celui-là, ou ne pas démarrer celui-ci', 'keep one on each host: stop that one, or do not start this one'),
  }, ExitCode.locked);

export const foreign = (path: string, given: string, allowed: Text): ChatiereError =>
  new ChatiereError({ code: 'ledger-foreign', what: text('ce fichier n’est pas un registre que ce compteur peut tenir', 'this file is not a ledger that this meter can keep'), where: { file: path }, given, allowed, next: aside });

export const absent = (path: string): ChatiereError =>
  new ChatiereError({ code: 'no-ledger', what: text('il n’y a pas de registre ici', 'there is no ledger here'), where: { file: path }, next: text('démarrer le compteur, ou donner le bon chemin (--ledger)', 'start the meter, or give the right path (--ledger)') });
