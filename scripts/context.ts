import type { Listener } from '../modules/engine/index.ts';
import type { Language, Text } from '../modules/kernel/index.ts';
import type { Surroundings } from './output.ts';

/** What a verb works with. Results go to stdout; progress for people goes to stderr, so that results can be piped. */
export interface Context {
  readonly language: Language;
  readonly json: boolean;
  readonly debug: boolean;
  readonly cwd: string;
  /** Somebody is there to answer. */
  readonly interactive: boolean;
  /** Width of the terminal on which the result is read; undefined where it goes to a file or a program. */
  readonly columns: number | undefined;
  /** Absolute path of the federation directory; throws when there is none. */
  federation(): Promise<string>;
  /** The same, or undefined where a verb can do without. */
  maybeFederation(): Promise<string | undefined>;
  /** The text in the person's language. */
  say(text: Text): string;
  /** One line (or several) of the result, for people. */
  print(line: string | Text): void;
  /** The result for programs, one line that says its schema version; does nothing without `--json`. */
  data(result: object): void;
  /** Long work: shows its progress, and turns the first Ctrl-C into an orderly stop; a second one ends it at once. */
  work<T>(act: (work: { readonly listen: Listener; readonly signal: AbortSignal }) => Promise<T>): Promise<T>;
}

/** Options that every verb has. */
export interface Globals {
  readonly federation?: string;
  readonly json?: boolean;
  readonly debug?: boolean;
}

/** The last one when the terminal is closed. */
const STOPS = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;

export function createContext(surroundings: Surroundings, language: Language, globals: Globals): Context {
  const { stdout, stderr, environment, cwd } = surroundings;
  const json = globals.json ?? false;
  const dumb = environment['TERM'] === 'dumb';
  // What an earlier `eval "$(chatiere env …)"` left; where a person stands says more.
  const fromEnvironment = environment['CHATIERE_FEDERATION'] || undefined;
  const maybeFederation = async (): Promise<string | undefined> => {
    const { findFederation, locateFederation } = await import('../modules/engine/find-federation.ts');
    const asked = globals.federation ?? (findFederation(cwd) === undefined ? fromEnvironment : undefined);
    return asked === undefined ? findFederation(cwd) : locateFederation(asked, cwd);
  };
  return {
    language,
    json,
    debug: globals.debug ?? false,
    cwd,
    interactive: !json && !dumb && Boolean(stdout.isTTY && process.stdin.isTTY),
    columns: stdout.isTTY ? stdout.columns : undefined,
    async federation() {
      const { locateFederation } = await import('../modules/engine/find-federation.ts');
      return (await maybeFederation()) ?? locateFederation(undefined, cwd);
    },
    maybeFederation,
    say: (text) => text[language],
    print(line) {
      if (!json) stdout.write(`${typeof line === 'string' ? line : line[language]}\n`);
    },
    data(result) {
      if (json) stdout.write(`${JSON.stringify({ schema: 1, kind: 'result', ...result })}\n`);
    },
    async work(act) {
      const { openProgress } = await import('./progress.ts');
      const progress = openProgress({ language, json, stdout, stderr, color: !environment['NO_COLOR'], inPlace: !dumb });
      const abort = new AbortController();
      const stop = () => {
        if (abort.signal.aborted) return void import('../modules/engine/index.ts').then(({ endRuns }) => endRuns());
        progress.stopping();
        abort.abort();
      };
      for (const signal of STOPS) process.on(signal, stop);
      try {
        return await act({ listen: progress.listen, signal: abort.signal });
      } finally {
        for (const signal of STOPS) process.off(signal, stop);
        progress.close();
      }
    },
  };
}
