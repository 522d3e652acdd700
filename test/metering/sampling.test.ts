import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import type { Known } from '../../modules/metering/docker-labels.ts';
import { readContainers } from '../../modules/metering/docker-labels.ts';
import { type Ledger, openBeside, openLedger } from '../../modules/metering/ledger.ts';
import { gapsIn, type Numbered, stepsIn, windowsIn } from '../../modules/metering/ledger-read.ts';
import { rollUp } from '../../modules/metering/ledger-rollup.ts';
import { Meter } from '../../modules/metering/meter-service.ts';
import { openPowercap } from '../../modules/metering/powercap.ts';
import { Sampler } from '../../modules/metering/sample-take.ts';
import { FEDERATION, instanceLabels, type Listed, listed, platformLabels } from './fake-engine.ts';
import { FakeHost, idOf } from './fake-host.ts';

const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };
const START = 1_795_651_200;
let [folder, wall] = ['', START];
let host: FakeHost;
let ledger: Ledger;
let meter: Meter;
let list: readonly Listed[] | Error = [];
let asked = 0;
let log: Readonly<Record<string, unknown>>[] = [];

function open(pages?: number): void {
  host.write();
  const ask = (): Promise<ReadonlyMap<string, Known>> => {
    asked += 1;
    return list instanceof Error ? Promise.reject(list) : Promise.resolve(readContainers(JSON.stringify(list), FEDERATION));
  };
  ledger = openLedger(join(folder, 'ledger.db'), 'serveur-1', 'test', pages);
  meter = new Meter(ledger, new Sampler(host.roots, openPowercap(host.roots.devices), ask), (line) => log.push(line));
}
async function pass(seconds = 60, step = 0): Promise<void> {
  host.advance(seconds);
  host.write();
  wall += seconds + step;
  await meter.sample(wall);
}
const windows = (): Numbered[] => [...windowsIn(ledger, ALWAYS)];
const used = (id: string): number[] => windows().map(({ containers }) => containers.find((one) => one.id === id)?.cpuSeconds ?? Number.NaN);

beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'chatiere-sampling-'));
  host = new FakeHost();
  [wall, asked, log] = [START, 0, []];
  list = [listed(idOf('a'), instanceLabels('mrc-demo', 'miniflux')), listed(idOf('b'), platformLabels('traefik', 'edge'), 'host')];
  host.start(idOf('a'), { cpuSeconds: 1000, receivedBytes: 1e9 });
  host.start(idOf('b'), { cpuSeconds: 2000, receivedBytes: 1e9 });
  open();
  await meter.sample(wall);
});
afterEach(() => {
  ledger.close();
  host.remove();
  rmSync(folder, { recursive: true, force: true });
});

describe('a window', () => {
  it('holds what the host and each container did, and whose each is', async () => {
    await pass();
    expect(windows()).toMatchObject([{
      host: 'serveur-1', from: START, seconds: 60, missing: [],
      node: { cpuSeconds: 15, cores: 2, memoryBytes: 8e6 * 1024, raplJoules: { package: 6000, dram: 600 }, receivedBytes: 60_000, sentBytes: 30_000 },
      containers: [
        { id: idOf('a'), owner: { kind: 'instance', instance: 'mrc-demo.miniflux', organization: 'mrc-demo', app: 'miniflux' }, cpuSeconds: 3, cpuRequest: 0.5, memoryBytes: 100e6, memoryRequest: 268_435_456, readBytes: 4096, writtenBytes: 8192, receivedBytes: 6000, sentBytes: 3000 },
        // In the host's network: it has no counters of its own there.
        { id: idOf('b'), owner: { kind: 'shared', part: 'edge' }, cpuSeconds: 6, receivedBytes: 0, sentBytes: 0 },
      ],
    }]);
  });

  it('asks the engine only about containers that are new', async () => {
    await pass();
    await pass();
    expect(asked).toBe(1);
    host.start(idOf('c'));
    list = [...(list as Listed[]), listed(idOf('c'), instanceLabels('village-demo', 'miniflux'))];
    await pass();
    expect(asked).toBe(2);
    expect(windows().at(-1)?.containers.at(-1)).toMatchObject({ id: idOf('c'), cpuSeconds: 9, owner: { instance: 'village-demo.miniflux' } });
  });

  it('without an answer of the engine is written all the same; whose its containers are is learned later, for the past too', async () => {
    list = new Error('refused');
    host.start(idOf('c'));
    await pass();
    await pass();
    expect(windows().at(-1)?.containers.at(-1)).toMatchObject({ id: idOf('c'), owner: { kind: 'foreign' }, receivedBytes: 0 });
    expect(windows().at(-1)?.missing).toEqual(['network']);
    expect(log.filter(({ event }) => event === 'engine-unanswered')).toHaveLength(1);
    list = [listed(idOf('c'), instanceLabels('village-demo', 'miniflux'))];
    await pass();
    await pass();
    expect(windows().map(({ containers }) => containers.at(-1)?.owner.kind)).toEqual(['instance', 'instance', 'instance', 'instance']);
    expect(windows().at(-1)).toMatchObject({ missing: [], containers: [{}, {}, { receivedBytes: 6000 }] });
  });

  it('has a container that this engine does not know as foreign, and stops asking', async () => {
    host.start(idOf('d'));
    for (let minute = 0; minute < 5; minute += 1) await pass();
    expect(windows().at(-1)?.containers.at(-1)).toMatchObject({ id: idOf('d'), owner: { kind: 'foreign' } });
    expect(asked).toBe(3);
  });
});

