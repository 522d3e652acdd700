import { operationNoun, resourceNoun, stepSign, stepVerb } from '../modules/engine/index.ts';
import type { Changes, Operation, Outcome, Step } from '../modules/engine/index.ts';
import { type Language, type Text, text } from '../modules/kernel/index.ts';

/** `+ créer conteneur app` */
export function stepTitle(step: Step, language: Language): string {
  const properties = step.operation !== 'create' && step.properties.length > 0 ? ` [${step.properties.join(', ')}]` : '';
  return `${stepSign[step.operation]} ${stepVerb[step.operation][language]} ${resourceNoun(step.type)[language]} ${step.name.split('--').at(-1)}${properties}`;
}

/** `mrc-demo.miniflux · mise en place` */
export const stackTitle = (stack: string, operation: Operation, language: Language): string => `${stack} · ${operationNoun[operation][language]}`;

export const outcomeWords: Readonly<Record<Exclude<Outcome, 'succeeded'>, Text>> = {
  unchanged: text('inchangée', 'unchanged'),
  asleep: text('endormie, laissée telle quelle', 'asleep, left as it is'),
  failed: text('échec', 'failed'),
  skipped: text('pas commencée : ce dont elle dépend a échoué', 'not started: what it needs failed'),
  cancelled: text('annulée', 'cancelled'),
};

export const stoppingWords = text('arrêt demandé : les étapes en cours se terminent… (une seconde fois : arrêt immédiat, repris au prochain up)', 'stopping: the steps under way are finishing… (once more: at once, and the next up goes on from there)');

/** More unchanged stacks than this are one line. */
export const FOLD = 10;

/** `= 87 piles inchangées` */
export const unchangedStacks = (count: number, language: Language): string =>
  text(`${count} ${count > 1 ? 'piles inchangées' : 'pile inchangée'}`, `${count} ${count > 1 ? 'stacks' : 'stack'} unchanged`)[language];

/** `la dernière fois 8,2 s` */
export const lastTime = (seconds: number, language: Language): string => text(`la dernière fois ${formatSeconds(seconds, 'fr')}`, `last time ${formatSeconds(seconds, 'en')}`)[language];

type Counted = readonly (readonly [keyof Changes, Text, Text])[];
const done: Counted = [
  ['create', text('créée', 'created'), text('créées', 'created')],
  ['update', text('modifiée', 'updated'), text('modifiées', 'updated')],
  ['replace', text('remplacée', 'replaced'), text('remplacées', 'replaced')],
  ['delete', text('retirée', 'deleted'), text('retirées', 'deleted')],
];
const planned: Counted = ([
  ['create', text('à créer', 'to create')],
  ['update', text('à modifier', 'to update')],
  ['replace', text('à remplacer', 'to replace')],
  ['delete', text('à retirer', 'to delete')],
] as const).map(([key, words]) => [key, words, words]);

/** `3 créées, 1 modifiée, 12 inchangées`, or `3 à créer` of a preview; of resources. */
export function describeChanges(changes: Changes, language: Language, operation?: Operation): string {
  const words = operation === 'preview' ? planned : done;
  const parts = words.flatMap(([key, one, many]) => (changes[key] === 0 ? [] : [`${changes[key]} ${(changes[key] > 1 ? many : one)[language]}`]));
  if (parts.length === 0) return text('rien à changer', 'nothing to change')[language];
  if (changes.same > 0) parts.push(`${changes.same} ${text(changes.same > 1 ? 'inchangées' : 'inchangée', 'unchanged')[language]}`);
  return parts.join(', ');
}

/** `0,8 s`, `12 s`, `3 min 05 s`. */
export function formatSeconds(seconds: number, language: Language): string {
  if (seconds < 10) return `${seconds.toFixed(1).replace('.', language === 'fr' ? ',' : '.')} s`;
  const whole = Math.round(seconds);
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${String(whole % 60).padStart(2, '0')} s`;
}
