import type { DatabaseSync } from 'node:sqlite';

/** In the file's header: tells a ledger from any other database. */
export const APPLICATION = 0x43_48_4c_47;
/** Raised with every change of the tables; a ledger of a newer one is refused. */
export const VERSION = 1;

/**
 * Raw figures only, and nothing that names a person: whose a container is are identifiers of organization, instance and app.
 * Seconds, bytes and joules; times in epoch seconds. What is derived from them (energy by container, carbon) is never stored, so that a
 * better factor or a later reading of a wall meter applies to the past.
 */
const TABLES = `
  -- The one host, and who writes here now.
  CREATE TABLE host (one INTEGER PRIMARY KEY CHECK (one = 1), name TEXT NOT NULL, holder TEXT) STRICT;

  -- The last sample: where the next window begins, also after a restart of the meter. number counts samples.
  CREATE TABLE sample (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, wall REAL NOT NULL, uptime REAL NOT NULL, boot TEXT NOT NULL, node TEXT NOT NULL) STRICT;

  -- A container in one of its lives: whose it is (null until the engine has said), its last counters, their growth since it was first seen.
  CREATE TABLE container (
    key INTEGER PRIMARY KEY, id TEXT NOT NULL, incarnation TEXT NOT NULL, owner TEXT, shared_network INTEGER, seen INTEGER NOT NULL, counters TEXT NOT NULL,
    cpu REAL NOT NULL DEFAULT 0, read REAL NOT NULL DEFAULT 0, written REAL NOT NULL DEFAULT 0, received REAL NOT NULL DEFAULT 0, sent REAL NOT NULL DEFAULT 0,
    UNIQUE (id, incarnation)) STRICT;
  CREATE INDEX container_seen ON container (seen);

  -- What the host did between two samples; once rolled up, over up to an hour. package, dram, psys: null where there was no such counter.
  CREATE TABLE window (
    id INTEGER PRIMARY KEY AUTOINCREMENT, start REAL NOT NULL, seconds REAL NOT NULL CHECK (seconds > 0), rolled INTEGER NOT NULL, cpu REAL NOT NULL, cores REAL NOT NULL, memory REAL NOT NULL,
    package REAL, dram REAL, psys REAL, received REAL NOT NULL, sent REAL NOT NULL, missing TEXT NOT NULL) STRICT;
  CREATE INDEX window_start ON window (start);
  CREATE TABLE use (
    window INTEGER NOT NULL REFERENCES window ON DELETE CASCADE, container INTEGER NOT NULL REFERENCES container,
    cpu REAL NOT NULL, cpu_request REAL NOT NULL, memory REAL NOT NULL, memory_request REAL NOT NULL, read REAL NOT NULL, written REAL NOT NULL, received REAL NOT NULL, sent REAL NOT NULL,
    PRIMARY KEY (window, container)) STRICT, WITHOUT ROWID;

  -- Time in which nothing was measured.
  CREATE TABLE gap (id INTEGER PRIMARY KEY, start REAL NOT NULL, seconds REAL NOT NULL, reason TEXT NOT NULL) STRICT;
  -- The wall clock was set by so many seconds; after_window is the last window dated by the former time.
  CREATE TABLE step (id INTEGER PRIMARY KEY, at REAL NOT NULL, seconds REAL NOT NULL, after_window INTEGER NOT NULL) STRICT;
  -- Readings of a plug, a bill, a cabinet: energy over a time.
  CREATE TABLE wall (id INTEGER PRIMARY KEY, start REAL NOT NULL, finish REAL NOT NULL CHECK (finish > start), joules REAL NOT NULL CHECK (joules >= 0)) STRICT;
  -- Growth of the host's counters since the ledger began.
  CREATE TABLE total (name TEXT PRIMARY KEY, value REAL NOT NULL) STRICT, WITHOUT ROWID;
`;

/** Makes the tables of a new ledger. */
export function createTables(database: DatabaseSync, host: string): void {
  database.exec(`BEGIN; PRAGMA application_id = ${APPLICATION}; PRAGMA user_version = ${VERSION}; ${TABLES} COMMIT;`);
  database.prepare('INSERT INTO host (one, name) VALUES (1, ?)').run(host);
}
