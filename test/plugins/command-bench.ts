import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import empties from 'google-protobuf/google/protobuf/empty_pb.js';
import { startPlugin, type Client, type Failure, type Values } from './server-client.ts';

export const COMMAND = 'command:local:Command';

const PLUGIN = join(import.meta.dirname, '..', '..', 'tools', 'plugins', 'command', 'plugin.ts');

export interface Bench {
  client: Client;
  /** A folder for what commands leave. */
  folder: string;
  make(inputs: Values): Promise<{ id: string; inputs: Values; state: Values }>;
  cancel(): Promise<void>;
  clear(): Promise<void>;
}

export async function openBench(): Promise<Bench> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-command-'));
  const client = await startPlugin(PLUGIN, [], { GIVEN_TO_THE_PLUGIN: 'inherited' });
  await client.configure({});
  return {
    client,
    folder,
    async make(inputs) {
      const checked = await client.check(COMMAND, inputs);
      if (Object.keys(checked.failures).length > 0) throw new Error(JSON.stringify(checked.failures));
      return { inputs: checked.inputs, ...(await client.create(COMMAND, checked.inputs)) };
    },
    cancel: () => new Promise((resolve, reject) => client.raw.cancel(new empties.Empty(), (error) => (error ? reject(error) : resolve()))),
    async clear() {
      await client.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

export const failing = (work: Promise<unknown>): Promise<Failure> =>
  work.then(() => { throw new Error('should fail'); }, (error: Failure) => error);
