import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Known, readContainers } from '../../modules/metering/docker-labels.ts';
import { type Ledger, openLedger } from '../../modules/metering/ledger.ts';
import { gapsIn, type Numbered, stepsIn, windowsIn } from '../../modules/metering/ledger-read.ts';
import { Meter } from '../../modules/metering/meter-service.ts';
import { openPowercap } from '../../modules/metering/powercap.ts';
import { Sampler } from '../../modules/metering/sample-take.ts';
import { FEDERATION, instanceLabels, type Listed, listed, platformLabels } from './fake-engine.ts';
import { FakeHost, idOf } from './fake-host.ts';

export const START = 1_795_651_200;
const ALWAYS = { from: Number.NEGATIVE_INFINITY, to: Number.POSITIVE_INFINITY };

/** A meter in this process, on a fake host with an instance (a) and the edge (b), both there for long; one sample taken. */
export class Bench {
  readonly #folder = mkdtempSync(join(tmpdir(), 'chatiere-sampling-'));
  readonly host = new FakeHost();
  /** What the engine answers. */
  list: readonly Listed[] | Error = [listed(idOf('a'), instanceLabels('mrc-demo', 'miniflux')), listed(idOf('b'), platformLabels('traefik', 'edge'), 'host')];
  asked = 0;
  log: Readonly<Record<string, unknown>>[] = [];
  wall = START;
  ledger!: Ledger;
  meter!: Meter;

  static async start(): Promise<Bench> {
    const bench = new Bench();
    bench.host.start(idOf('a'), { cpuSeconds: 1000, receivedBytes: 1e9 });
    bench.host.start(idOf('b'), { cpuSeconds: 2000, receivedBytes: 1e9 });
    bench.open();
    await bench.meter.sample(bench.wall);
    return bench;
  }

  /** Starts the meter, again after `ledger.close()`. */
  open(pages?: number): void {
    this.host.write();
    const ask = (): Promise<ReadonlyMap<string, Known>> => {
      this.asked += 1;
      return this.list instanceof Error ? Promise.reject(this.list) : Promise.resolve(readContainers(JSON.stringify(this.list), FEDERATION));
    };
    this.ledger = openLedger(this.path, 'serveur-1', 'test', pages);
    this.meter = new Meter(this.ledger, new Sampler(this.host.roots, openPowercap(this.host.roots.devices), ask), (line) => this.log.push(line));
  }

  /** Lets time pass, sets the wall clock by a step, and samples. */
  async pass(seconds = 60, step = 0): Promise<void> {
    this.host.advance(seconds);
    this.host.write();
    this.wall += seconds + step;
    await this.meter.sample(this.wall);
  }

  get path(): string {
    return join(this.#folder, 'ledger.db');
  }

  windows(): Numbered[] {
    return [...windowsIn(this.ledger, ALWAYS)];
  }

  gaps(): ReturnType<typeof gapsIn> {
    return gapsIn(this.ledger, ALWAYS);
  }

  steps(): number[] {
    return stepsIn(this.ledger, ALWAYS).map(({ seconds }) => Math.round(seconds));
  }

  /** CPU seconds of a container, window by window. */
  used(id: string): number[] {
    return this.windows().map(({ containers }) => containers.find((one) => one.id === id)?.cpuSeconds ?? Number.NaN);
  }

  said(event: string): Readonly<Record<string, unknown>>[] {
    return this.log.filter((line) => line['event'] === event);
  }

  remove(): void {
    this.ledger.close();
    this.host.remove();
    rmSync(this.#folder, { recursive: true, force: true });
  }
}
