import { isDeepStrictEqual } from 'node:util';
import type Docker from 'dockerode';
import type { Inputs, State } from '../server/index.ts';
import { engineWords } from './connection.ts';
import { resources, restartPolicy } from './container-creation.ts';

/** The inputs that Docker can change on an existing container. */
const CHANGEABLE = ['restart', 'maxRetryCount', 'cpuShares', 'memory', 'memoryReservation', 'cpuSet', 'memorySwap'];

/**
 * Starts a stopped container that must run, without waiting for its health, and applies limits. All else that is updated in
 * place (health check, tmpfs, init) is left to the next replacement: Docker cannot change it.
 */
export async function bringUpToDate(container: Docker.Container, olds: State, news: Inputs): Promise<void> {
  if (olds['mustRun'] === false && news['mustRun'] === true && news['start'] === true) {
    await words('Unable to start container', () => container.start());
  }
  if (CHANGEABLE.every((name) => isDeepStrictEqual(olds[name] ?? undefined, news[name] ?? undefined))) return;
  await words('Unable to update a container', () => container.update({ ...resources(news), RestartPolicy: restartPolicy(news) }));
}

async function words(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    throw new Error(`${what}: ${engineWords(error)}`);
  }
}
