import { Writable } from 'node:stream';
import type Docker from 'dockerode';

/** What a command in a container wrote, and its exit code. */
export interface Executed {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

export interface ExecOptions {
  /** `NAME=value`, beside the container's own. */
  readonly environment?: readonly string[];
  /** Gives the command up, not its process: rejects with the signal's reason. */
  readonly signal?: AbortSignal;
  /** Of each stream, in bytes; what is longer is cut. */
  readonly most?: number;
}

/** Runs a command beside what runs in a container. @rejects with the engine's own error: 404 and 409 where the container does not run. */
export async function execIn(docker: Docker, container: string, argv: readonly string[], { environment, signal, most = Infinity }: ExecOptions = {}): Promise<Executed> {
  const abort = signal ? { abortSignal: signal } : {};
  const exec = await docker.getContainer(container).exec({ Cmd: [...argv], AttachStdout: true, AttachStderr: true, ...(environment ? { Env: [...environment] } : {}), ...abort });
  const stream = await exec.start(abort);
  const [stdout, stderr] = [new Kept(most), new Kept(most)];
  await new Promise<void>((resolve, reject) => {
    for (const event of ['end', 'close']) stream.on(event, resolve);
    stream.on('error', reject);
    signal?.addEventListener('abort', () => reject(signal.reason as Error), { once: true });
    docker.modem.demuxStream(stream, stdout, stderr);
  });
  const { ExitCode: code } = await exec.inspect(abort);
  return { code: code ?? -1, stdout: stdout.text, stderr: stderr.text };
}

/** Bytes first: a letter may come in two pieces. */
class Kept extends Writable {
  readonly #parts: Buffer[] = [];
  readonly #most: number;
  #size = 0;

  constructor(most: number) {
    super();
    this.#most = most;
  }

  override _write(part: Buffer, _: string, done: () => void): void {
    const kept = part.subarray(0, Math.max(0, this.#most - this.#size));
    this.#parts.push(kept);
    this.#size += kept.length;
    done();
  }

  get text(): string {
    return Buffer.concat(this.#parts).toString();
  }
}
