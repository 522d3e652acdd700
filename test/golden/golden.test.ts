import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { canaries, DEMO_STACKS, demoFederation, stackGraph } from './demo.ts';
import type { Graph } from './graph.ts';

/**
 * Everything that each stack of examples/demo would make, to be read as a diff in review.
 * After a change that is meant: `npx vitest run test/golden -u`.
 */
describe('golden graphs of the demonstration federation', () => {
  const directory = demoFederation();
  afterAll(() => rmSync(directory, { recursive: true }));

  it.each(DEMO_STACKS)('%s', async (stack) => {
    await expect(readable(await stackGraph(directory, stack))).toMatchFileSnapshot(`./${stack}.json`);
  });

  it.each(DEMO_STACKS)('%s holds no secret in the clear', async (stack) => {
    const graph = JSON.stringify(await stackGraph(directory, stack));
    for (const canary of canaries()) expect(graph).not.toContain(canary);
  });

  it.each(DEMO_STACKS)('%s stays below 60 resources', async (stack) => {
    expect((await stackGraph(directory, stack)).resources.length).toBeLessThanOrEqual(60);
  });
});

/** Labels as a table, so that a changed one is one line; digests of what a stack is made from change with every source. The content hash in a local image's tag follows its recipe: not what these graphs are about. */
function readable(graph: Graph): string {
  const outputs = { ...(graph.outputs as Outputs), input: '<digest>', facts: Object.keys((graph.outputs as Outputs).facts) };
  const text = JSON.stringify({ ...graph, outputs }, (key, value: unknown) => (key === 'labels' && Array.isArray(value) ? table(value as LabelInput[]) : value), 2);
  return `${text.replace(/(chatiere\/[a-z-]+):[0-9a-f]{8,64}/g, '$1:<content>')}\n`;
}

interface Outputs {
  readonly facts: Readonly<Record<string, unknown>>;
}

interface LabelInput {
  readonly label: string;
  readonly value: string;
}

const table = (labels: readonly LabelInput[]): Record<string, string> => Object.fromEntries(labels.map(({ label, value }) => [label, value]));