describe('counters', () => {
  it('of a container that was restarted begin anew', async () => {
    await pass();
    host.stop(idOf('a'));
    host.start(idOf('a'));
    await pass();
    expect(used(idOf('a'))).toEqual([3, 6]);
  });

  it('of an id that is used again, by another owner, are the new owner’s', async () => {
    await pass();
    host.stop(idOf('a'));
    host.start(idOf('a'));
    list = [listed(idOf('a'), instanceLabels('village-demo', 'miniflux'))];
    await pass();
    expect(windows().map(({ containers }) => containers.find(({ id }) => id === idOf('a'))?.owner)).toMatchObject([{ organization: 'mrc-demo' }, { organization: 'village-demo' }]);
  });

  it('of a container that was not seen for a while go on where they were', async () => {
    const container = host.containers.get(idOf('a'));
    rmSync(join(host.roots.cgroup, 'system.slice', `docker-${idOf('a')}.scope`, 'memory.current'));
    host.containers.delete(idOf('a'));
    await pass();
    expect(used(idOf('a'))).toEqual([Number.NaN]);
    if (container) host.containers.set(idOf('a'), { ...container, cpuSeconds: container.cpuSeconds + 2 });
    host.write();
    await pass();
    // 2 meanwhile and 6 in this minute; not the thousand of its whole life.
    expect(used(idOf('a'))[1]).toBe(8);
  });

  it('of energy wrap, at any phase', async () => {
    let joules = 0;
    for (let minute = 0; minute < 40; minute += 1) {
      await pass(60, 0);
      host.energy.package += 150_001e6;
      joules += 6000 + (minute < 39 ? 150_001 : 0);
    }
    expect(windows().reduce((total, { node }) => total + (node.raplJoules?.package ?? Number.NaN), 0)).toBeCloseTo(joules, 3);
    expect(joules * 1e6).toBeGreaterThan(20 * FakeHost.RANGE);
  });
});

describe('time', () => {
  it('set back an hour and forward a year: each window once, of its true length, and the steps are told', async () => {
    await pass();
    await pass(60, -3600);
    await pass();
    await pass(60, 365 * 86_400);
    await pass();
    expect(windows().map(({ seconds }) => seconds)).toEqual([60, 60, 60, 60, 60]);
    expect(stepsIn(ledger, ALWAYS).map(({ seconds }) => Math.round(seconds))).toEqual([-3600, 365 * 86_400]);
    expect(gapsIn(ledger, ALWAYS)).toEqual([]);
    expect(windows().reduce((total, { node }) => total + node.cpuSeconds, 0)).toBeCloseTo(5 * 15, 6);
  });

  it('without a meter stays a gap, visible and empty', async () => {
    await pass();
    ledger.close();
    host.advance(3600);
    wall += 3600;
    open();
    await pass(0);
    await pass();
    expect(windows().map(({ from, seconds }) => [from, seconds])).toEqual([[START, 60], [START + 3660, 60]]);
    expect(gapsIn(ledger, ALWAYS)).toEqual([{ from: START + 60, seconds: 3600, reason: 'late' }]);
  });

  it('of a restart of the meter is measured: the counters went on', async () => {
    await pass();
    ledger.close();
    open();
    await pass(120);
    expect(windows().map(({ from, seconds }) => [from, seconds])).toEqual([[START, 60], [START + 60, 120]]);
    expect(used(idOf('a'))).toEqual([3, 6]);
  });

  it('of a restart of the kernel is a gap, and all counters begin anew', async () => {
    await pass();
    host.boot = '22222222-2222-4222-8222-222222222222';
    host.uptime = 0;
    host.cpuSeconds = 1;
    for (const container of host.containers.values()) container.cpuSeconds = 0;
    await pass(30);
    await pass();
    expect(windows().map(({ seconds }) => seconds)).toEqual([60, 60]);
    expect(gapsIn(ledger, ALWAYS)).toMatchObject([{ reason: 'boot' }]);
    expect(used(idOf('a'))).toEqual([3, 3]);
  });
});

