import { ChatiereError, ExitCode, text } from '../kernel/index.ts';
import { withDocker } from './docker.ts';
import type { Engine } from './environment.ts';
import { takenPorts } from './ports.ts';
import type { Session } from './session.ts';
import { findOnPath } from './toolchain/index.ts';

/** Refuses, before anything is made, what would fail halfway: no `docker` command for the jobs, ports of the edge in somebody else's hands. */
export async function checkHosts({ federation }: Session, { toolchain }: Engine, hosts: readonly string[]): Promise<void> {
  const docker = hosts.filter((name) => federation.hosts.get(name)?.target === 'docker');
  if (docker.length > 0 && findOnPath('docker', toolchain['PATH']) === undefined) throw noClient();
  const problems = await Promise.all(docker.map(async (name) => {
    const host = federation.hosts.get(name);
    // Of an engine elsewhere we see neither processes nor addresses.
    if (host?.target !== 'docker' || !host.engine.startsWith('unix://')) return [];
    return withDocker(host.engine, (docker) => takenPorts(docker, federation.sheet.id, name, host.edge));
  }));
  if (problems.flat().length > 0) throw new ChatiereError(problems.flat());
}

const noClient = (): ChatiereError =>
  new ChatiereError({
    code: 'docker-client-missing',
    what: text('la commande « docker » manque, et les tâches des instances en ont besoin : rien n’est commencé', 'the "docker" command is missing, and the jobs of instances need it: nothing is begun'),
    next: text('installer le client Docker (docker-cli), ou voir « chatiere doctor »', 'install the Docker client (docker-cli), or see "chatiere doctor"'),
  }, ExitCode.failure);
