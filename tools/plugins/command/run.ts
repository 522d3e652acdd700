import { spawn, type ChildProcessWithoutNullStreams } from 'node:child_process';
import type { Readable } from 'node:stream';
import type { Log } from '../server/index.ts';

export interface Invocation {
  line: string;
  interpreter: readonly string[];
  /** Added to the plugin's own. */
  environment: Record<string, string>;
  stdin: string;
  /** The plugin's own when absent: the program's. */
  directory?: string;
  /** Which output is shown while the command runs. */
  shown: { stdout: boolean; stderr: boolean };
}

/** Without the last line break. */
export interface Output {
  stdout: string;
  stderr: string;
}

/** Of both outputs together, how much an error tells (characters): it travels in a header of limited size. */
const TOLD = 8_000;

/** @throws Error with how the command ended and the end of what it wrote, when that was not success */
export async function run(invocation: Invocation, signal: AbortSignal, log: Log): Promise<Output> {
  const child = start(invocation, signal);
  const both: Buffer[] = [];
  const [stdout, stderr] = [collect(child.stdout, both), collect(child.stderr, both)];
  const shown = [invocation.shown.stdout && show(child.stdout, log), invocation.shown.stderr && show(child.stderr, log)];
  const end = await ended(child, signal);
  await Promise.all(shown.map((each) => each && each()));
  if (end !== undefined) throw new Error(`${end}: running ${JSON.stringify(invocation.line)}:\n${lastOf(text(both))}`);
  return { stdout: text(stdout).replace(/\n$/, ''), stderr: text(stderr).replace(/\n$/, '') };
}

function collect(stream: Readable, both: Buffer[]): Buffer[] {
  const pieces: Buffer[] = [];
  stream.on('data', (piece: Buffer) => {
    pieces.push(piece);
    both.push(piece);
  });
  return pieces;
}

/** Shows line by line while the command runs; what it gives waits until all is shown. */
function show(stream: Readable, log: Log): () => Promise<unknown> {
  const lines: Promise<void>[] = [];
  let rest = '';
  stream.on('data', (piece: Buffer) => {
    const parts = (rest + piece.toString('utf8')).split('\n');
    rest = parts.pop() ?? '';
    lines.push(...parts.map((line) => log('info', line)));
  });
  return () => Promise.all(rest === '' ? lines : [...lines, log('info', rest)]);
}

function start(invocation: Invocation, signal: AbortSignal): ChildProcessWithoutNullStreams {
  signal.throwIfAborted();
  const [program = '/bin/sh', ...words] = invocation.interpreter;
  const child = spawn(program, [...words, invocation.line], {
    env: { ...process.env, ...invocation.environment },
    ...(invocation.directory === undefined ? {} : { cwd: invocation.directory }),
    signal,
    killSignal: 'SIGKILL',
  });
  // A command need not read what it is given.
  child.stdin.on('error', () => {});
  child.stdin.end(invocation.stdin);
  return child;
}

/** How it failed; undefined when it did not. */
function ended(child: ChildProcessWithoutNullStreams, signal: AbortSignal): Promise<string | undefined> {
  return new Promise((resolve) => {
    child.on('error', (error) => {
      if (!signal.aborted) resolve(error.message);
    });
    // What a killed command started may hold the pipes open for long.
    child.on('exit', (_code, killed) => {
      if (!signal.aborted) return;
      leave(child);
      resolve(`signal: ${killed ?? 'cancelled'}`);
    });
    child.on('close', (code, killed) => resolve(code === 0 ? undefined : code === null ? `signal: ${killed}` : `exit status ${code}`));
  });
}

function leave(child: ChildProcessWithoutNullStreams): void {
  child.stdout.destroy();
  child.stderr.destroy();
}

const text = (pieces: readonly Buffer[]): string => Buffer.concat(pieces).toString('utf8');

function lastOf(written: string): string {
  if (written.length <= TOLD) return written;
  const kept = written.slice(-TOLD);
  return `[…]\n${kept.slice(kept.indexOf('\n') + 1)}`;
}