describe('after 35 days', () => {
  const DAY = 86_400;
  const total = (): number[] => [
    windows().reduce((sum, { seconds }) => sum + seconds, 0), windows().reduce((sum, { node }) => sum + node.cpuSeconds, 0), windows().reduce((sum, { node }) => sum + (node.raplJoules?.package ?? 0), 0),
    windows().reduce((sum, { seconds, containers }) => sum + containers.reduce((all, one) => all + one.cpuSeconds + one.memoryBytes * seconds + one.receivedBytes, 0), 0),
  ];

  it('minutes become hours: sums stay, gaps stay, and what is younger stays as it was', async () => {
    for (let minute = 0; minute < 130; minute += 1) await pass(minute === 70 ? 900 : 60);
    const before = total();
    expect(rollUp(ledger, START + 35 * DAY + 3600)).toBe(60);
    expect(windows()).toHaveLength(129 - 60 + 1);
    expect(rollUp(ledger, START + 40 * DAY)).toBe(69);
    // The hour with the gap is two.
    expect(windows().map(({ from, seconds }) => [from - START, seconds])).toEqual([[0, 3600], [3600, 600], [5100, 2100], [7200, 1440]]);
    total().forEach((sum, index) => expect(Math.abs(sum - (before[index] as number))).toBeLessThanOrEqual(1e-9 * sum));
    expect(rollUp(ledger, START + 40 * DAY)).toBe(0);
    expect(windows()[0]?.containers.map(({ owner }) => owner.kind)).toEqual(['instance', 'shared']);
  });

  it('by a clock that was set forward a year, nothing is old until it has held for a day', async () => {
    await pass();
    await pass(60, 365 * DAY);
    expect(rollUp(ledger, wall)).toBe(0);
    expect(windows()).toHaveLength(2);
    for (let passed = 0; passed < DAY; passed += 300) await pass(300);
    expect(rollUp(ledger, wall)).toBe(0);
    // Done by the meter itself at the sample that made the day full.
    expect(log.filter(({ event }) => event === 'rolled-up')).toEqual([{ level: 'info', event: 'rolled-up', windows: 2 }]);
  });
});

describe('a full disk', () => {
  it('keeps what was written, says so once, and goes on without loss once there is room', async () => {
    await pass();
    ledger.close();
    const size = Number(Object.values(openBesidePages())[0]);
    open(size);
    for (let minute = 0; meter.health.failing === undefined && minute < 200; minute += 1) await pass(1);
    expect(meter.health.failing).toBe('ledger-no-room');
    const kept = windows();
    await pass(60);
    expect(windows()).toEqual(kept);
    expect(log.filter(({ event }) => event === 'ledger-no-room')).toEqual([expect.objectContaining({ message: expect.stringContaining('there is no room left for the meter’s ledger') as string })]);
    ledger.database.exec('PRAGMA max_page_count = 100000');
    await pass(60);
    expect(meter.health.failing).toBeUndefined();
    expect(windows().at(-1)).toMatchObject({ seconds: 121 });
    expect(log.at(-1)).toMatchObject({ event: 'recovered' });
    expect(gapsIn(ledger, ALWAYS)).toEqual([]);
  });

  function openBesidePages(): Record<string, unknown> {
    const beside = openBeside(join(folder, 'ledger.db'));
    const pages = beside.database.prepare('PRAGMA page_count').get() as Record<string, unknown>;
    beside.close();
    return pages;
  }
});

it('host files that cannot be read are said, and nothing is written', async () => {
  rmSync(join(host.roots.proc, 'uptime'));
  expect(await meter.sample(wall + 60)).toBeUndefined();
  expect(log).toEqual([expect.objectContaining({ event: 'no-host-counters', message: expect.stringContaining(host.roots.proc) as string })]);
  expect(windows()).toEqual([]);
});
