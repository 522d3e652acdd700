import { setTimeout as pause } from 'node:timers/promises';
import type Docker from 'dockerode';
import type { Inputs, Values } from '../server/index.ts';
import { engineWords, isUnchanged } from './connection.ts';
import { fullLogs } from './logs.ts';
import { upload } from './uploads.ts';

/** How often health is asked (ms). */
const INTERVAL = 250;

/**
 * What follows the making of a container: networks, files, start, health, end. Gives its logs when it was attached with logs.
 *
 * @throws Error with the provider's words; the container stays as it is then
 */
export async function begin(docker: Docker, container: Docker.Container, inputs: Inputs, signal: AbortSignal): Promise<string> {
  await joinNetworks(docker, container.id, (inputs['networksAdvanced'] ?? []) as Values[]);
  for (const file of (inputs['uploads'] ?? []) as Values[]) await upload(container, file);
  if (inputs['start'] === true) {
    await told('Unable to start container', () => container.start());
    if (inputs['wait'] === true) await untilHealthy(container, Number(inputs['waitTimeout']), signal);
  }
  return inputs['attach'] === true ? untilEnd(container, inputs, signal) : '';
}

/** The default network is left first: a container is on the networks that it names and on no other. */
async function joinNetworks(docker: Docker, id: string, networks: readonly Values[]): Promise<void> {
  if (networks.length === 0) return;
  await docker.getNetwork('bridge').disconnect({ Container: id }).catch((error: unknown) => {
    const words = engineWords(error);
    if (!words.includes('is not connected to the network bridge')) throw new Error(`Unable to disconnect the default network: ${words}`);
  });
  for (const { name, aliases, ipv4Address } of networks) {
    const endpoint = { Aliases: (aliases ?? []) as string[], IPAMConfig: ipv4Address ? { IPv4Address: String(ipv4Address) } : {} };
    await told(`Unable to connect to network '${name}'`, () =>
      docker.getNetwork(String(name)).connect({ Container: id, EndpointConfig: endpoint }),
    );
  }
}

async function untilHealthy(container: Docker.Container, seconds: number, signal: AbortSignal): Promise<void> {
  const deadline = Date.now() + seconds * 1000;
  while (Date.now() < deadline) {
    signal.throwIfAborted();
    const { State: state } = await container.inspect();
    if (state.Health === undefined || state.Health === null) throw new Error(NO_HEALTHCHECK);
    if (state.Health.Status === 'healthy') return;
    await pause(INTERVAL);
  }
  throw new Error('container failed to be in healthy state');
}

const NO_HEALTHCHECK =
  "you have supplied a 'wait' argument, but the container does not have a healthcheck defined. " +
  "Please remove the 'wait' argument or add a 'healthcheck' attribute";

async function untilEnd(container: Docker.Container, inputs: Inputs, signal: AbortSignal): Promise<string> {
  await told('Unable to wait container end of execution', () => container.wait({ condition: 'not-running', abortSignal: signal }));
  return inputs['logs'] === true ? fullLogs(container, inputs['tty'] === true) : '';
}

async function told(what: string, work: () => Promise<unknown>): Promise<void> {
  try {
    await work();
  } catch (error) {
    if (!isUnchanged(error)) throw new Error(`${what}: ${engineWords(error)}`);
  }
}
