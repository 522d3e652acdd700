import type { DatabaseSync } from 'node:sqlite';
import type { Known } from './docker-labels.ts';
import type { Ledger } from './ledger.ts';
import { refusing } from './ledger-refusal.ts';
import { type ContainerCounters, keyOf, type NodeCounters, type Sample } from './sample.ts';
import type { Gap, Measured, Outcome } from './sample-between.ts';
import type { Acquaintances } from './sample-take.ts';
import type { Owner } from './window.ts';

/**
 * Samples for which the counters of a container that is gone are kept: one that was merely not seen for a while (a group that could not
 * be read) goes on where it was, instead of counting all its life again.
 */
const MEMORY = 1440;

/** The last sample, with the counters of containers that were seen in the last day; `undefined` in a new ledger. */
export function lastSample({ database, path }: Ledger): Sample | undefined {
  return refusing(path, () => {
    const row = database.prepare('SELECT wall, uptime, boot, node FROM sample').get() as { wall: number; uptime: number; boot: string; node: string } | undefined;
    if (row === undefined) return undefined;
    const rows = database.prepare('SELECT counters FROM container WHERE seen > max(0, (SELECT number FROM sample) - ?)').all(MEMORY) as unknown as readonly { counters: string }[];
    const containers = rows.map(({ counters }) => JSON.parse(counters) as ContainerCounters);
    return { wall: row.wall, uptime: row.uptime, boot: row.boot, node: JSON.parse(row.node) as NodeCounters, containers: new Map(containers.map((one) => [keyOf(one), one])) };
  });
}

/** The containers whose owner is known, among those seen in the last day. */
export function acquaintances({ database, path }: Ledger): Acquaintances {
  return refusing(path, () => {
    const rows = database.prepare('SELECT id, incarnation, owner, shared_network FROM container WHERE owner IS NOT NULL AND seen > max(0, (SELECT number FROM sample) - ?)').all(MEMORY) as unknown as
      readonly { id: string; incarnation: string; owner: string; shared_network: number }[];
    return new Map(rows.map((row): [string, Known] => [keyOf(row), { owner: JSON.parse(row.owner) as Owner, sharedNetwork: row.shared_network === 1 }]));
  });
}

/**
 * Writes a sample, what came of it, and what was learned about containers, all or nothing: killed at any moment, the ledger holds the
 * whole or none of it, and the next window begins at the last sample that it holds.
 * @throws ChatiereError when it cannot be written; nothing has changed then.
 */
export function recordSample(ledger: Ledger, sample: Sample, { window, gap, step }: Outcome, learned: Acquaintances): void {
  const { database, path } = ledger;
  refusing(path, () => transaction(database, () => {
    const { number } = database.prepare(`INSERT INTO sample (one, number, wall, uptime, boot, node) VALUES (1, 1, :wall, :uptime, :boot, :node)
      ON CONFLICT DO UPDATE SET number = number + 1, wall = :wall, uptime = :uptime, boot = :boot, node = :node RETURNING number`)
      .get({ wall: sample.wall, uptime: sample.uptime, boot: sample.boot, node: JSON.stringify(sample.node) }) as { number: number };
    const keys = writeContainers(database, sample, number, learned);
    if (window) writeWindow(database, window, keys);
    if (gap) writeGap(database, gap);
    // Inodes are given out anew after a start of the kernel: what is remembered says nothing any more.
    if (gap?.reason === 'boot') database.prepare('UPDATE container SET seen = ? WHERE seen < ?').run(-MEMORY, number);
    if (step !== undefined) database.prepare('INSERT INTO step (at, seconds, after_window) VALUES (?, ?, (SELECT coalesce(max(id), 0) FROM window))').run(sample.wall, step);
  }));
}

