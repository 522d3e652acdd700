import { scrub, scrubLine } from '../modules/kernel/index.ts';

/** A stream that people or programs read. */
export interface Output {
  write(text: string): unknown;
  readonly isTTY?: boolean | undefined;
  readonly columns?: number | undefined;
  readonly rows?: number | undefined;
}

/** Where a command reads and writes; the tests hand in their own. */
export interface Surroundings {
  readonly environment: Readonly<Record<string, string | undefined>>;
  readonly cwd: string;
  readonly stdout: Output;
  readonly stderr: Output;
}

/** The same surroundings, where no secret leaves by a stream: the one place that every word passes. */
export const guarded = (surroundings: Surroundings): Surroundings => ({ ...surroundings, stdout: withoutSecrets(surroundings.stdout), stderr: withoutSecrets(surroundings.stderr) });

/** A terminal's size is asked of the stream itself, since it changes. */
function withoutSecrets(output: Output): Output {
  return {
    write: (words) => output.write(clean(words)),
    get isTTY() {
      return output.isTTY;
    },
    get columns() {
      return output.columns;
    },
    get rows() {
      return output.rows;
    },
  };
}

/** Lines of JSON stay JSON. */
function clean(words: string): string {
  if (!/^[[{].*\n$/.test(words)) return scrub(words);
  return scrubLine(words, { open: true });
}
