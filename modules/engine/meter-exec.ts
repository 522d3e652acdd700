import type Docker from 'dockerode';
import type { Federation } from '../federation/index.ts';
import { ChatiereError, label, text } from '../kernel/index.ts';
import { withDocker } from './docker.ts';
import { type Executed, execIn } from './exec-in.ts';

/** What the meter's program said, and its exit code. */
export type MeterAnswer = Executed;

/**
 * Runs the program of a host's meter, inside its container: `read --from … --to …`. Undefined where that host has no running meter.
 * Everything that asks a meter takes one of these, so that recorded windows can stand for it.
 */
export type MeterExec = (host: string, args: readonly string[]) => Promise<MeterAnswer | undefined>;

/** Through the engine of each host. @throws ChatiereError where an engine does not answer, and of a cluster. */
export function dockerMeters(federation: Federation): MeterExec {
  return async (host, args) => {
    const sheet = federation.hosts.get(host);
    if (sheet?.target === 'kubernetes') throw noneOnCluster(host);
    return sheet === undefined ? undefined : withDocker(sheet.engine, (docker) => answerOf(docker, federation.sheet.id, host, args));
  };
}

async function answerOf(docker: Docker, federation: string, host: string, args: readonly string[]): Promise<MeterAnswer | undefined> {
  const meter = await runningMeter(docker, federation, host);
  return meter && execIn(docker, meter.Id, ['meter', ...args]);
}

/** The container of a host's meter; undefined where none runs. */
export async function runningMeter(docker: Docker, federation: string, host: string): Promise<Docker.ContainerInfo | undefined> {
  const labels = [`${label.federation}=${federation}`, `${label.host}=${host}`, `${label.provides}=meter`, `${label.role}=service`];
  return (await docker.listContainers({ filters: { label: labels, status: ['running'] } }))[0];
}

const noneOnCluster = (host: string): ChatiereError =>
  new ChatiereError({
    code: 'no-meter-on-cluster',
    what: text(`serveur ${host} : pas de relevé, il n’y a pas encore de compteur pour une grappe`, `host ${host}: no reading, there is no meter for a cluster yet`),
    where: { file: `hosts/${host}.yaml`, field: 'target' },
  });
