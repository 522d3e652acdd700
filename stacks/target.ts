import type { HostInput, InstanceInput } from '../modules/input/index.ts';
import type { DeployOptions, Target } from '../modules/targets/index.ts';

/** The target of a host, and how to reach it; loads the library of its own plugin alone. */
export async function targetOf(input: HostInput | InstanceInput, facts: DeployOptions['facts']): Promise<{ target: Target; options: DeployOptions }> {
  const { host, connection } = input;
  if (connection.target === 'docker') return (await import('./docker.ts')).targetOf({ host, engine: connection.engine }, facts);
  return (await import('./kubernetes.ts')).targetOf(input as InstanceInput, connection, facts);
}
