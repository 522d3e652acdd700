import { rmSync } from 'node:fs';
import { afterAll, describe, expect, it } from 'vitest';
import { canaries, DEMO_STACKS, demoFederation, readable, stackGraph } from './demo.ts';

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
