import { execa } from 'execa';

export interface Timed {
  readonly seconds: number;
  readonly stdout: string;
}

/** Runs a command to its end; rejects with what it said when it fails. */
export async function timed(command: string, args: readonly string[], environment: Readonly<Record<string, string>> = {}): Promise<Timed> {
  const started = performance.now();
  const { exitCode, stdout, stderr } = await execa(command, args, { env: environment, stdin: 'ignore', reject: false });
  const seconds = (performance.now() - started) / 1000;
  if (exitCode !== 0) throw new Error(`${command} ${args.join(' ')} exited ${exitCode}\n${stdout.slice(-4000)}\n${stderr.slice(-4000)}`);
  return { seconds, stdout };
}

/** Runs something several times, one after the other. */
export async function repeated<T>(times: number, act: (index: number) => Promise<T>): Promise<T[]> {
  const results: T[] = [];
  for (let index = 0; index < times; index++) results.push(await act(index));
  return results;
}
