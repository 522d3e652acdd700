import { operationNoun, resourceNoun, stepSign, stepVerb } from '../modules/engine/index.ts';
import type { Changes, Operation, Outcome, Progress, Step } from '../modules/engine/index.ts';
import { type Language, type Text, text } from '../modules/kernel/index.ts';

/** A row of the tree: a task, a stack, or a step under a running stack. */
export interface Row {
  readonly depth: 0 | 1;
  readonly state: 'running' | Outcome;
  readonly title: string;
  /** What became of it; empty while it runs. */
  readonly detail: string;
  readonly seconds: number | undefined;
}

interface Work {
  readonly title: Text;
  readonly started: number;
  readonly steps: Map<string, { readonly step: Step; readonly started: number }>;
  /** How long it took the last time. */
  readonly usual?: Text;
  /** The last line that a long step wrote. */
  line?: string;
  end?: { readonly outcome: Outcome; readonly seconds: number; readonly changes?: Changes; readonly operation?: Operation };
}

/** Remembers what runs and what is done; gives rows. Pure but for the clock, which is handed in (milliseconds). */
export class Board {
  readonly #works = new Map<string, Work>();

  take(progress: Progress, now: number): void {
    switch (progress.kind) {
      case 'task-started':
        this.#works.set(`task ${progress.task}`, { title: progress.title, started: now, steps: new Map() });
        break;
      case 'task-line': {
        const work = this.#works.get(`task ${progress.task}`);
        if (work) work.line = progress.line;
        break;
      }
      case 'task-finished':
        this.#end(`task ${progress.task}`, progress);
        break;
      case 'stack-started': {
        const noun = operationNoun[progress.operation];
        const usual = progress.usualSeconds;
        this.#works.set(progress.stack, {
          title: text(`${progress.stack} · ${noun.fr}`, `${progress.stack} · ${noun.en}`),
          started: now,
          steps: new Map(),
          ...(usual === undefined ? {} : { usual: text(`la dernière fois ${formatSeconds(usual, 'fr')}`, `last time ${formatSeconds(usual, 'en')}`) }),
        });
        break;
      }
      case 'step-started':
        this.#works.get(progress.stack)?.steps.set(stepKey(progress.step), { step: progress.step, started: now });
        break;
      case 'step-finished':
        this.#works.get(progress.stack)?.steps.delete(stepKey(progress.step));
        break;
      case 'stack-finished':
        if (!this.#works.has(progress.stack)) this.#works.set(progress.stack, { title: text(progress.stack, progress.stack), started: now, steps: new Map() });
        this.#end(progress.stack, progress);
        break;
      case 'note':
        break;
    }
  }

  #end(key: string, end: NonNullable<Work['end']>): void {
    const work = this.#works.get(key);
    if (work) work.end = end;
  }

  rows(now: number, language: Language): Row[] {
    return [...this.#works.values()].flatMap(({ title, started, steps, usual, line, end }) => {
      const head: Row = end
        ? { depth: 0, state: end.outcome, title: title[language], detail: endDetail(end, language), seconds: end.seconds }
        : { depth: 0, state: 'running', title: title[language], detail: line ?? usual?.[language] ?? '', seconds: (now - started) / 1000 };
      if (end) return [head];
      return [head, ...[...steps.values()].map(({ step, started }): Row => ({ depth: 1, state: 'running', title: stepTitle(step, language), detail: '', seconds: (now - started) / 1000 }))];
    });
  }
}

const stepKey = (step: Step): string => `${step.operation} ${step.urn}`;

/** `+ créer conteneur app` */
export function stepTitle(step: Step, language: Language): string {
  const properties = step.operation !== 'create' && step.properties.length > 0 ? ` [${step.properties.join(', ')}]` : '';
  return `${stepSign[step.operation]} ${stepVerb[step.operation][language]} ${resourceNoun(step.type)[language]} ${step.name.split('--').at(-1)}${properties}`;
}

const outcomes: Readonly<Record<Outcome, Text>> = {
  succeeded: text('fait', 'done'),
  unchanged: text('inchangée', 'unchanged'),
  failed: text('échec', 'failed'),
  skipped: text('pas commencée : ce dont elle dépend a échoué', 'not started: what it needs failed'),
  cancelled: text('annulée', 'cancelled'),
};

function endDetail({ outcome, changes }: NonNullable<Work['end']>, language: Language): string {
  if (outcome !== 'succeeded' || changes === undefined) return outcome === 'succeeded' ? '' : outcomes[outcome][language];
  return describeChanges(changes, language);
}

const counted: readonly (readonly [keyof Changes, Text, Text])[] = [
  ['create', text('créée', 'created'), text('créées', 'created')],
  ['update', text('modifiée', 'updated'), text('modifiées', 'updated')],
  ['replace', text('remplacée', 'replaced'), text('remplacées', 'replaced')],
  ['delete', text('retirée', 'deleted'), text('retirées', 'deleted')],
];

/** `3 créées, 1 modifiée, 12 inchangées`; of resources. */
export function describeChanges(changes: Changes, language: Language): string {
  const parts = counted.flatMap(([key, one, many]) => (changes[key] === 0 ? [] : [`${changes[key]} ${(changes[key] > 1 ? many : one)[language]}`]));
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
