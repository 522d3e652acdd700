import type { Ledger } from './ledger.ts';
import { refusing } from './ledger-refusal.ts';
import type { Gap, Missing } from './sample-between.ts';
import type { Recorded } from './sample-merge.ts';
import type { ContainerUse, Owner } from './window.ts';

/** Epoch seconds: what begins at `from` or later, and before `to`. */
export interface Period {
  readonly from: number;
  readonly to: number;
}

interface WindowRow {
  readonly id: number;
  readonly start: number;
  readonly seconds: number;
  readonly cpu: number;
  readonly cores: number;
  readonly memory: number;
  readonly package: number | null;
  readonly dram: number | null;
  readonly psys: number | null;
  readonly received: number;
  readonly sent: number;
  readonly missing: string;
}

interface UseRow {
  readonly key: number;
  readonly id: string;
  readonly owner: string | null;
  readonly cpu: number;
  readonly cpu_request: number;
  readonly memory: number;
  readonly memory_request: number;
  readonly read: number;
  readonly written: number;
  readonly received: number;
  readonly sent: number;
}

/** A window with the numbers of its rows, for what goes on working in the ledger. */
export interface Numbered extends Recorded {
  readonly number: number;
  readonly keys: readonly number[];
}

const COLUMNS = 'id, start, seconds, cpu, cores, memory, package, dram, psys, received, sent, missing';

/**
 * The windows that begin in a period, in the order in which they were measured, which a clock set back does not change.
 * Beside a meter that may roll up meanwhile, inside one transaction.
 */
export function* windowsIn({ database, path }: Ledger, { from, to }: Period, only: { readonly rolled?: boolean; readonly most?: number } = {}): Generator<Numbered> {
  const { host, found, uses } = refusing(path, () => ({
    host: (database.prepare('SELECT name FROM host').get() as { name: string }).name,
    found: database.prepare(`SELECT ${COLUMNS} FROM window WHERE start >= ? AND start < ? ${only.rolled === undefined ? '' : `AND rolled = ${Number(only.rolled)}`} ORDER BY id LIMIT ?`)
      .all(from, to, only.most ?? -1) as unknown as readonly WindowRow[],
    uses: database.prepare(`SELECT key, container.id, owner, use.cpu, cpu_request, memory, memory_request, use.read, use.written, use.received, use.sent
      FROM use JOIN container ON container.key = use.container WHERE window = ? ORDER BY container.id, key`),
  }));
  for (const row of found) {
    const rows = refusing(path, () => uses.all(row.id) as unknown as readonly UseRow[]);
    yield { ...windowOf(host, row), containers: rows.map(useOf), number: row.id, keys: rows.map(({ key }) => key) };
  }
}

function windowOf(host: string, row: WindowRow): Omit<Recorded, 'containers'> {
  return {
    host,
    from: row.start,
    seconds: row.seconds,
    node: {
      cpuSeconds: row.cpu,
      cores: row.cores,
      memoryBytes: row.memory,
      ...(row.package !== null && { raplJoules: { package: row.package, ...(row.dram !== null && { dram: row.dram }), ...(row.psys !== null && { psys: row.psys }) } }),
      receivedBytes: row.received,
      sentBytes: row.sent,
    },
    missing: row.missing.split(' ').filter((word) => word !== '') as Missing[],
  };
}

const useOf = (row: UseRow): ContainerUse => ({
  id: row.id,
  // Whose it is was never learned: nobody's that we know.
  owner: row.owner === null ? { kind: 'foreign' } : (JSON.parse(row.owner) as Owner),
  cpuSeconds: row.cpu,
  cpuRequest: row.cpu_request,
  memoryBytes: row.memory,
  memoryRequest: row.memory_request,
  readBytes: row.read,
  writtenBytes: row.written,
  receivedBytes: row.received,
  sentBytes: row.sent,
});

/** The times in which nothing was measured. */
export const gapsIn = ({ database, path }: Ledger, { from, to }: Period): Gap[] =>
  refusing(path, () => database.prepare('SELECT start AS "from", seconds, reason FROM gap WHERE start >= ? AND start < ? ORDER BY id').all(from, to) as unknown as Gap[]);

/** When the wall clock was set, by the time that it said afterwards, and by how many seconds. */
export const stepsIn = ({ database, path }: Ledger, { from, to }: Period): { readonly at: number; readonly seconds: number }[] =>
  refusing(path, () => database.prepare('SELECT at, seconds FROM step WHERE at >= ? AND at < ? ORDER BY id').all(from, to) as unknown as { at: number; seconds: number }[]);
