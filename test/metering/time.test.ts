import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openBeside } from '../../modules/metering/ledger.ts';
import { rollUp } from '../../modules/metering/ledger-rollup.ts';
import { Bench, START } from './bench.ts';
import { idOf } from './fake-host.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.start();
});
afterEach(() => bench.remove());

describe('time', () => {
  it('set back an hour and forward a year: each window once, of its true length, and the steps are told', async () => {
    await bench.pass();
    await bench.pass(60, -3600);
    await bench.pass();
    await bench.pass(60, 365 * 86_400);
    await bench.pass();
    expect(bench.windows().map(({ seconds }) => seconds)).toEqual([60, 60, 60, 60, 60]);
    expect(bench.steps()).toEqual([-3600, 365 * 86_400]);
    expect(bench.gaps()).toEqual([]);
    expect(bench.windows().reduce((total, { node }) => total + node.cpuSeconds, 0)).toBeCloseTo(5 * 15, 6);
  });

  it('without a meter stays a gap, visible and empty', async () => {
    await bench.pass();
    bench.ledger.close();
    bench.host.advance(3600);
    bench.wall += 3600;
    bench.open();
    await bench.pass(0);
    await bench.pass();
    expect(bench.windows().map(({ from, seconds }) => [from, seconds])).toEqual([[START, 60], [START + 3660, 60]]);
    expect(bench.gaps()).toEqual([{ from: START + 60, seconds: 3600, reason: 'late' }]);
  });

  it('of a restart of the meter is measured: the counters went on', async () => {
    await bench.pass();
    bench.ledger.close();
    bench.open();
    await bench.pass(120);
    expect(bench.windows().map(({ from, seconds }) => [from, seconds])).toEqual([[START, 60], [START + 60, 120]]);
    expect(bench.used(idOf('a'))).toEqual([3, 6]);
  });

  it('of a restart of the kernel is a gap, and all counters begin anew', async () => {
    await bench.pass();
    bench.host.boot = '22222222-2222-4222-8222-222222222222';
    bench.host.uptime = 0;
    bench.host.cpuSeconds = 1;
    for (const container of bench.host.containers.values()) container.cpuSeconds = 0;
    await bench.pass(30);
    await bench.pass();
    expect(bench.windows().map(({ seconds }) => seconds)).toEqual([60, 60]);
    expect(bench.gaps()).toMatchObject([{ reason: 'boot' }]);
    expect(bench.used(idOf('a'))).toEqual([3, 3]);
  });
});

describe('after 35 days', () => {
  const DAY = 86_400;
  const total = (): number[] => [
    bench.windows().reduce((sum, { seconds }) => sum + seconds, 0), bench.windows().reduce((sum, { node }) => sum + node.cpuSeconds, 0), bench.windows().reduce((sum, { node }) => sum + (node.raplJoules?.package ?? 0), 0),
    bench.windows().reduce((sum, { seconds, containers }) => sum + containers.reduce((all, one) => all + one.cpuSeconds + one.memoryBytes * seconds + one.receivedBytes, 0), 0),
  ];

  it('minutes become hours: sums stay, gaps stay, and what is younger stays as it was', async () => {
    for (let minute = 0; minute < 130; minute += 1) await bench.pass(minute === 70 ? 900 : 60);
    const before = total();
    expect(rollUp(bench.ledger, START + 35 * DAY + 3600)).toBe(60);
    expect(bench.windows()).toHaveLength(129 - 60 + 1);
    expect(rollUp(bench.ledger, START + 40 * DAY)).toBe(69);
    // The hour with the gap is two.
    expect(bench.windows().map(({ from, seconds }) => [from - START, seconds])).toEqual([[0, 3600], [3600, 600], [5100, 2100], [7200, 1440]]);
    total().forEach((sum, index) => expect(Math.abs(sum - (before[index] as number))).toBeLessThanOrEqual(1e-9 * sum));
    expect(rollUp(bench.ledger, START + 40 * DAY)).toBe(0);
    expect(bench.windows()[0]?.containers.map(({ owner }) => owner.kind)).toEqual(['instance', 'shared']);
  });

  it('by a clock that was set forward a year, nothing is old until it has held for a day', async () => {
    await bench.pass();
    await bench.pass(60, 365 * DAY);
    expect(rollUp(bench.ledger, bench.wall)).toBe(0);
    expect(bench.windows()).toHaveLength(2);
    for (let passed = 0; passed < DAY; passed += 300) await bench.pass(300);
    expect(rollUp(bench.ledger, bench.wall)).toBe(0);
    // Done by the meter itself at the sample that made the day full.
    expect(bench.said('rolled-up')).toEqual([{ level: 'info', event: 'rolled-up', windows: 2 }]);
  }, 120_000);
});

describe('a full disk', () => {
  it('keeps what was written, says so once, and goes on without loss once there is room', async () => {
    await bench.pass();
    bench.ledger.close();
    const size = Number(Object.values(openBesidePages())[0]);
    bench.open(size);
    for (let minute = 0; bench.meter.health.failing === undefined && minute < 200; minute += 1) await bench.pass(1);
    expect(bench.meter.health.failing).toBe('ledger-no-room');
    const kept = bench.windows();
    await bench.pass(60);
    expect(bench.windows()).toEqual(kept);
    expect(bench.said('ledger-no-room')).toEqual([expect.objectContaining({ message: expect.stringContaining('there is no room left for the meter’s ledger') as string })]);
    bench.ledger.database.exec('PRAGMA max_page_count = 100000');
    await bench.pass(60);
    expect(bench.meter.health.failing).toBeUndefined();
    expect(bench.windows().at(-1)).toMatchObject({ seconds: 121 });
    expect(bench.log.at(-1)).toMatchObject({ event: 'recovered' });
    expect(bench.gaps()).toEqual([]);
  });

  function openBesidePages(): Record<string, unknown> {
    const beside = openBeside(bench.path);
    const pages = beside.database.prepare('PRAGMA page_count').get() as Record<string, unknown>;
    beside.close();
    return pages;
  }
});

it('host files that cannot be read are said, and nothing is written', async () => {
  rmSync(join(bench.host.roots.proc, 'uptime'));
  expect(await bench.meter.sample(bench.wall + 60)).toBeUndefined();
  expect(bench.log).toEqual([expect.objectContaining({ event: 'no-host-counters', message: expect.stringContaining(bench.host.roots.proc) as string })]);
  expect(bench.windows()).toEqual([]);
});
