import { accessSync, constants, statSync } from 'node:fs';
import { delimiter, isAbsolute, join } from 'node:path';
import { ChatiereError, ExitCode, text } from '../../kernel/index.ts';

export interface CommandOptions {
  readonly cwd?: string;
  /** Added to this process's environment; `undefined` takes a variable away. */
  readonly env?: NodeJS.ProcessEnv;
  /** Milliseconds; no limit when absent. */
  readonly timeout?: number;
  /** Called with each line of the output, both streams. */
  readonly line?: (line: string) => void;
}

/** A hundred files, of which a run that finds nothing to do needs none. */
export const loadExeca = () => import('execa');

const TAIL = 30;

/** Runs a command to its end without standard input. @throws ChatiereError with its last lines when it fails. */
export async function run(command: string, args: readonly string[], options: CommandOptions = {}): Promise<void> {
  const { line: tell, ...rest } = options;
  const tail: string[] = [];
  const { execa } = await loadExeca();
  const child = execa(command, args, { ...rest, stdin: 'ignore', all: true, buffer: false, reject: false });
  for await (const line of child.iterable({ from: 'all' })) {
    tail.push(line);
    if (tail.length > TAIL) tail.shift();
    tell?.(line);
  }
  const result = await child;
  if (!result.failed) return;
  const why = result.timedOut ? `> ${(options.timeout ?? 0) / 1000} s` : result.code ?? `exit ${result.exitCode ?? result.signal}`;
  throw new ChatiereError({
    code: 'toolchain-command',
    what: text(`la commande « ${command} ${args[0] ?? ''} » a échoué (${why})\n${tail.join('\n')}`, `the command "${command} ${args[0] ?? ''}" failed (${why})\n${tail.join('\n')}`),
  }, ExitCode.failure);
}

/** What a command writes to its standard output, trimmed; `undefined` when it fails or takes too long. */
export async function capture(command: string, args: readonly string[], { cwd, env, timeout = 10_000 }: CommandOptions = {}): Promise<string | undefined> {
  const { execa } = await loadExeca();
  const result = await execa(command, args, { ...(cwd && { cwd }), ...(env && { env }), timeout, stdin: 'ignore', stderr: 'ignore', reject: false });
  return result.failed ? undefined : result.stdout.trim();
}

/** The first executable of that name in the folders of a PATH. */
export function findOnPath(name: string, path: string = process.env['PATH'] ?? ''): string | undefined {
  return path.split(delimiter).filter((folder) => isAbsolute(folder)).map((folder) => join(folder, name)).find(isProgram);
}

export function isProgram(file: string): boolean {
  try {
    accessSync(file, constants.X_OK);
    return statSync(file).isFile();
  } catch {
    return false;
  }
}

/** Compares dotted versions number by number; a leading `v` or `go` and anything after `-` or `+` do not count. */
export function isAtLeast(version: string, least: string): boolean {
  const [a, b] = [version, least].map((text) => text.replace(/^\D+/, '').split(/[-+]/)[0]?.split('.').map(Number) ?? []);
  for (const index of [0, 1, 2]) {
    const difference = (a?.[index] ?? 0) - (b?.[index] ?? 0);
    if (difference !== 0) return difference > 0;
  }
  return true;
}
