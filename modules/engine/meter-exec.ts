import { PassThrough } from 'node:stream';
import type Docker from 'dockerode';
import type { Federation } from '../federation/index.ts';
import { label } from '../kernel/index.ts';
import { withDocker } from './docker.ts';

/** What the meter's program said, and its exit code. */
export interface MeterAnswer {
  readonly code: number;
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs the program of a host's meter, inside its container: `read --from … --to …`. Undefined where that host has no running meter.
 * Everything that asks a meter takes one of these, so that recorded windows can stand for it.
 */
export type MeterExec = (host: string, args: readonly string[]) => Promise<MeterAnswer | undefined>;

/** Through the engine of each host. @throws ChatiereError where an engine does not answer. */
export function dockerMeters(federation: Federation): MeterExec {
  return async (host, args) => {
    const engine = federation.hosts.get(host)?.engine;
    return engine === undefined ? undefined : withDocker(engine, (docker) => execIn(docker, federation.sheet.id, host, args));
  };
}

async function execIn(docker: Docker, federation: string, host: string, args: readonly string[]): Promise<MeterAnswer | undefined> {
  const labels = [`${label.federation}=${federation}`, `${label.host}=${host}`, `${label.provides}=meter`, `${label.role}=service`];
  const [container] = await docker.listContainers({ filters: { label: labels, status: ['running'] } });
  if (!container) return undefined;
  const exec = await docker.getContainer(container.Id).exec({ Cmd: ['meter', ...args], AttachStdout: true, AttachStderr: true });
  const stream = await exec.start({ hijack: false, stdin: false });
  const [stdout, stderr] = [new PassThrough(), new PassThrough()];
  docker.modem.demuxStream(stream, stdout, stderr);
  const ended = new Promise<void>((resolve, reject) => {
    for (const event of ['end', 'close']) stream.on(event, resolve);
    stream.on('error', reject);
  }).finally(() => [stdout, stderr].forEach((one) => one.end()));
  const [out, err] = await Promise.all([textOf(stdout), textOf(stderr), ended]);
  const { ExitCode: code } = await exec.inspect();
  return { code: code ?? 1, stdout: out, stderr: err };
}

/** Bytes first: a letter may come in two pieces. */
async function textOf(stream: PassThrough): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of stream) parts.push(part as Buffer);
  return Buffer.concat(parts).toString();
}
