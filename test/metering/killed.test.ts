import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { openBeside } from '../../modules/metering/ledger.ts';
import { gapsIn, windowsIn } from '../../modules/metering/ledger-read.ts';
import type { Recorded } from '../../modules/metering/index.ts';
import { FakeEngine, instanceLabels, listed, platformLabels } from './fake-engine.ts';
import { FakeHost, idOf } from './fake-host.ts';
import { MeterProcess } from './meter-process.ts';

const KILLS = 50;
const START = 1_795_651_200;
const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const folder = mkdtempSync(join(tmpdir(), 'chatiere-killed-'));
const host = new FakeHost();
const engine = new FakeEngine();

beforeAll(async () => {
  await engine.start();
  engine.list = [listed(idOf('a'), instanceLabels('mrc-demo', 'miniflux')), listed(idOf('b'), instanceLabels('village-demo', 'miniflux')), listed(idOf('c'), platformLabels('meter', 'meter'), 'host')];
  for (const letter of ['a', 'b', 'c']) host.start(idOf(letter), { cpuSeconds: 1000 });
});
afterAll(async () => {
  await engine.stop();
  host.remove();
  rmSync(folder, { recursive: true, force: true });
});

interface Totals {
  readonly windows: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly package: number;
  readonly received: number;
  readonly containers: Readonly<Record<string, number>>;
}

function totalsOf(windows: readonly Recorded[]): Totals {
  const sum = (value: (window: Recorded) => number): number => windows.reduce((total, window) => total + value(window), 0);
  const ids = [...new Set(windows.flatMap(({ containers }) => containers.map(({ id }) => id)))].sort();
  return {
    windows: windows.length,
    seconds: sum(({ seconds }) => seconds),
    cpu: sum(({ node }) => node.cpuSeconds),
    package: sum(({ node }) => node.raplJoules?.package ?? Number.NaN),
    received: sum(({ node }) => node.receivedBytes),
    containers: Object.fromEntries(ids.map((id) => [id, sum(({ containers }) => containers.filter((one) => one.id === id).reduce((total, { cpuSeconds, receivedBytes }) => total + cpuSeconds + receivedBytes, 0))])),
  };
}

function read(path: string): { readonly windows: Recorded[]; readonly gaps: number } {
  const ledger = openBeside(path);
  const all = { windows: [...windowsIn(ledger, ALWAYS)], gaps: gapsIn(ledger, ALWAYS).length };
  ledger.close();
  return all;
}

/** A pause of a random length, to land anywhere in the life of the process: it waits for nothing. */
const anyMoment = (most: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, Math.random() * most));

it(`killed at ${KILLS} random moments, the ledger is worth that of a meter which was never killed`, { timeout: 300_000 }, async () => {
  const start = (path: string): MeterProcess => new MeterProcess(['--ledger', join(folder, path), '--engine', engine.address, ...host.arguments]);
  const steady = start('steady.db');
  let victim = start('killed.db');
  let [wall, kills, during] = [START, 0, 0];
  const tick = (): void => {
    host.advance(60);
    host.write();
    wall += 60;
  };
  tick();
  for (const meter of [steady, victim]) await meter.sample(wall);
  while (kills < KILLS) {
    tick();
    await steady.sample(wall);
    // Up to three minutes in one life, then the end at any moment of a sample, or of the start that follows.
    if (Math.random() < 0.5) {
      await victim.sample(wall);
      continue;
    }
    // One in five while it starts, the others around a sample.
    if (kills % 5 === 4) {
      await victim.sample(wall);
      await victim.kill();
      victim = start('killed.db');
      await anyMoment(300);
    } else {
      victim.trigger(wall);
      await anyMoment(kills % 2 === 0 ? 12 : 2);
    }
    await victim.kill();
    during += (await victim.answer()) === undefined ? 1 : 0;
    kills += 1;
    victim = start('killed.db');
    // The next sample in any case, so that no time without one is longer than a window may be.
    tick();
    await steady.sample(wall);
    await victim.sample(wall);
  }
  tick();
  for (const meter of [steady, victim]) expect(await meter.sample(wall)).toMatchObject({ written: true });
  for (const meter of [steady, victim]) expect(await meter.end()).toBe(0);

  const [whole, survived] = [read(join(folder, 'steady.db')), read(join(folder, 'killed.db'))];
  // Some kills must have come before the answer, and some after it, or this has shown less than it says.
  expect(during).toBeGreaterThan(5);
  expect(during).toBeLessThan(KILLS);
  const [expected, found] = [totalsOf(whole.windows), totalsOf(survived.windows)];
  expect(found.windows).toBeLessThan(expected.windows);
  expect(survived.gaps).toBe(0);
  const figures = (totals: Totals): number[] => [totals.seconds, totals.cpu, totals.package, totals.received, ...Object.values(totals.containers)];
  // Both ended with a sample, so they are equal, not merely within one.
  figures(found).forEach((figure, index) => expect(figure).toBeCloseTo(figures(expected)[index] as number, 3));
  expect(Object.keys(found.containers)).toEqual([idOf('a'), idOf('b'), idOf('c')]);
  expect(expected.seconds).toBeCloseTo(wall - START - 60, 6);
  // One after the other: nothing is covered twice, nothing left out.
  survived.windows.reduce((end, { from, seconds }) => {
    expect(from).toBeCloseTo(end, 6);
    return from + seconds;
  }, START + 60);
  console.info(`${KILLS} kills, ${during} of them before the sample was answered; ${found.windows} windows for ${expected.windows}; CPU ${found.cpu} s for ${expected.cpu} s; package ${found.package} J for ${expected.package} J`);
});
