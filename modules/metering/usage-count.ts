import { type Problem, type Text, text } from '../kernel/index.ts';

/** How a counting job ended, and what it wrote to its output; what it wrote beside it is never looked at, since it may quote rows. */
export interface JobEnd {
  readonly exitCode: number;
  readonly output: string;
}

/** A count, or why there is none. A count that is refused is missing: nothing takes its place. */
export type Counted = { readonly count: number } | { readonly problem: Problem };

/** The one whole number, 0 or more, that a counting job wrote: digits, and the end of their line. `named`: whose count of what, for the message. */
export function countOf({ exitCode, output }: JobEnd, named: string, where: Problem['where'] = {}): Counted {
  const refuse = (code: string, what: Text, next: Text, given = beginning(output)): Counted => ({
    problem: { code, what: { fr: `${named} : ${what.fr}`, en: `${named}: ${what.en}` }, where, ...(given === '' ? {} : { given }), allowed, next },
  });
  if (exitCode !== 0) return refuse('count-failed', text(`la commande qui compte a échoué (code ${exitCode})`, `the command that counts failed (code ${exitCode})`), byHand, '');
  const written = output.replace(/\r?\n$/, '');
  if (written.trim() === '') return refuse('count-nothing', text('la commande qui compte n’a rien écrit', 'the command that counts wrote nothing'), byHand, '');
  if (/^(0|[1-9]\d*)$/.test(written)) {
    return Number(written) <= Number.MAX_SAFE_INTEGER ? { count: Number(written) } : refuse('count-too-large', text('nombre trop grand pour être un compte', 'number too large to be a count'), query);
  }
  if (/^-\d+$/.test(written)) return refuse('count-negative', text('nombre négatif', 'negative number'), query);
  if (/^[-+]?(\d+[.,]\d*|[.,]\d+|\d+(?=e))(e[-+]?\d+)?$/i.test(written)) return refuse('count-not-whole', text('nombre qui n’est pas entier', 'number that is not whole'), query);
  return refuse('count-text', text('la commande qui compte a écrit autre chose qu’un nombre', 'the command that counts wrote something other than a number'), byHand);
}

const allowed = text('un seul nombre entier, 0 ou plus', 'one whole number, 0 or more');
const query = text('corriger la requête du catalogue ; d’ici là, ce compte manque', 'correct the catalog’s query; until then, this count is missing');
const byHand = text('essayer la commande à la main dans le conteneur ; d’ici là, ce compte manque', 'try the command by hand in the container; until then, this count is missing');

const LONGEST = 16;

/** Of a number its first characters; of other text only the shape of these, since it may be somebody's name. */
function beginning(output: string): string {
  const written = output.trim();
  const cut = written.length > LONGEST ? `${written.slice(0, LONGEST)}…` : written;
  if (/^[-+\d.,e]+$/i.test(written)) return cut;
  return cut.replace(/[\p{L}\p{M}]/gu, 'x').replace(/\p{N}/gu, '0').replace(/[^\x20-\x7e…\n\t]/gu, '·');
}