/** All or nothing, also when the disk is full. */
export function transaction(database: DatabaseSync, act: () => void): void {
  database.exec('BEGIN IMMEDIATE');
  try {
    act();
    database.exec('COMMIT');
  } catch (error) {
    // A full disk may have ended it already.
    if (database.isTransaction) database.exec('ROLLBACK');
    throw error;
  }
}

function writeContainers(database: DatabaseSync, { containers }: Sample, number: number, learned: Acquaintances): ReadonlyMap<string, number> {
  const write = database.prepare(`INSERT INTO container (id, incarnation, owner, shared_network, seen, counters) VALUES (:id, :incarnation, :owner, :shared, :seen, :counters)
    ON CONFLICT DO UPDATE SET seen = :seen, counters = :counters, owner = coalesce(:owner, owner), shared_network = coalesce(:shared, shared_network) RETURNING key`);
  return new Map([...containers].map(([key, counters]) => {
    const known = learned.get(key);
    const row = write.get({
      id: counters.id,
      incarnation: counters.incarnation,
      owner: known ? JSON.stringify(known.owner) : null,
      shared: known ? Number(known.sharedNetwork) : null,
      seen: number,
      counters: JSON.stringify(counters),
    }) as { key: number };
    return [key, row.key];
  }));
}

function writeWindow(database: DatabaseSync, window: Measured, keys: ReadonlyMap<string, number>): void {
  const { node } = window;
  const id = insertWindow(database, window, false);
  const grow = database.prepare('UPDATE container SET cpu = cpu + ?, read = read + ?, written = written + ?, received = received + ?, sent = sent + ? WHERE key = ?');
  const use = insertUse(database);
  for (const one of window.containers) {
    const key = keys.get(one.key);
    if (key === undefined) throw new Error(`a container of a window is not of its sample: ${one.key}`);
    use(id, key, one);
    grow.run(one.cpuSeconds, one.readBytes, one.writtenBytes, one.receivedBytes, one.sentBytes, key);
  }
  const add = database.prepare('INSERT INTO total (name, value) VALUES (?, ?) ON CONFLICT DO UPDATE SET value = value + excluded.value');
  const totals = { cpu: node.cpuSeconds, received: node.receivedBytes, sent: node.sentBytes, seconds: window.seconds, windows: 1, ...node.raplJoules };
  for (const [name, value] of Object.entries(totals)) add.run(name, value);
}

/** @returns its number. */
export function insertWindow(database: DatabaseSync, { from, seconds, node, missing }: Pick<Measured, 'from' | 'seconds' | 'node'> & { readonly missing: readonly string[] }, rolled: boolean): number {
  const { raplJoules } = node;
  return Number(database.prepare('INSERT INTO window (start, seconds, rolled, cpu, cores, memory, package, dram, psys, received, sent, missing) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)').run(
    from, seconds, Number(rolled), node.cpuSeconds, node.cores, node.memoryBytes, raplJoules?.package ?? null, raplJoules?.dram ?? null, raplJoules?.psys ?? null, node.receivedBytes, node.sentBytes, missing.join(' '),
  ).lastInsertRowid);
}

export function insertUse(database: DatabaseSync): (window: number, container: number, use: Omit<Measured['containers'][number], 'key' | 'id'>) => void {
  const insert = database.prepare('INSERT INTO use (window, container, cpu, cpu_request, memory, memory_request, read, written, received, sent) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)');
  return (window, container, use) => void insert.run(window, container, use.cpuSeconds, use.cpuRequest, use.memoryBytes, use.memoryRequest, use.readBytes, use.writtenBytes, use.receivedBytes, use.sentBytes);
}

function writeGap(database: DatabaseSync, { from, seconds, reason }: Gap): void {
  database.prepare('INSERT INTO gap (start, seconds, reason) VALUES (?, ?, ?)').run(from, seconds, reason);
  database.prepare("INSERT INTO total (name, value) VALUES ('gap', ?) ON CONFLICT DO UPDATE SET value = value + excluded.value").run(seconds);
}
