import { execa } from 'execa';
import { vi } from 'vitest';
import { localImageTag } from '../../tools/images/index.ts';

const LABEL = `chatiere.test=images-${process.pid}`;
const docker = async (...args: string[]): Promise<string> => (await execa('docker', args, { stdin: 'ignore' })).stdout;

/** What every service of the catalog gets, so that an image that needs more fails here. */
export const HARDENED = ['--read-only', '--cap-drop=ALL', '--security-opt=no-new-privileges'];

/** A container of a local image; everything made here goes away with `removeAll`. */
export class Container {
  readonly id: string;

  private constructor(id: string) {
    this.id = id;
  }

  static async start(image: string, options: readonly string[], command: readonly string[] = []): Promise<Container> {
    return new Container(await docker('run', '--detach', '--label', LABEL, ...options, localImageTag(image), ...command));
  }

  /** Exit code and both streams of a command inside. */
  async run(...command: string[]): Promise<{ exitCode: number | undefined; output: string }> {
    const { exitCode, all } = await execa('docker', ['exec', this.id, ...command], { all: true, reject: false, stdin: 'ignore' });
    return { exitCode, output: all };
  }

  /** Waits until a command inside succeeds; shows the log when it never does. */
  async until(seconds: number, ...command: string[]): Promise<void> {
    await vi.waitUntil(async () => (await this.run(...command)).exitCode === 0, { timeout: seconds * 1000, interval: 250 }).catch(async (error: unknown) => {
      throw new Error(`${String(error)}\n${await this.log()}`);
    });
  }

  async log(): Promise<string> {
    return (await execa('docker', ['logs', this.id], { all: true })).all;
  }

  async inspect(format: string): Promise<string> {
    return docker('inspect', '--format', format, this.id);
  }

  /** Stops it as the engine would and gives its exit code. */
  async stop(): Promise<number> {
    await docker('stop', '--time', '30', this.id);
    return this.exitCode();
  }

  async kill(): Promise<void> {
    await docker('kill', this.id);
  }

  /** Waits for its end. */
  async exitCode(): Promise<number> {
    return Number(await docker('wait', this.id));
  }

  async address(): Promise<string> {
    return this.inspect('{{range .NetworkSettings.Networks}}{{.IPAddress}}{{end}}');
  }
}

export const createVolume = (): Promise<string> => docker('volume', 'create', '--label', LABEL);
export const createNetwork = async (name: string): Promise<string> => {
  await docker('network', 'create', '--label', LABEL, name);
  return name;
};

export async function removeAll(): Promise<void> {
  const filter = ['--filter', `label=${LABEL}`];
  for (const [list, remove] of [
    [['ps', '--all', '--quiet', ...filter], ['rm', '--force', '--volumes']],
    [['volume', 'ls', '--quiet', ...filter], ['volume', 'rm', '--force']],
    [['network', 'ls', '--quiet', ...filter], ['network', 'rm']],
  ] as const) {
    const found = (await docker(...list)).split('\n').filter(Boolean);
    if (found.length > 0) await docker(...remove, ...found);
  }
}
