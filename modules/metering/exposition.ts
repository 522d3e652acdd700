import { Counter, Gauge, Registry } from 'prom-client';
import type { Ledger } from './ledger.ts';
import { refusing } from './ledger-refusal.ts';
import type { ContainerCounters } from './sample.ts';
import type { Owner } from './window.ts';

/** What the meter knows of itself beside its ledger. */
export interface Health {
  /** Epoch seconds of the last sample that was written; undefined before the first. */
  readonly sampledAt: number | undefined;
  /** Seconds since then, by the monotonic clock. */
  readonly age: number | undefined;
  /** Code of the problem that keeps samples from being written. */
  readonly failing: string | undefined;
}

interface Row {
  readonly owner: string | null;
  readonly counters: string;
  readonly cpu: number;
  readonly read: number;
  readonly written: number;
  readonly received: number;
  readonly sent: number;
}

const CONTAINER_COUNTERS = [
  ['cpu_seconds', 'CPU seconds used by the container.', 'cpu'],
  ['read_bytes', 'Bytes that the container read from disk.', 'read'],
  ['written_bytes', 'Bytes that the container wrote to disk.', 'written'],
  ['received_bytes', 'Bytes received by the container’s own network.', 'received'],
  ['sent_bytes', 'Bytes sent by the container’s own network.', 'sent'],
] as const;

const HOST_COUNTERS = [
  ['cpu_seconds', 'Busy CPU seconds of the host, all cores.', 'cpu'],
  ['received_bytes', 'Bytes received by the host’s own cards.', 'received'],
  ['sent_bytes', 'Bytes sent by the host’s own cards.', 'sent'],
] as const;

/**
 * The ledger as Prometheus reads it: raw counters only, which survive a restart of the meter as the ledger does. Energy by instance is
 * not here: it is computed by who reads the ledger. Labels name containers, instances, organizations and hosts, never a person.
 */
export class Exposition {
  readonly #registry = new Registry();
  readonly #ledger: Ledger;
  readonly #host: string;

  constructor(ledger: Ledger, host: string, health: () => Health) {
    this.#ledger = ledger;
    this.#host = host;
    this.#hostMetrics();
    this.#containerMetrics();
    this.#meterMetrics(health);
  }

  /** In the text format. */
  text(): Promise<string> {
    return this.#registry.metrics();
  }

  get contentType(): string {
    return this.#registry.contentType;
  }

  #hostMetrics(): void {
    for (const [name, help, total] of HOST_COUNTERS) {
      this.#counter(`sobriety_host_${name}_total`, help, ['host'], () => [[{ host: this.#host }, this.#total(total) ?? 0]]);
    }
    this.#counter('sobriety_host_energy_joules_total', 'Energy that the processor’s own counters tell, by counter; psys covers the packages.', ['host', 'source'], () =>
      (['package', 'dram', 'psys'] as const).flatMap((zone) => {
        const joules = this.#total(zone);
        return joules === undefined ? [] : [[{ host: this.#host, source: `rapl_${zone}` }, joules] as const];
      }));
    this.#gauge('sobriety_host_cores', 'Cores of the host.', ['host'], () => this.#node(({ cores }) => cores));
    this.#gauge('sobriety_host_memory_bytes', 'Memory of the host.', ['host'], () => this.#node(({ memoryBytes }) => memoryBytes));
  }

  #containerMetrics(): void {
    const labels = ['container_id', 'host'] as const;
    const each = (value: (row: Row, counters: ContainerCounters) => number) => () => this.#rows().map((row): [Record<string, string>, number] => {
      const counters = JSON.parse(row.counters) as ContainerCounters;
      return [{ container_id: counters.id, host: this.#host }, value(row, counters)];
    });
    for (const [name, help, column] of CONTAINER_COUNTERS) this.#counter(`sobriety_container_${name}_total`, help, labels, each((row) => row[column]));
    this.#gauge('sobriety_container_working_set_bytes', 'Memory in use without the file cache that would go first.', labels, each((_, { memoryBytes }) => memoryBytes));
    this.#gauge('sobriety_container_cpu_request_cores', 'Cores that the plan reserves; 0 without a limit.', labels, each((_, { cpuRequest }) => cpuRequest));
    this.#gauge('sobriety_container_memory_request_bytes', 'Memory that the plan reserves; 0 without a limit.', labels, each((_, { memoryRequest }) => memoryRequest));
    this.#gauge('sobriety_container_info', 'Whose a container is: to be joined on container_id.', ['container_id', 'host', 'kind', 'service_instance', 'organization', 'app', 'part'], () =>
      this.#rows().map((row) => [{ container_id: (JSON.parse(row.counters) as ContainerCounters).id, host: this.#host, ...ownerLabels(row.owner) }, 1]));
  }

