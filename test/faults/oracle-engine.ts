import type Docker from 'dockerode';
import { label } from '../../modules/kernel/index.ts';
import { differences, idsOf, type Resource } from './checkpoint.ts';

/** How what carries a stack's label differs from what its state holds, and what of it does not run as it should. */
export async function engineProblems(docker: Docker, federation: string, stack: string, resources: readonly Resource[]): Promise<string[]> {
  const filters = { label: [`${label.federation}=${federation}`, `${label.stack}=${stack}`] };
  const [containers, networks, { Volumes: volumes }] = await Promise.all([docker.listContainers({ all: true, filters }), docker.listNetworks({ filters }), docker.listVolumes({ filters })]);
  const names = new Map([...containers.map(({ Id, Names }) => [Id, Names[0] ?? Id] as const), ...networks.map(({ Id, Name }) => [Id, Name] as const)]);
  const name = (id: string): string => names.get(id) ?? id;
  return [
    ...differences('container', containers.map(({ Id }) => Id), idsOf(resources, 'docker:index/container:Container'), name),
    ...differences('network', networks.map(({ Id }) => Id), idsOf(resources, 'docker:index/network:Network'), name),
    ...differences('volume', volumes.map(({ Name }) => Name), idsOf(resources, 'docker:index/volume:Volume')),
    ...containers.flatMap(({ Names, Labels, State, Status }) => lifeProblems(Names[0] ?? '', Labels[label.role], State, Status)),
  ];
}

function lifeProblems(name: string, role: string | undefined, state: string, status: string): string[] {
  if (role === 'service' && (state !== 'running' || /unhealthy|starting/.test(status))) return [`service ${name}: ${status}`];
  if (role === 'job' && !(state === 'exited' && status.startsWith('Exited (0)'))) return [`job ${name}: ${status || state}`];
  if (role === 'carrier' && state !== 'created') return [`carrier ${name}: ${status || state}`];
  return [];
}

/** Takes away everything of a stack, data included; how many objects went. */
export async function clearEngine(docker: Docker, federation: string, stack: string): Promise<number> {
  const filters = { label: [`${label.federation}=${federation}`, `${label.stack}=${stack}`] };
  const containers = await docker.listContainers({ all: true, filters });
  await Promise.all(containers.map(({ Id }) => docker.getContainer(Id).remove({ force: true, v: true })));
  const [networks, { Volumes: volumes }] = await Promise.all([docker.listNetworks({ filters }), docker.listVolumes({ filters })]);
  await Promise.all([...networks.map(({ Id }) => docker.getNetwork(Id).remove()), ...volumes.map(({ Name }) => docker.getVolume(Name).remove())]);
  return containers.length + networks.length + volumes.length;
}
