import { once } from 'node:events';
import { mkdir, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { spawn } from 'node:child_process';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { childEnvironment } from '../../modules/engine/environment.ts';
import { layoutOf } from '../../modules/engine/layout.ts';
import { withLocks } from '../../modules/engine/locks.ts';
import { endOrphans } from '../../modules/engine/recovery/orphans.ts';
import type { Text } from '../../modules/kernel/index.ts';

let folder: string;
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'chatiere-orphans-'));
});
afterEach(() => rm(folder, { recursive: true }));

const layout = () => layoutOf(folder);
/** What an operation on a stack started, and nobody looks after any more. */
const left = (stack: string) => spawn('sleep', ['600'], { env: childEnvironment({ layout: layout(), toolchain: { PATH: process.env['PATH'] ?? '' } }, stack), stdio: 'ignore' });

it('ends what an operation left running on these stacks, and nothing else', async () => {
  const [mine, others, elsewhere] = [left('mrc-demo'), left('village-demo'), spawn('sleep', ['600'], { stdio: 'ignore' })];
  await Promise.all([mine, others, elsewhere].map((child) => once(child, 'spawn')));
  const ended = once(mine, 'exit');
  expect(await endOrphans(layout(), ['mrc-demo', 'identity'])).toEqual(['mrc-demo']);
  expect((await ended)[1]).toBe('SIGKILL');
  expect([others.exitCode, others.signalCode, elsewhere.exitCode, elsewhere.signalCode]).toEqual([null, null, null, null]);
  for (const child of [others, elsewhere]) {
    child.kill();
    await once(child, 'exit');
  }
});

it('is told by who takes the locks, after which they are gone', async () => {
  const child = left('mrc-demo');
  await once(child, 'spawn');
  const ended = once(child, 'exit');
  const told: Text[] = [];
  await mkdir(layout().state, { recursive: true });
  await withLocks(layout(), ['mrc-demo'], (progress) => progress.kind === 'note' && told.push(progress.text), async () => void (await ended));
  expect(told.map(({ fr, en }) => [fr, en])).toEqual([[
    'pile « mrc-demo » : ce qu’une opération sans maître faisait encore tourner a été arrêté',
    'stack "mrc-demo": what an operation without an owner still had running was ended',
  ]]);
});