  #meterMetrics(health: () => Health): void {
    this.#counter('sobriety_meter_windows_total', 'Windows measured since the ledger began.', ['host'], () => [[{ host: this.#host }, this.#total('windows') ?? 0]]);
    this.#counter('sobriety_meter_measured_seconds_total', 'Time measured since the ledger began.', ['host'], () => [[{ host: this.#host }, this.#total('seconds') ?? 0]]);
    this.#counter('sobriety_meter_gap_seconds_total', 'Time in which nothing was measured.', ['host'], () => [[{ host: this.#host }, this.#total('gap') ?? 0]]);
    this.#counter('sobriety_meter_clock_steps_total', 'Times that the wall clock was set.', ['host'], () => [[{ host: this.#host }, this.#count('SELECT count(*) AS count FROM step')]]);
    this.#gauge('sobriety_meter_last_sample_timestamp_seconds', 'When the last sample was written.', ['host'], () => (health().sampledAt === undefined ? [] : [[{ host: this.#host }, health().sampledAt as number]]));
    this.#gauge('sobriety_meter_failing', 'Whether samples cannot be written now, and why.', ['host', 'reason'], () => (health().failing === undefined ? [] : [[{ host: this.#host, reason: health().failing as string }, 1]]));
    this.#gauge('sobriety_meter_resident_bytes', 'Memory of the meter itself.', ['host'], () => [[{ host: this.#host }, process.memoryUsage.rss()]]);
  }

  #counter(name: string, help: string, labelNames: readonly string[], values: () => readonly (readonly [Record<string, string>, number])[]): void {
    new Counter({
      name, help, labelNames, registers: [this.#registry],
      collect() {
        this.reset();
        for (const [labels, value] of values()) this.inc(labels, value);
      },
    });
  }

  #gauge(name: string, help: string, labelNames: readonly string[], values: () => readonly (readonly [Record<string, string>, number])[]): void {
    new Gauge({
      name, help, labelNames, registers: [this.#registry],
      collect() {
        this.reset();
        for (const [labels, value] of values()) this.set(labels, value);
      },
    });
  }

  /** The containers of the last sample. */
  #rows(): readonly Row[] {
    return this.#all('SELECT owner, counters, cpu, read, written, received, sent FROM container WHERE seen = (SELECT number FROM sample) ORDER BY id') as unknown as readonly Row[];
  }

  #node(value: (node: { readonly cores: number; readonly memoryBytes: number }) => number): [Record<string, string>, number][] {
    return this.#all('SELECT node FROM sample').map(({ node }) => [{ host: this.#host }, value(JSON.parse(node as string))]);
  }

  #total(name: string): number | undefined {
    return this.#all('SELECT value FROM total WHERE name = ?', name)[0]?.['value'] as number | undefined;
  }

  #count(query: string): number {
    return Number(this.#all(query)[0]?.['count'] ?? 0);
  }

  #all(query: string, ...values: string[]): Record<string, unknown>[] {
    const { database, path } = this.#ledger;
    return refusing(path, () => database.prepare(query).all(...values));
  }
}

/** Every label is always there: Prometheus joins on them. */
function ownerLabels(json: string | null): Record<string, string> {
  const owner: Owner = json === null ? { kind: 'foreign' } : (JSON.parse(json) as Owner);
  return {
    kind: owner.kind,
    service_instance: owner.kind === 'instance' ? owner.instance : '',
    organization: owner.kind === 'instance' ? owner.organization : '',
    app: owner.kind === 'instance' ? owner.app : '',
    part: owner.kind === 'shared' ? owner.part : '',
  };
}
