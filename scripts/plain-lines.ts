import type { Listener, Operation, Progress } from '../modules/engine/index.ts';
import { Board } from './board.ts';
import type { ProgressView, ViewOptions } from './progress.ts';
import { plainText, signs } from './rows.ts';
import { describeChanges, FOLD, formatSeconds, lastTime, outcomeWords, stackTitle, stepTitle, stoppingWords, unchangedStacks } from './words.ts';

/** Seconds after which a step deserves a line of its own. */
const LONG = 5;
/** Seconds between two signs of life of what runs. */
const SILENCE = 30;

/** Off a terminal: a line at the beginning and the end of each task and stack, one for each step that lasted or failed, and signs of life. */
export function plainLines({ language, stderr }: ViewOptions): ProgressView {
  const write = (line: string) => void stderr.write(`${line}\n`);
  const board = new Board();
  const titles = new Map<string, string>();
  const operations = new Map<string, { readonly operation: Operation; readonly usual: number | undefined }>();
  const unchanged: string[] = [];
  let spoken = performance.now();
  const times = (...parts: readonly (string | undefined)[]) => {
    const said = parts.filter((part) => part !== undefined);
    return said.length > 0 ? ` (${said.join(', ')})` : '';
  };
  const seconds = (value: number) => (value > 0 ? formatSeconds(value, language) : undefined);
  const usually = (value: number | undefined) => (value === undefined ? undefined : lastTime(value, language));

  const tell = (progress: Progress): string | undefined => {
    switch (progress.kind) {
      case 'task-started':
        titles.set(progress.task, progress.title[language]);
        return `${signs.running} ${progress.title[language]}`;
      case 'task-finished':
        return `${signs[progress.outcome]} ${titles.get(progress.task) ?? progress.task}${times(seconds(progress.seconds))}`;
      case 'stack-started':
        operations.set(progress.stack, { operation: progress.operation, usual: progress.usualSeconds });
        return `${signs.running} ${stackTitle(progress.stack, progress.operation, language)}${times(usually(progress.usualSeconds))}`;
      case 'step-finished':
        if (progress.outcome === 'succeeded' && progress.seconds < LONG) return undefined;
        return `${progress.outcome === 'failed' ? signs.failed : ' '} ${progress.stack} · ${stepTitle(progress.step, language)}${times(seconds(progress.seconds))}`;
      case 'stack-finished': {
        const { stack, outcome, changes } = progress;
        if (outcome === 'unchanged') return void unchanged.push(stack);
        const known = operations.get(stack);
        const detail = outcome === 'succeeded' ? describeChanges(changes, language, known?.operation) : outcomeWords[outcome][language];
        return `${signs[outcome]} ${stack}${language === 'fr' ? ' :' : ':'} ${detail}${times(seconds(progress.seconds), usually(known?.usual))}`;
      }
      case 'note':
        return `· ${progress.text[language]}`;
      case 'task-line':
      case 'step-started':
        return undefined;
    }
  };
  const listen: Listener = (progress) => {
    board.take(progress, performance.now());
    const line = tell(progress);
    if (line === undefined) return;
    spoken = performance.now();
    write(line);
  };
  /** What runs, and how long it has: only where nothing has been said for a while. */
  const signOfLife = () => {
    const now = performance.now();
    if (now - spoken < SILENCE * 1000) return;
    spoken = now;
    for (const { depth, title, detail, seconds = 0 } of board.rows(now, language).filter(({ state }) => state === 'running')) {
      write(`${'  '.repeat(depth)}${signs.running} ${title}${times(formatSeconds(seconds, language), plainText(detail) || undefined)}`);
    }
  };
  const timer = setInterval(signOfLife, 1000);
  timer.unref();
  return {
    listen,
    stopping: () => write(stoppingWords[language]),
    close() {
      clearInterval(timer);
      if (unchanged.length > FOLD) write(`${signs.unchanged} ${unchangedStacks(unchanged.length, language)}`);
      else for (const stack of unchanged) write(`${signs.unchanged} ${stack}${language === 'fr' ? ' :' : ':'} ${outcomeWords.unchanged[language]}`);
    },
  };
}
