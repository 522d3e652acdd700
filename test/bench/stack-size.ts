import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { TestFederation } from '../e2e/federation.ts';
import type { Figure } from './figure.ts';

/** Resources and bytes of state of every stack of a federation that is up. */
export async function stackSizes({ directory }: TestFederation): Promise<Figure[]> {
  const folder = join(directory, 'state', '.pulumi', 'stacks', 'chatiere');
  const files = (await readdir(folder)).filter((file) => file.endsWith('.json'));
  const sizes = await Promise.all(files.map(async (file) => {
    const state = await readFile(join(folder, file));
    const { checkpoint } = JSON.parse(state.toString('utf8')) as { checkpoint: { latest?: { resources?: unknown[] } } };
    return { resources: checkpoint.latest?.resources?.length ?? 0, kilobytes: state.length / 1000 };
  }));
  return [
    { what: 'ressources de la plus grande pile', unit: '', samples: [Math.max(...sizes.map(({ resources }) => resources))], bound: { atMost: 60 } },
    { what: 'état de la plus grande pile', unit: 'kB', samples: [Math.max(...sizes.map(({ kilobytes }) => kilobytes))], bound: { atMost: 300 } },
  ];
}
