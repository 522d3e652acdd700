import { readFile, rm, writeFile } from 'node:fs/promises';
import { afterAll, beforeAll, beforeEach, expect, it } from 'vitest';
import { prepareLayout } from '../../modules/engine/layout.ts';
import { refuseLostPassphrase, refuseWrongPassphrase } from '../../modules/engine/passphrase.ts';
import { runPulumi } from '../../modules/engine/run.ts';
import { ensureStack } from '../../modules/engine/stack.ts';
import { ChatiereError, renderProblem } from '../../modules/kernel/index.ts';
import { contents } from '../catalog/folder.ts';
import { type Bench, openBench } from './bench.ts';
import { environmentRefusals, filled } from './refusals/environment.ts';

let bench: Bench;
let right: string;
beforeAll(async () => {
  bench = await openBench();
  await bench.program('');
  await ensureStack(bench.engine, 'garde');
  right = await readFile(bench.engine.layout.passphrase, 'utf8');
});
afterAll(() => bench?.[Symbol.asyncDispose]());
beforeEach(() => writeFile(bench.engine.layout.passphrase, right));

const wrong = () => writeFile(bench.engine.layout.passphrase, 'une autre phrase\n');

async function refused(act: () => Promise<unknown>, name: keyof typeof environmentRefusals): Promise<void> {
  const { layout } = bench.engine;
  const error = await act().then(() => undefined, (thrown: unknown) => thrown);
  if (!(error instanceof ChatiereError)) throw error ?? new Error('nothing was refused');
  const said = (language: 'fr' | 'en') => error.problems.map((problem) => renderProblem(problem, language)).join('\n');
  expect({ exitCode: error.exitCode, fr: said('fr'), en: said('en') }).toEqual(filled(name, { passphrase: layout.passphrase }));
}
const unchanged = async (act: () => Promise<unknown>): Promise<void> => {
  const before = contents(bench.engine.layout.federation);
  await act();
  expect(contents(bench.engine.layout.federation)).toEqual(before);
};

it('is the stacks’ own', async () => {
  await refuseWrongPassphrase(bench.engine.layout);
  await refuseLostPassphrase(bench.engine.layout);
});

it('that is another is refused before Pulumi is asked, with nothing changed', async () => {
  await wrong();
  await unchanged(() => refused(() => refuseWrongPassphrase(bench.engine.layout), 'another passphrase'));
});

it('that is another is refused as clearly where Pulumi says so, and no resource is made', async () => {
  await runPulumi(bench.engine, { operation: 'up', stack: 'garde', listen: bench.listen });
  const state = await readFile(`${bench.engine.layout.state}/.pulumi/stacks/chatiere/garde.json`);
  await wrong();
  await refused(() => runPulumi(bench.engine, { operation: 'up', stack: 'garde', listen: bench.listen }), 'another passphrase, as Pulumi says it');
  expect(await readFile(`${bench.engine.layout.state}/.pulumi/stacks/chatiere/garde.json`)).toEqual(state);
});

it('that is gone is not made again while stacks need it', async () => {
  await rm(bench.engine.layout.passphrase);
  await unchanged(() => refused(() => prepareLayout(bench.engine.layout), 'a passphrase that is gone'));
});

it('that is empty is none', async () => {
  await writeFile(bench.engine.layout.passphrase, '\n');
  await unchanged(() => refused(() => prepareLayout(bench.engine.layout), 'an empty passphrase'));
});
