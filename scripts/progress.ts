import type { Listener } from '../modules/engine/index.ts';
import type { Language } from '../modules/kernel/index.ts';
import { Board } from './board.ts';
import type { Output } from './output.ts';
import { plainLines } from './plain-lines.ts';
import { fit, hiddenRows, linesTaken, rowLine } from './rows.ts';
import { stoppingWords } from './words.ts';

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
  /** Whether the terminal can move its cursor: not with TERM=dumb. */
  readonly inPlace: boolean;
}

/** NDJSON for programs, rows in place on a terminal, plain lines elsewhere. */
export function openProgress(options: ViewOptions): ProgressView {
  if (options.json) return ndjson(options);
  return options.stderr.isTTY && options.inPlace ? tree(options) : plainLines(options);
}

function ndjson({ stdout }: ViewOptions): ProgressView {
  const emit = (event: object) => stdout.write(`${JSON.stringify({ schema: 1, at: new Date().toISOString(), ...event })}\n`);
  return { listen: emit, stopping: () => emit({ kind: 'stopping' }), close: () => undefined };
}

const INTERVAL_MS = 100;

/** Drawn at most ten times a second, whatever happens in between; what stands at the end stays on the screen, all of it. */
function tree({ language, stderr, color }: ViewOptions): ProgressView {
  const board = new Board();
  let drawn: readonly string[] = [];
  const columns = () => stderr.columns || 80;
  // Each line is cleared as it is rewritten: some terminals keep a screen that is cleared at once in their history.
  const draw = (above: readonly string[] = [], height = (stderr.rows || 24) - 1) => {
    const rows = board.rows(performance.now(), language);
    const shown = fit(rows, height);
    const hidden = rows.length - shown.length;
    const lines = [...(hidden > 0 ? [hiddenRows(hidden, language)] : []), ...shown.map((row) => rowLine(row, language, color, columns()))];
    // A terminal that has become narrower wraps what was drawn before: its lines are counted as they stand now.
    const before = linesTaken(drawn, columns());
    stderr.write(`${before > 0 ? `\u001b[${before}A` : ''}${[...above, ...lines].map((line) => `${line}\u001b[K\n`).join('')}\u001b[J`);
    drawn = lines;
  };
  const timer = setInterval(() => draw(), INTERVAL_MS);
  timer.unref();
  return {
    listen(progress) {
      board.take(progress, performance.now());
      if (progress.kind === 'note') draw([`· ${progress.text[language]}`]);
    },
    stopping: () => draw([stoppingWords[language]]),
    close() {
      clearInterval(timer);
      draw([], Infinity);
    },
  };
}
