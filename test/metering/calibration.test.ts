import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { calibrate, type CalibrationTools, dockerBurden, openCatalog } from '../../modules/engine/index.ts';
import { loadFederation, withCalibration, writeChanges } from '../../modules/federation/index.ts';
import { calibrationOf, type Held, heldAt, type Recorded } from '../../modules/metering/index.ts';
import { CHECKOUT } from '../catalog/folder.ts';
import { MeterEngine } from '../scripts/meter-engine.ts';
import { codesOf, must } from './sample.ts';

const DAY = '2026-11-25';
const START = 1_795_651_200;
const federation = loadFederation(join(CHECKOUT, 'examples', 'demo'), openCatalog());
type Three = readonly [Held, Held, Held];
const three = (points: readonly (readonly [load: number, counted: number | undefined, plug?: number])[]): Three => points.map(([load, counted, plug]): Held => ({ load, counted, plug })) as unknown as Three;

/** A minute of four cores at a load, with the energy that a machine of 40 W and 60 W more takes. */
const minute = (from: number, load: number, counts = true): Recorded => ({
  host: 'serveur-1', from, seconds: 60, containers: [], missing: [],
  node: { cpuSeconds: load * 4 * 60, cores: 4, memoryBytes: 8e9, receivedBytes: 0, sentBytes: 0, ...(counts && { raplJoules: { package: (30 + 60 * load) * 60, dram: 600 } }) },
});

describe('a level', () => {
  it('is of the windows that lie wholly inside it', () => {
    const windows = [minute(START - 30, 0), minute(START + 30, 1), minute(START + 90, 1), minute(START + 150, 0)];
    expect(must(heldAt(windows, { from: START, to: START + 180 }, 120))).toEqual({ load: 1, counted: 100, plug: 120 });
    expect(must(heldAt(windows.map(({ node: { raplJoules: _, ...node }, ...rest }) => ({ ...rest, node })), { from: START, to: START + 180 })).counted).toBeUndefined();
  });

  it('of too few windows, or of some without a reading of the processor, is none', () => {
    expect(codesOf(heldAt([minute(START, 1)], { from: START, to: START + 600 }))).toEqual(['calibration-windows']);
    expect(codesOf(heldAt([minute(START, 1), { ...minute(START + 60, 1), missing: ['node-cpu'] }], { from: START, to: START + 600 }))).toEqual(['calibration-windows']);
  });
});

describe('a curve', () => {
  it('goes through rest and full load where nobody was quite there', () => {
    fc.assert(fc.property(fc.double({ min: 1, max: 500, noNaN: true }), fc.double({ min: 1, max: 500, noNaN: true }), fc.double({ min: 0, max: 0.2, noNaN: true }), fc.double({ min: 0.85, max: 1, noNaN: true }), (idle, more, rest, full) => {
      const watts = (load: number): number => idle + more * load;
      const { curve, measured } = must(calibrationOf(three([rest, 0.5, full].map((load) => [load, watts(load)] as const)), DAY));
      expect(measured).toBe('rapl');
      expect(curve.map(({ load }) => load)).toEqual([0, 0.5, 1]);
      for (const { load, watts: found } of curve) expect(Math.abs(found - watts(load))).toBeLessThan(0.06);
    }));
  });

  it('is the plug’s where there is one, with what it reads against the processor', () => {
    const made = must(calibrationOf(three([[0, 40, 20 + 1.2 * 40], [0.5, 70, 20 + 1.2 * 70], [1, 100, 20 + 1.2 * 100]]), DAY));
    expect(made).toEqual({ on: DAY, measured: 'wall', curve: [{ load: 0, watts: 68 }, { load: 0.5, watts: 104 }, { load: 1, watts: 140 }], wall: { watts: 20, slope: 1.2 } });
    expect(must(calibrationOf(three([[0, undefined, 68], [0.5, undefined, 104], [1, undefined, 140]]), DAY))).not.toHaveProperty('wall');
  });

  it.each<[string, Three, string]>([
    ['no counter and no plug', three([[0, undefined], [0.5, undefined], [1, undefined]]), 'calibration-blind'],
    ['a busy machine', three([[0.4, 60], [0.6, 70], [1, 100]]), 'calibration-loads'],
    ['a load that did not take', three([[0, 40], [0.05, 41], [0.1, 42]]), 'calibration-loads'],
    ['a power that falls', three([[0, 40], [0.5, 90], [1, 80]]), 'calibration-falls'],
    ['a power of nothing', three([[0, 0], [0.5, 0], [1, 0]]), 'calibration-falls'],
    ['another machine’s plug', three([[0, 40, 5], [0.5, 70, 60], [1, 100, 200]]), 'calibration-plug'],
  ])('of %s is none', (_, levels, code) => {
    expect(codesOf(calibrationOf(levels, DAY))).toEqual([code]);
  });

  it('goes to the host’s file, whose comments stay, and is read again', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'chatiere-calibrate-'));
    await cp(join(CHECKOUT, 'examples', 'demo'), folder, { recursive: true });
    const before = await readFile(join(folder, 'hosts', 'serveur-1.yaml'), 'utf8');
    const calibration = must(calibrationOf(three([[0, 40], [0.5, 70], [1, 100]]), DAY));
    const again = loadFederation(folder, openCatalog());
    writeChanges(folder, [withCalibration(again, openCatalog(), 'serveur-1', calibration)]);
    const after = await readFile(join(folder, 'hosts', 'serveur-1.yaml'), 'utf8');
    expect(loadFederation(folder, openCatalog()).hosts.get('serveur-1')?.hardware?.calibration).toEqual(calibration);
    for (const comment of before.match(/^\s*#.*$/gm) ?? []) expect(after).toContain(comment);
    expect(after.split('\n').length - before.split('\n').length).toBe(7);
    await writeFile(join(folder, 'hosts', 'serveur-1.yaml'), before.replace(/^hardware:\n(?: {2}.*\n)+/m, ''));
    expect(() => withCalibration(loadFederation(folder, openCatalog()), openCatalog(), 'serveur-1', calibration)).toThrow(/without a hardware record/);
    await rm(folder, { recursive: true });
  });
});

