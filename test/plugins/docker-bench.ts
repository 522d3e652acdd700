import { randomUUID } from 'node:crypto';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensureImages, localImageTag } from '../../modules/engine/toolchain/index.ts';
import { startPlugin, type Client, type Values } from './server-client.ts';

export const CONTAINER = 'docker:index/container:Container';
export const NETWORK = 'docker:index/network:Network';
export const VOLUME = 'docker:index/volume:Volume';

export const PLUGIN = join(import.meta.dirname, '..', '..', 'tools', 'plugins', 'docker', 'plugin.ts');

export const KEEP_RUNNING = ['sh', '-c', 'trap exit TERM; sleep 600 & wait'];

export interface Made {
  id: string;
  inputs: Values;
  state: Values;
}

/** The plugin on the engine of this machine. All it makes bears one label, by which it is cleared. */
export interface Bench {
  client: Client;
  /** `chatiere.test=<random>`, as the engine's list and as the plugin's inputs have it. */
  filter: string;
  labels: { label: string; value: string }[];
  image: string;
  /** A name that no other run takes. */
  name(part: string): string;
  /** Check, then create. */
  make(type: string, inputs: Values): Promise<Made>;
  /** Inputs of a container that runs until told to stop. */
  service(inputs?: Values): Values;
  /** The Docker command line's answer. */
  docker(...args: string[]): Promise<string>;
  clear(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  await ensureImages(['busybox']);
  const value = randomUUID().slice(0, 8);
  const client = await startPlugin(PLUGIN);
  await client.configure({ host: process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock' });
  const labels = [{ label: 'chatiere.test', value }];
  const image = localImageTag('busybox');
  return {
    client,
    filter: `chatiere.test=${value}`,
    labels,
    image,
    name: (part) => `chatiere-test-${value}-${part}`,
    async make(type, inputs) {
      const checked = await client.check(type, { labels, ...inputs });
      if (Object.keys(checked.failures).length > 0) throw new Error(JSON.stringify(checked.failures));
      return { inputs: checked.inputs, ...(await client.create(type, checked.inputs)) };
    },
    service: (inputs = {}) => ({ image, command: KEEP_RUNNING, ...inputs }),
    docker,
    async clear() {
      await client.stop();
      await removeAll(`chatiere.test=${value}`);
    },
  };
}

export async function docker(...args: string[]): Promise<string> {
  return (await execa('docker', args)).stdout;
}

/** Containers, then what they used. */
export async function removeAll(label: string): Promise<void> {
  const ids = async (...list: string[]) => (await docker(...list, '--filter', `label=${label}`, '--quiet')).split('\n').filter(Boolean);
  for (const id of await ids('ps', '--all')) await docker('rm', '--force', '--volumes', id);
  for (const id of await ids('network', 'ls')) await docker('network', 'rm', id);
  for (const id of await ids('volume', 'ls')) await docker('volume', 'rm', '--force', id);
}
