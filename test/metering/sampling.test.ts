import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { Bench, START } from './bench.ts';
import { instanceLabels, type Listed, listed } from './fake-engine.ts';
import { FakeHost, idOf } from './fake-host.ts';

let bench: Bench;
beforeEach(async () => {
  bench = await Bench.start();
});
afterEach(() => bench.remove());

describe('a window', () => {
  it('holds what the host and each container did, and whose each is', async () => {
    await bench.pass();
    expect(bench.windows()).toMatchObject([{
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
    await bench.pass();
    await bench.pass();
    expect(bench.asked).toBe(1);
    bench.host.start(idOf('c'));
    bench.list = [...(bench.list as Listed[]), listed(idOf('c'), instanceLabels('village-demo', 'miniflux'))];
    await bench.pass();
    expect(bench.asked).toBe(2);
    expect(bench.windows().at(-1)?.containers.at(-1)).toMatchObject({ id: idOf('c'), cpuSeconds: 9, owner: { instance: 'village-demo.miniflux' } });
  });

  it('without an answer of the engine is written all the same; whose its containers are is learned later, for the past too', async () => {
    bench.list = new Error('refused');
    bench.host.start(idOf('c'));
    await bench.pass();
    await bench.pass();
    expect(bench.windows().at(-1)?.containers.at(-1)).toMatchObject({ id: idOf('c'), owner: { kind: 'foreign' }, receivedBytes: 0 });
    expect(bench.windows().at(-1)?.missing).toEqual(['network']);
    expect(bench.said('engine-unanswered')).toHaveLength(1);
    bench.list = [listed(idOf('c'), instanceLabels('village-demo', 'miniflux'))];
    await bench.pass();
    await bench.pass();
    expect(bench.windows().map(({ containers }) => containers.at(-1)?.owner.kind)).toEqual(['instance', 'instance', 'instance', 'instance']);
    expect(bench.windows().at(-1)).toMatchObject({ missing: [], containers: [{}, {}, { receivedBytes: 6000 }] });
  });

  it('has a container that this engine does not know as foreign, and stops asking', async () => {
    bench.host.start(idOf('d'));
    for (let minute = 0; minute < 5; minute += 1) await bench.pass();
    expect(bench.windows().at(-1)?.containers.at(-1)).toMatchObject({ id: idOf('d'), owner: { kind: 'foreign' } });
    expect(bench.asked).toBe(3);
  });
});

describe('counters', () => {
  it('of a container that was restarted begin anew', async () => {
    await bench.pass();
    bench.host.stop(idOf('a'));
    bench.host.start(idOf('a'));
    await bench.pass();
    expect(bench.used(idOf('a'))).toEqual([3, 6]);
  });

  it('of an id that is used again, by another owner, are the new owner’s', async () => {
    await bench.pass();
    bench.host.stop(idOf('a'));
    bench.host.start(idOf('a'));
    bench.list = [listed(idOf('a'), instanceLabels('village-demo', 'miniflux'))];
    await bench.pass();
    expect(bench.windows().map(({ containers }) => containers.find(({ id }) => id === idOf('a'))?.owner)).toMatchObject([{ organization: 'mrc-demo' }, { organization: 'village-demo' }]);
  });

  it('of a container that was not seen for a while go on where they were', async () => {
    const container = bench.host.containers.get(idOf('a'));
    rmSync(join(bench.host.roots.cgroup, 'system.slice', `docker-${idOf('a')}.scope`, 'memory.current'));
    bench.host.containers.delete(idOf('a'));
    await bench.pass();
    expect(bench.used(idOf('a'))).toEqual([Number.NaN]);
    if (container) bench.host.containers.set(idOf('a'), { ...container, cpuSeconds: container.cpuSeconds + 2 });
    bench.host.write();
    await bench.pass();
    // 2 meanwhile and 6 in this minute; not the thousand of its whole life.
    expect(bench.used(idOf('a'))[1]).toBe(8);
  });

  it('of energy wrap, at any phase', async () => {
    let joules = 0;
    for (let minute = 0; minute < 40; minute += 1) {
      await bench.pass(60, 0);
      bench.host.energy.package += 150_001e6;
      joules += 6000 + (minute < 39 ? 150_001 : 0);
    }
    expect(bench.windows().reduce((total, { node }) => total + (node.raplJoules?.package ?? Number.NaN), 0)).toBeCloseTo(joules, 3);
    expect(joules * 1e6).toBeGreaterThan(20 * FakeHost.RANGE);
  });
});
