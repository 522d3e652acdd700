import type { Changes, Operation, Outcome, Progress, Step } from '../modules/engine/index.ts';
import { type Language, type Text, text } from '../modules/kernel/index.ts';
import { describeChanges, FOLD, lastTime, outcomeWords, stackTitle, stepTitle, unchangedStacks } from './words.ts';

/** A row of the tree: a task, a stack, or a step under a stack that runs or failed. */
export interface Row {
  readonly depth: 0 | 1;
  readonly state: 'running' | Outcome;
  readonly title: string;
  /** What became of it; while it runs, what it is at or how long it took the last time. */
  readonly detail: string;
  readonly seconds: number | undefined;
}

interface Work {
  readonly title: Text;
  readonly started: number;
  readonly steps: Map<string, Underway>;
  /** Steps that failed: they stay below their stack. */
  readonly failed: { readonly step: Step; readonly seconds: number }[];
  readonly operation?: Operation;
  /** Seconds that it took the last time. */
  readonly usual?: number | undefined;
  /** The last line that a long step wrote. */
  line?: string;
  end?: { readonly outcome: Outcome; readonly seconds: number; readonly changes?: Changes };
}
interface Underway {
  readonly step: Step;
  readonly started: number;
}

/** Remembers what runs and what is done; gives rows. Pure but for the clock, which is handed in (milliseconds). */
export class Board {
  readonly #works = new Map<string, Work>();

  take(progress: Progress, now: number): void {
    switch (progress.kind) {
      case 'task-started':
        this.#begin(`task ${progress.task}`, progress.title, now);
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
        const { stack, operation, usualSeconds } = progress;
        this.#begin(stack, text(stackTitle(stack, operation, 'fr'), stackTitle(stack, operation, 'en')), now, { operation, usual: usualSeconds });
        break;
      }
      case 'step-started':
        this.#works.get(progress.stack)?.steps.set(stepKey(progress.step), { step: progress.step, started: now });
        break;
      case 'step-finished': {
        const work = this.#works.get(progress.stack);
        work?.steps.delete(stepKey(progress.step));
        if (progress.outcome === 'failed') work?.failed.push(progress);
        break;
      }
      case 'stack-finished':
        if (!this.#works.has(progress.stack)) this.#begin(progress.stack, text(progress.stack, progress.stack), now);
        this.#end(progress.stack, progress);
        break;
      case 'note':
        break;
    }
  }

  #begin(key: string, title: Text, started: number, more: Pick<Work, 'operation' | 'usual'> = {}): void {
    this.#works.set(key, { title, started, steps: new Map(), failed: [], ...more });
  }

  #end(key: string, end: NonNullable<Work['end']>): void {
    const work = this.#works.get(key);
    if (work) work.end = end;
  }

  /** In the order of their beginning; many unchanged stacks are one row, where the first of them stood. */
  rows(now: number, language: Language): Row[] {
    const works = [...this.#works.values()];
    const unchanged = works.filter(({ end }) => end?.outcome === 'unchanged');
    if (unchanged.length <= FOLD) return works.flatMap((work) => rowsOf(work, now, language));
    const folded: Row = { depth: 0, state: 'unchanged', title: unchangedStacks(unchanged.length, language), detail: '', seconds: undefined };
    return works.flatMap((work) => (work === unchanged[0] ? [folded] : work.end?.outcome === 'unchanged' ? [] : rowsOf(work, now, language)));
  }
}

function rowsOf({ title, started, steps, failed, operation, usual, line, end }: Work, now: number, language: Language): Row[] {
  const lost = failed.map(({ step, seconds }): Row => ({ depth: 1, state: 'failed', title: stepTitle(step, language), detail: '', seconds }));
  if (end) return [{ depth: 0, state: end.outcome, title: title[language], detail: endDetail(end, operation, language), seconds: end.seconds }, ...lost];
  const detail = line ?? (usual === undefined ? '' : lastTime(usual, language));
  const underway = [...steps.values()].map(({ step, started }): Row => ({ depth: 1, state: 'running', title: stepTitle(step, language), detail: '', seconds: (now - started) / 1000 }));
  return [{ depth: 0, state: 'running', title: title[language], detail, seconds: (now - started) / 1000 }, ...lost, ...underway];
}

const stepKey = (step: Step): string => `${step.operation} ${step.urn}`;

function endDetail({ outcome, changes }: NonNullable<Work['end']>, operation: Operation | undefined, language: Language): string {
  if (outcome !== 'succeeded') return outcomeWords[outcome][language];
  return changes === undefined ? '' : describeChanges(changes, language, operation);
}
