import { stripVTControlCharacters } from 'node:util';
import type { Listener, Outcome, Progress } from '../modules/engine/index.ts';
import { type Language, text } from '../modules/kernel/index.ts';
import { Board, describeChanges, formatSeconds, type Row, stepTitle } from './board.ts';
import type { Output } from './context.ts';

export interface ProgressView {
  readonly listen: Listener;
  /** Somebody asked to stop. */
  stopping(): void;
  close(): void;
}

export interface ViewOptions {
  readonly language: Language;
  readonly json: boolean;
  readonly stdout: Output;
  readonly stderr: Output;
  readonly color: boolean;
}

/** NDJSON for programs, rows in place on a terminal, plain lines elsewhere. */
export function openProgress(options: ViewOptions): ProgressView {
  if (options.json) return ndjson(options);
  return options.stderr.isTTY ? tree(options) : lines(options);
}

const stopping = text('arrêt demandé : les étapes en cours se terminent…', 'stopping: the steps under way are finishing…');

function ndjson({ stdout }: ViewOptions): ProgressView {
  const emit = (event: object) => stdout.write(`${JSON.stringify({ schema: 1, at: new Date().toISOString(), ...event })}\n`);
  return { listen: emit, stopping: () => emit({ kind: 'stopping' }), close: () => undefined };
}

function lines({ language, stderr }: ViewOptions): ProgressView {
  const write = (line: string) => stderr.write(`${line}\n`);
  const titles = new Map<string, string>();
  const previews = new Set<string>();
  const took = (seconds: number) => (seconds > 0 ? ` (${formatSeconds(seconds, language)})` : '');
  const listen = (progress: Progress): void => {
    switch (progress.kind) {
      case 'task-started':
        titles.set(progress.task, progress.title[language]);
        return void write(`… ${progress.title[language]}`);
      case 'task-line':
        return;
      case 'task-finished':
        return void write(`${signs[progress.outcome]} ${titles.get(progress.task) ?? progress.task}${took(progress.seconds)}`);
      case 'stack-started':
        if (progress.operation === 'preview') previews.add(progress.stack);
        return void write(`… ${progress.stack}`);
      case 'step-started':
        return;
      case 'step-finished':
        // A preview lists its steps as its result, and reading reality again is no news.
        if (previews.has(progress.stack) || progress.step.operation === 'refresh') return;
        return void write(`${progress.outcome === 'failed' ? signs.failed : ' '} ${progress.stack} · ${stepTitle(progress.step, language)}${took(progress.seconds)}`);
      case 'stack-finished': {
        const detail = progress.outcome === 'succeeded' ? `: ${describeChanges(progress.changes, language)}` : '';
        return void write(`${signs[progress.outcome]} ${progress.stack}${detail}${took(progress.seconds)}`);
      }
      case 'note':
        return void write(`· ${progress.text[language]}`);
    }
  };
  return { listen, stopping: () => write(stopping[language]), close: () => undefined };
}

const signs: Readonly<Record<Row['state'], string>> = { running: '…', succeeded: '✓', unchanged: '=', failed: '✗', skipped: '–', cancelled: '■' };
const colors: Readonly<Record<Outcome | 'running', number>> = { running: 36, succeeded: 32, unchanged: 32, failed: 31, skipped: 33, cancelled: 33 };

function tree({ language, stderr, color }: ViewOptions): ProgressView {
  const board = new Board();
  let drawn = 0;
  const erase = () => {
    if (drawn > 0) stderr.write(`\u001b[${drawn}A\u001b[0J`);
    drawn = 0;
  };
  const draw = () => {
    const shown = fit(board.rows(performance.now(), language), (stderr.rows ?? 24) - 1);
    erase();
    stderr.write(shown.map((row) => `${rowLine(row, language, color, stderr.columns ?? 80)}\n`).join(''));
    drawn = shown.length;
  };
  const above = (line: string) => {
    erase();
    stderr.write(`${line}\n`);
    draw();
  };
  const timer = setInterval(draw, 100);
  timer.unref();
  return {
    listen(progress) {
      board.take(progress, performance.now());
      if (progress.kind === 'note') above(`· ${progress.text[language]}`);
      else draw();
    },
    stopping: () => above(stopping[language]),
    close() {
      clearInterval(timer);
      draw();
    },
  };
}

/** What does not fit a small terminal is left out from the top, finished rows first. */
export function fit(rows: readonly Row[], height: number): Row[] {
  const excess = rows.length - Math.max(1, height);
  if (excess <= 0) return [...rows];
  const done = rows.filter(({ state }) => state !== 'running').slice(0, excess);
  return rows.filter((row) => !done.includes(row)).slice(-Math.max(1, height));
}

/** One line, cut to the terminal's width so that it never wraps. */
export function rowLine(row: Row, language: Language, color: boolean, columns: number): string {
  const time = row.seconds === undefined || (row.seconds === 0 && row.state !== 'running') ? '' : formatSeconds(row.seconds, language);
  const indent = '  '.repeat(row.depth);
  const body = [row.title, stripVTControlCharacters(row.detail).replace(/[\u0000-\u001f]/g, ' ')].filter(Boolean).join(' — ');
  const room = columns - indent.length - 3 - (time === '' ? 0 : time.length + 2);
  const cut = body.length > room ? `${body.slice(0, Math.max(0, room - 1))}…` : body;
  const sign = color ? `\u001b[${colors[row.state]}m${signs[row.state]}\u001b[0m` : signs[row.state];
  const line = `${indent}${sign} ${cut}${time === '' ? '' : `  ${time}`}`;
  return color ? line : stripVTControlCharacters(line);
}
