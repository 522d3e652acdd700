import { availableParallelism, loadavg, totalmem } from 'node:os';
import { execa } from 'execa';

/** What the figures depend on, in French for the README. */
export async function describeMachine(): Promise<string> {
  const version = async (command: string, ...args: string[]) => (await execa(command, args, { reject: false })).stdout.trim() || 'absent';
  const [docker, pulumi] = await Promise.all([version('docker', 'version', '--format', '{{.Server.Version}}'), version('pulumi', 'version')]);
  return `${availableParallelism()} cœurs, ${Math.round(totalmem() / 1024 ** 3)} Gio, Docker ${docker}, Pulumi ${pulumi.replace(/^v/, '')}, Node ${process.versions.node}`;
}

/** Load averages of 1, 5 and 15 minutes: figures taken on a busy machine say so. */
export const load = (): string => loadavg().map((value) => value.toFixed(2)).join(' ');
