import { readFileSync } from 'node:fs';
import { ChatiereError, ExitCode, type Problem, sha256, text, type Text } from '../../kernel/index.ts';
import { checkpointFile, type Layout } from '../layout.ts';
import { copiesOf, soundCopies } from './copies.ts';
import { lastUpdate, parseCheckpoint, readContent } from './store.ts';

export type Damage = 'gone' | 'empty' | 'cut' | 'altered';

/**
 * What is wrong with a stack's state, if anything. Sound is what we kept after our own last operation, what Pulumi recorded after
 * one by hand, and any checkpoint of a stack that nobody kept yet.
 */
export function damageOf(layout: Layout, stack: string): Damage | undefined {
  const content = readContent(layout, stack);
  const [newest] = copiesOf(layout, stack);
  if (content === undefined) return newest && 'gone';
  if (content.every((byte) => byte === 0)) return 'empty';
  if (parseCheckpoint(content) === undefined) return 'cut';
  if (newest === undefined || newest.sha256 === sha256(content)) return undefined;
  return lastUpdate(layout, stack)?.content?.equals(content) ? undefined : 'altered';
}

/** Refuses to go on with a damaged state, by name and with the way back; exit code 3, nothing touched. */
export function refuseDamage(layout: Layout, stacks: readonly string[]): void {
  const problems = stacks.flatMap((stack) => {
    const damage = damageOf(layout, stack);
    return damage === undefined ? [] : [problemOf(layout, stack, damage)];
  });
  if (problems.length > 0) throw new ChatiereError(problems, ExitCode.refused);
}

const found: Readonly<Record<Damage, Text>> = {
  gone: text('l’état de la pile a disparu', 'the state of the stack is gone'),
  empty: text('l’état de la pile est vide', 'the state of the stack is empty'),
  cut: text('l’état de la pile est tronqué ou illisible', 'the state of the stack is cut off or unreadable'),
  altered: text('l’état de la pile a été modifié par autre chose qu’une opération', 'the state of the stack was changed by something other than an operation'),
};

function problemOf(layout: Layout, stack: string, damage: Damage): Problem {
  const copy = soundCopies(layout, stack)[0];
  const accept = damage === 'altered' ? { fr: ` ; si le changement est voulu : chatiere state accept ${stack}`, en: `; if the change is meant: chatiere state accept ${stack}` } : { fr: '', en: '' };
  const back = copy
    ? text(
        `chatiere state restore ${stack} : reprend la copie nᵒ ${copy.sequence} (${countOf(copy.file)} ressources, gardée le ${copy.keptAt.toISOString()})${accept.fr}`,
        `chatiere state restore ${stack}: takes copy no. ${copy.sequence} back (${countOf(copy.file)} resources, kept on ${copy.keptAt.toISOString()})${accept.en}`,
      )
    : text(`reprendre le dossier state/ d’une sauvegarde${accept.fr}`, `take the folder state/ back from a backup${accept.en}`);
  return { code: `state-${damage}`, what: text(`pile « ${stack} » : ${found[damage].fr}`, `stack "${stack}": ${found[damage].en}`), where: { file: checkpointFile(layout, stack) }, next: back };
}

const countOf = (file: string): number => parseCheckpoint(readFileSync(file))?.resources.length ?? 0;
