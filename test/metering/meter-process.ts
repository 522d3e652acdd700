import { type ChildProcess, spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { FEDERATION } from './fake-engine.ts';

const PROGRAM = join(import.meta.dirname, '..', '..', 'modules', 'metering', 'meter.ts');
const NODE = [process.execPath, '--disable-warning=ExperimentalWarning'] as const;

/** What the meter says after a sample. */
export interface Sampled {
  readonly event: string;
  readonly written: boolean;
  readonly seconds?: number;
  readonly gap?: string;
  readonly step?: number;
}

/** A real meter in a process of its own, that samples when it is told to and by the time that it is told. */
export class MeterProcess {
  readonly child: ChildProcess;
  readonly #lines: AsyncIterator<string>;
  readonly log: Record<string, unknown>[] = [];
  errors = '';

  constructor(args: readonly string[], { prefix = [] }: { readonly prefix?: readonly string[] } = {}) {
    const [command = '', ...rest] = [...prefix, ...NODE, PROGRAM, 'run', '--host', 'serveur-1', '--federation', FEDERATION, '--trigger', 'stdin', ...args];
    this.child = spawn(command, rest, { stdio: ['pipe', 'pipe', 'pipe'] });
    this.child.stderr?.on('data', (part) => (this.errors += part));
    // A killed meter no longer reads.
    this.child.stdin?.on('error', () => undefined);
    this.#lines = createInterface({ input: this.child.stdout as NodeJS.ReadableStream })[Symbol.asyncIterator]();
  }

  /** Asks for a sample without waiting for it. */
  trigger(wall: number): void {
    this.child.stdin?.write(`${wall}\n`);
  }

  /** The answer to the next sample; undefined when the process ends without one. */
  async answer(): Promise<Sampled | undefined> {
    for (let next = await this.#lines.next(); !next.done; next = await this.#lines.next()) {
      const line = JSON.parse(next.value) as Sampled;
      if (line.event === 'sampled') return line;
      this.log.push(line as unknown as Record<string, unknown>);
    }
    return undefined;
  }

  async sample(wall: number): Promise<Sampled> {
    this.trigger(wall);
    const answer = await this.answer();
    if (answer === undefined) throw new Error(`the meter ended: ${this.errors}`);
    return answer;
  }

  async kill(): Promise<void> {
    this.child.kill('SIGKILL');
    await this.#ended();
  }

  /** Lets it end by itself. */
  async end(): Promise<number | null> {
    this.child.stdin?.end();
    await this.#ended();
    return this.child.exitCode;
  }

  async #ended(): Promise<void> {
    if (this.child.exitCode === null && this.child.signalCode === null) await once(this.child, 'close');
  }
}

/** One of the meter's other commands. */
export function meter(...args: readonly string[]): { readonly status: number | null; readonly lines: readonly Record<string, unknown>[]; readonly errors: string } {
  const [command, ...options] = NODE;
  const { status, stdout, stderr } = spawnSync(command, [...options, PROGRAM, ...args], { encoding: 'utf8' });
  return { status, lines: stdout.split('\n').filter(Boolean).map((line) => JSON.parse(line) as Record<string, unknown>), errors: stderr };
}
