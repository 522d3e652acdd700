import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestFederation } from '../e2e/federation.ts';
import type { Figure } from './figure.ts';

interface StackSize {
  readonly resources: number;
  readonly kilobytes: number;
}

const folderOf = (directory: string): string => join(directory, 'state', '.pulumi', 'stacks', 'chatiere');

/** Of the state of one stack, the stack itself and its references included. */
export async function stackSize(directory: string, stack: string): Promise<StackSize> {
  const state = await readFile(join(folderOf(directory), `${stack}.json`));
  const { checkpoint } = JSON.parse(state.toString('utf8')) as { checkpoint: { latest?: { resources?: unknown[] } } };
  return { resources: checkpoint.latest?.resources?.length ?? 0, kilobytes: state.length / 1000 };
}

/** Resources and bytes of state of every stack of a federation that is up. */
export async function stackSizes({ directory }: TestFederation): Promise<Figure[]> {
  const stacks = (await readdir(folderOf(directory))).filter((file) => file.endsWith('.json')).map((file) => file.slice(0, -'.json'.length));
  const sizes = await Promise.all(stacks.map((stack) => stackSize(directory, stack)));
  return [
    { what: 'ressources de la plus grande pile', unit: '', samples: [Math.max(...sizes.map(({ resources }) => resources))], bound: { atMost: 60 } },
    { what: 'état de la plus grande pile', unit: 'kB', samples: [Math.max(...sizes.map(({ kilobytes }) => kilobytes))], bound: { atMost: 300 } },
  ];
}
