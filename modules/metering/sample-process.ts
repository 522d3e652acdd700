import { join } from 'node:path';
import { namesIn, readText } from './counters-files.ts';

/**
 * A process of each container, by whose number the host's /proc shows the container's own network. The group's own list of processes
 * does not help: read from inside a container, it has zeros for all that run outside. What a process is part of, anybody may read.
 */
export class Processes {
  readonly #proc: string;
  #found: ReadonlyMap<string, number> = new Map();

  /** @param proc the host's /proc. */
  constructor(proc: string) {
    this.#proc = proc;
  }

  /** A living process of each of these containers, by id; all processes are looked through only when one is missing. */
  of(ids: readonly string[]): ReadonlyMap<string, number> {
    const alive = new Map(ids.flatMap((id) => {
      const pid = this.#found.get(id);
      return pid !== undefined && this.#containerOf(pid) === id ? [[id, pid] as const] : [];
    }));
    this.#found = alive.size === ids.length ? alive : this.#lookThrough(new Set(ids));
    return this.#found;
  }

  #lookThrough(wanted: ReadonlySet<string>): ReadonlyMap<string, number> {
    const found = new Map<string, number>();
    // The first of a container has the lowest number, as long as they do not start over.
    for (const pid of namesIn(this.#proc).filter((name) => /^\d+$/.test(name)).map(Number).toSorted((a, b) => a - b)) {
      const id = this.#containerOf(pid);
      if (id !== undefined && wanted.has(id) && !found.has(id)) found.set(id, pid);
    }
    return found;
  }

  #containerOf(pid: number): string | undefined {
    return /[0-9a-f]{64}/.exec(readText(join(this.#proc, String(pid), 'cgroup')) ?? '')?.[0];
  }
}
