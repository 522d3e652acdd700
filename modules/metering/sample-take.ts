import { ChatiereError, text } from '../kernel/index.ts';
import { type Cgroups, containerGroups, type Group, openCgroups } from './cgroup.ts';
import type { Known } from './docker-labels.ts';
import type { Powercap } from './powercap.ts';
import { type ContainerCounters, keyOf, type NodeCounters, type Sample } from './sample.ts';
import { processTraffic, readHost, type Roots, virtualDisks } from './sample-host.ts';
import { Processes } from './sample-process.ts';

/** What is remembered of containers, by `keyOf`: the engine is asked only about those that are new. */
export type Acquaintances = ReadonlyMap<string, Known>;

/** A sample, and what was learned about new containers on the way. */
export interface Taken {
  readonly sample: Sample;
  readonly learned: Acquaintances;
  /** Why the engine could not be asked; whose the new containers are is then learned later. */
  readonly unanswered: unknown;
}

/** Reads a host's counters. Files only, all at one moment; the engine is asked before. */
export class Sampler {
  readonly #roots: Roots;
  readonly #powercap: Powercap;
  readonly #cgroups: Cgroups;
  readonly #ask: () => Promise<ReadonlyMap<string, Known>>;
  readonly #processes: Processes;
  #disks: ReadonlySet<string> = new Set();
  /** Not in the engine's list at the last sample. */
  #strangers: ReadonlySet<string> = new Set();

  /** @throws ChatiereError where the host has no control groups. */
  constructor(roots: Roots, powercap: Powercap, ask: () => Promise<ReadonlyMap<string, Known>>) {
    this.#roots = roots;
    this.#powercap = powercap;
    this.#ask = ask;
    this.#processes = new Processes(roots.proc);
    this.#cgroups = openCgroups(roots.cgroup, (device) => this.#disks.has(device));
  }

  /** @param wall what the wall clock says, epoch seconds. @throws ChatiereError when the host's own counters cannot be read. */
  async take(wall: number, known: Acquaintances): Promise<Taken> {
    const groups = containerGroups(this.#cgroups);
    const fresh = groups.filter((group) => !known.has(keyOf(group)));
    const { learned, unanswered } = fresh.length === 0 ? { learned: new Map<string, Known>(), unanswered: undefined } : await this.#learn(fresh);
    this.#disks = virtualDisks(this.#roots.devices);
    const all = new Map([...known, ...learned]);
    const processes = this.#processes.of(groups.filter((group) => all.get(keyOf(group))?.sharedNetwork === false).map(({ id }) => id));
    const containers = groups.flatMap((group) => this.#container(group, all.get(keyOf(group)), processes.get(group.id)) ?? []);
    return { sample: { wall, ...this.#host(), containers: new Map(containers.map((container) => [keyOf(container), container])) }, learned, unanswered };
  }

  async #learn(fresh: readonly Group[]): Promise<{ readonly learned: Acquaintances; readonly unanswered: unknown }> {
    try {
      const listed = await this.#ask();
      const learned = new Map<string, Known>();
      const unlisted = fresh.filter((group) => {
        const found = listed.get(group.id);
        if (found) learned.set(keyOf(group), found);
        return !found;
      });
      // Twice unknown to the engine: of another one, and nothing says whose network it is in. Once may be a matter of moments.
      for (const group of unlisted) if (this.#strangers.has(keyOf(group))) learned.set(keyOf(group), { owner: { kind: 'foreign' }, sharedNetwork: true });
      this.#strangers = new Set(unlisted.map(keyOf));
      return { learned, unanswered: undefined };
    } catch (error) {
      return { learned: new Map(), unanswered: error };
    }
  }

  #container({ id, incarnation, path }: Group, known: Known | undefined, pid: number | undefined): ContainerCounters | undefined {
    const counters = this.#cgroups.read(path);
    if (counters === undefined) return undefined;
    const traffic = known?.sharedNetwork === true ? { receivedBytes: 0, sentBytes: 0 } : pid === undefined ? undefined : processTraffic(this.#roots.proc, pid);
    return { id, incarnation, ...counters, receivedBytes: traffic?.receivedBytes, sentBytes: traffic?.sentBytes };
  }

  #host(): Omit<Sample, 'wall' | 'containers'> {
    const { uptime, boot, cpuSeconds, cores, memoryBytes, traffic } = readHost(this.#roots);
    const busy = this.#cgroups.total() ?? cpuSeconds;
    if (uptime === undefined || boot === undefined || busy === undefined || memoryBytes === undefined || traffic === undefined || cores === 0) throw unreadable(this.#roots.proc);
    const node: NodeCounters = { cpuSeconds: busy, cores, memoryBytes, zones: this.#powercap.read(), ...traffic };
    return { uptime, boot, node };
  }
}

const unreadable = (proc: string): ChatiereError =>
  new ChatiereError({
    code: 'no-host-counters',
    what: text('les compteurs du serveur ne peuvent pas être lus (uptime, stat, meminfo, sys/kernel/random/boot_id, net/dev)', 'the host’s counters cannot be read (uptime, stat, meminfo, sys/kernel/random/boot_id, net/dev)'),
    given: proc,
    allowed: text('/proc du serveur, monté en lecture seule', 'the host’s /proc, mounted read-only'),
    next: text('vérifier que le compteur reçoit /proc du serveur, et peut le lire', 'check that the meter gets the host’s /proc, and may read it'),
  });