describe('a calibration', () => {
  /** A machine whose time goes by when it is waited for, and whose load is what it was given. */
  function machine(counts = true) {
    let [now, load] = [START, 0.02];
    const windows: Recorded[] = [];
    const done: string[] = [];
    const tools: CalibrationTools = {
      exec: async (_, args) => ({ code: 0, stdout: args[0] === 'read' ? windows.map((window) => `${JSON.stringify(window)}\n`).join('') : '', stderr: '' }),
      burden: async (host, share) => {
        done.push(`${host} ${share}`);
        load = Math.max(0.02, share);
        return async () => {
          done.push(`end ${share}`);
          load = 0.02;
        };
      },
      wait: async (seconds, signal) => {
        signal.throwIfAborted();
        for (let second = 0; second < seconds; second += 30) {
          if ((now - START) % 60 === 0) windows.push(minute(now, load, counts));
          now += 30;
        }
      },
      now: () => now,
    };
    return { tools, done };
  }
  const request = { host: 'serveur-1', minutes: 4, plug: undefined, day: DAY, listen: () => undefined, signal: new AbortController().signal };

  it('holds three levels one after the other, each ended before the next', async () => {
    const { tools, done } = machine();
    const { curve } = await calibrate(federation, request, tools);
    expect(done).toEqual(['serveur-1 0', 'end 0', 'serveur-1 0.5', 'end 0.5', 'serveur-1 1', 'end 1']);
    expect(curve).toEqual([{ load: 0, watts: 40 }, { load: 0.5, watts: 70 }, { load: 1, watts: 100 }]);
  });

  it('asks what the plug says at each level', async () => {
    const { tools } = machine(false);
    const asked: string[] = [];
    const plug = async ({ en }: { readonly en: string }) => [50, 80, 120][asked.push(en) - 1] as number;
    const { measured, curve } = await calibrate(federation, { ...request, plug }, tools);
    expect(asked).toEqual(['at rest', 'at half load', 'at full load']);
    expect([measured, curve.at(-1)]).toEqual(['wall', { load: 1, watts: 120 }]);
    await expect(calibrate(federation, request, machine(false).tools)).rejects.toThrow(/does not tell its energy/);
  });

  it('ends its load when it is stopped, and begins none where no meter would see it', async () => {
    const { tools, done } = machine();
    const stop = new AbortController();
    const wait: CalibrationTools['wait'] = async (seconds, signal) => {
      if (done.length === 3) stop.abort(new Error('stopped'));
      await tools.wait(seconds, signal);
    };
    await expect(calibrate(federation, { ...request, signal: stop.signal }, { ...tools, wait })).rejects.toThrow('stopped');
    expect(done.at(-1)).toBe('end 0.5');
    const other = machine();
    await expect(calibrate(federation, request, { ...other.tools, exec: async () => undefined })).rejects.toThrow(/its meter is not running/);
    expect(other.done).toEqual([]);
  });

  it('loads the host by a container that may do nothing else, and that ends by itself', async () => {
    const engine = await new MeterEngine('serveur-1', async () => undefined).start();
    const host = { ...federation.hosts.get('serveur-1'), engine: engine.address } as NonNullable<ReturnType<typeof federation.hosts.get>>;
    const burden = dockerBurden({ ...federation, hosts: new Map([['serveur-1', host]]) });
    await (await burden('serveur-1', 0, 300))();
    expect(engine.created).toEqual([]);
    const end = await burden('serveur-1', 0.5, 300);
    expect(engine.created).toMatchObject([{ name: 'demo--serveur-1--calibration', Image: 'sha256:meter', User: '65532:65532', HostConfig: { NetworkMode: 'none', ReadonlyRootfs: true, CapDrop: ['ALL'], AutoRemove: true, NanoCpus: 2e9, CpuShares: 2 } }]);
    expect((engine.created[0]?.['Cmd'] as string[]).slice(2)).toEqual(['4', '300']);
    await end();
    expect(engine.done).toEqual(['start', 'kill']);
    await engine.stop();
  });
});
