import { mkdirSync, mkdtempSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';

/** A container of the fake host: what it has used so far. */
export interface FakeContainer {
  readonly id: string;
  cpuSeconds: number;
  memoryBytes: number;
  readBytes: number;
  writtenBytes: number;
  receivedBytes: number;
  sentBytes: number;
}

export const idOf = (letter: string): string => letter.repeat(64).slice(0, 64);

/**
 * Folders as a kernel shows them, cgroup v2, that a test moves on: two cores, one package with DRAM, one card. Each file is replaced
 * whole, so that a reader never sees half of one.
 */
export class FakeHost {
  readonly folder = mkdtempSync(join(tmpdir(), 'chatiere-meter-'));
  readonly containers = new Map<string, FakeContainer>();
  boot = '11111111-1111-4111-8111-111111111111';
  uptime = 1000;
  cpuSeconds = 500;
  receivedBytes = 1e6;
  sentBytes = 2e6;
  /** Microjoules since ever; the counter shows them modulo its range. */
  energy = { package: 0, dram: 0 };
  static readonly RANGE = 262_143_328_850;

  get roots(): { readonly cgroup: string; readonly proc: string; readonly devices: string } {
    return { cgroup: join(this.folder, 'cgroup'), proc: join(this.folder, 'proc'), devices: join(this.folder, 'devices') };
  }

  get arguments(): string[] {
    return Object.entries(this.roots).flatMap(([name, path]) => [`--${name}`, path]);
  }

  start(id: string, used: Partial<FakeContainer> = {}): FakeContainer {
    const container = { id, cpuSeconds: 0, memoryBytes: 100e6, readBytes: 0, writtenBytes: 0, receivedBytes: 0, sentBytes: 0, ...used };
    this.containers.set(id, container);
    return container;
  }

  /** Its group goes away; one of the same id that starts again has another inode. */
  stop(id: string): void {
    this.containers.delete(id);
    // Out of the way rather than removed: its inode must not be given out again at once.
    renameSync(this.#group(id), join(this.folder, `gone-${id.slice(0, 8)}-${this.uptime}`));
  }

  /** Lets time pass and everything be used. */
  advance(seconds: number, watts = 100): void {
    this.uptime += seconds;
    this.energy.package += watts * seconds * 1e6;
    this.energy.dram += (watts / 10) * seconds * 1e6;
    this.receivedBytes += 1000 * seconds;
    this.sentBytes += 500 * seconds;
    for (const [index, container] of [...this.containers.values()].entries()) {
      container.cpuSeconds += (seconds * (index + 1)) / 20;
      container.readBytes += 4096 * (index + 1);
      container.writtenBytes += 8192 * (index + 1);
      container.receivedBytes += 100 * seconds;
      container.sentBytes += 50 * seconds;
      this.cpuSeconds += (seconds * (index + 1)) / 20;
    }
    this.cpuSeconds += seconds / 10;
  }

  /** Puts the files where a meter looks. */
  write(): void {
    const { cgroup, proc, devices } = this.roots;
    this.#file(cgroup, 'cgroup.controllers', 'cpu io memory');
    this.#file(cgroup, 'cpu.stat', `usage_usec ${Math.round(this.cpuSeconds * 1e6)}\nuser_usec 1`);
    this.#file(proc, 'uptime', `${this.uptime.toFixed(2)} 0.00`);
    this.#file(proc, 'stat', 'cpu  1 2 3 4 5 6 7 8 0 0\ncpu0 1 2 3 4 5 6 7 8 0 0\ncpu1 1 2 3 4 5 6 7 8 0 0\nintr 0');
    this.#file(proc, 'meminfo', 'MemTotal:        8000000 kB\nMemFree: 1 kB');
    this.#file(proc, 'sys/kernel/random/boot_id', this.boot);
    this.#file(proc, '1/net/dev', networkFile({ lo: [5, 5], eth0: [this.receivedBytes, this.sentBytes], veth1: [7, 7] }));
    this.#file(devices, 'net/lo/x', '');
    this.#file(devices, 'net/veth1/x', '');
    for (const [folder, name, microjoules] of [['intel-rapl:0', 'package-0', this.energy.package], ['intel-rapl:0/intel-rapl:0:0', 'core', 1], ['intel-rapl:0/intel-rapl:0:1', 'dram', this.energy.dram]] as const) {
      const zone = `powercap/intel-rapl/${folder}`;
      this.#file(devices, `${zone}/name`, name);
      this.#file(devices, `${zone}/energy_uj`, String(Math.round(microjoules) % FakeHost.RANGE), true);
      this.#file(devices, `${zone}/max_energy_range_uj`, String(FakeHost.RANGE));
    }
    for (const [index, container] of [...this.containers.values()].entries()) this.#container(container, 4000 + index);
  }

  remove(): void {
    rmSync(this.folder, { recursive: true, force: true });
  }

  #container(container: FakeContainer, pid: number): void {
    const group = this.#group(container.id);
    this.#file(group, 'cpu.stat', `usage_usec ${Math.round(container.cpuSeconds * 1e6)}\nuser_usec 1`);
    this.#file(group, 'cpu.max', '50000 100000');
    this.#file(group, 'memory.current', String(container.memoryBytes + 5e6));
    this.#file(group, 'memory.stat', 'anon 1\ninactive_file 5000000');
    this.#file(group, 'memory.max', '268435456');
    this.#file(group, 'io.stat', `8:0 rbytes=${container.readBytes} wbytes=${container.writtenBytes} rios=1 wios=1 dbytes=0 dios=0`);
    // As it is seen from inside another container.
    this.#file(group, 'cgroup.procs', '0');
    this.#file(this.roots.proc, `${pid}/cgroup`, `0::/../../system.slice/docker-${container.id}.scope`);
    this.#file(this.roots.proc, `${pid + 1000}/cgroup`, `0::/../../system.slice/docker-${container.id}.scope`);
    this.#file(this.roots.proc, `${pid}/net/dev`, networkFile({ lo: [9, 9], eth0: [container.receivedBytes, container.sentBytes] }));
  }

  #group(id: string): string {
    return join(this.roots.cgroup, 'system.slice', `docker-${id}.scope`);
  }

  /** @param inPlace for a file that the meter keeps open. */
  #file(root: string, path: string, content: string, inPlace = false): void {
    const file = join(root, path);
    mkdirSync(dirname(file), { recursive: true });
    if (inPlace) return writeFileSync(file, `${content}\n`);
    writeFileSync(`${this.folder}/next`, `${content}\n`);
    renameSync(`${this.folder}/next`, file);
  }
}

export const networkFile = (interfaces: Readonly<Record<string, readonly [number, number]>>): string =>
  ['Inter-|   Receive                                                |  Transmit', ' face |bytes    packets errs drop fifo frame compressed multicast|bytes    packets errs drop fifo colls carrier compressed',
    ...Object.entries(interfaces).map(([name, [received, sent]]) => `${name.padStart(6)}: ${received} 1 0 0 0 0 0 0 ${sent} 1 0 0 0 0 0 0`)].join('\n');
