import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { execa } from 'execa';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { ensureStack } from '../../modules/engine/stack.ts';
import { damageOf } from '../../modules/engine/state/integrity.ts';
import { parseCheckpoint, readContent } from '../../modules/engine/state/store.ts';
import { ExitCode } from '../../modules/kernel/index.ts';
import { type Bench, openBench } from './bench.ts';

/** More with CHATIERE_ROUNDS; each is eight processes. */
const ROUNDS = Number(process.env['CHATIERE_ROUNDS'] ?? 2);

let bench: Bench;
let journal: string;
beforeAll(async () => {
  bench = await openBench();
  journal = join(bench.engine.layout.federation, 'journal');
  // Each update writes when it begins and when it ends; two at once would mingle.
  await bench.program(`
    export const stack = pulumi.getStack();
    new command.local.Command('work', { create: pulumi.interpolate\`echo "begin \${stack}" >> ${journal}; sleep 0.3; echo "end \${stack}" >> ${journal}\`, triggers: [Date.now()] });`);
  await ensureStack(bench.engine, 'host.essai');
});
afterAll(() => bench?.[Symbol.asyncDispose]());

/** Processes that each want to update a stack, begun at the same moment. */
async function contend(stacks: readonly string[]): Promise<{ exitCode: number; stderr: string }[]> {
  const contenders = stacks.map((stack) => execa(process.execPath, ['--disable-warning=ExperimentalWarning', join(import.meta.dirname, 'contender.ts'), stack], { input: JSON.stringify(bench.engine), reject: false }));
  await Promise.all(contenders.map(({ stdout }) => once(stdout, 'data')));
  for (const contender of contenders) contender.kill('SIGUSR2');
  return Promise.all(contenders.map(async (contender) => {
    const { exitCode, stderr } = await contender;
    return { exitCode: exitCode ?? -1, stderr };
  }));
}

const lines = (): string[] => readFileSync(journal, 'utf8').trim().split('\n');

it.each(Array.from({ length: ROUNDS }, (_, index) => index + 1))('of eight that want one stack, one works and the others are told by whom (round %i)', async () => {
  const results = await contend(Array<string>(8).fill('mrc-demo'));
  const won = results.filter(({ exitCode }) => exitCode === ExitCode.ok);
  const refused = results.filter(({ exitCode }) => exitCode === ExitCode.locked);
  expect(won.length).toBeGreaterThanOrEqual(1);
  expect([...won, ...refused], JSON.stringify(results)).toHaveLength(8);
  for (const { stderr } of refused) expect(stderr).toMatch(/^stack "mrc-demo" is in use by .*, pid \d+, since /);
  // Begin and end take turns: never two writers.
  expect(lines().every((line, index) => line === (index % 2 === 0 ? 'begin mrc-demo' : 'end mrc-demo'))).toBe(true);
  expect(damageOf(bench.engine.layout, 'mrc-demo')).toBeUndefined();
});

it('eight that each want their own stack all get it', async () => {
  const stacks = Array.from({ length: 8 }, (_, index) => `village-${'abcdefgh'[index]}`);
  const results = await contend(stacks);
  expect(results.map(({ exitCode }) => exitCode), JSON.stringify(results)).toEqual(stacks.map(() => ExitCode.ok));
  for (const stack of stacks) {
    expect(lines()).toContain(`end ${stack}`);
    const checkpoint = parseCheckpoint(readContent(bench.engine.layout, stack) as Buffer);
    expect(checkpoint?.outputs['stack']).toBe(stack);
    expect(checkpoint?.pending).toEqual([]);
  }
});
