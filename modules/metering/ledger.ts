import { existsSync, renameSync, rmSync, statSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { text } from '../kernel/index.ts';
import { absent, damaged, foreign, held, refusing } from './ledger-refusal.ts';
import { APPLICATION, createTables, VERSION } from './ledger-schema.ts';

/** An open ledger: one SQLite file. Samples go in by `recordSample`, and come out by `ledger-read`. */
export interface Ledger {
  readonly path: string;
  readonly database: DatabaseSync;
  close(): void;
}

/** Bytes: SQLite's smallest page. It takes less for an empty database, and would begin a new one in it. */
const SMALLEST = 512;
/** Milliseconds to wait for another process that writes, a reading being entered. */
const PATIENCE = 5000;

/**
 * Opens the ledger of a host to write samples in, and makes it if there is none. One process at a time: the lock lies in a file beside it
 * and belongs to the process, so that the kernel lets go of it however the process ends.
 * @param holder who to name to a second meter.
 * @param pages largest size, in pages of 4 KiB; no limit unless given.
 * @throws ChatiereError for a ledger that is damaged, not writable, of another host, or held by another meter (exit code 4).
 */
export function openLedger(path: string, host: string, holder: string, pages?: number): Ledger {
  const lock = refusing(path, () => new DatabaseSync(`${path}.lock`, { timeout: 0 }));
  try {
    takeLock(lock, path);
    if (!existsSync(path)) refusing(path, () => makeLedger(path, host));
    const database = openChecked(path, host, pages);
    const close = (): void => [database, lock].forEach((one) => one.close());
    try {
      refusing(path, () => database.prepare('UPDATE host SET holder = ?').run(holder));
    } catch (error) {
      database.close();
      throw error;
    }
    return { path, database, close };
  } catch (error) {
    lock.close();
    throw error;
  }
}

/** Opens a ledger to read it, or to enter a reading, beside the meter that keeps it. @throws ChatiereError when there is none. */
export function openBeside(path: string, { write = false } = {}): Ledger {
  if (!existsSync(path)) throw absent(path);
  return refusing(path, () => {
    const database = new DatabaseSync(path, { readOnly: !write, timeout: PATIENCE });
    try {
      checkKind(database, path);
      if (write) database.exec('PRAGMA synchronous = FULL');
      return { path, database, close: () => database.close() };
    } catch (error) {
      database.close();
      throw error;
    }
  });
}

function takeLock(lock: DatabaseSync, path: string): void {
  try {
    lock.exec('BEGIN EXCLUSIVE');
  } catch (error) {
    if ((error as { errcode?: number }).errcode !== 5) refusing(path, () => { throw error; });
    throw held(path, holderOf(path));
  }
}

function holderOf(path: string): string | undefined {
  try {
    const { database, close } = openBeside(path);
    const { holder } = database.prepare('SELECT holder FROM host').get() as { holder: string | null };
    close();
    return holder ?? undefined;
  } catch {
    return undefined;
  }
}

/** Under another name until it is whole, so that an empty file of the ledger's own name is always damage and never a beginning. */
function makeLedger(path: string, host: string): void {
  const next = `${path}.new`;
  for (const end of ['', '-wal', '-shm', '-journal']) rmSync(`${next}${end}`, { force: true });
  // What a ledger that was moved away left behind would be played into the new one.
  for (const end of ['-wal', '-shm']) if (existsSync(`${path}${end}`)) renameSync(`${path}${end}`, `${path}${end}.old`);
  const database = new DatabaseSync(next);
  try {
    createTables(database, host);
  } finally {
    database.close();
  }
  renameSync(next, path);
}

function openChecked(path: string, host: string, pages: number | undefined): DatabaseSync {
  check(path, host);
  return refusing(path, () => {
    const database = new DatabaseSync(path, { timeout: PATIENCE });
    // Each commit reaches the disk: one a minute costs nothing, and a power cut then loses no more than a kill does.
    database.exec(`PRAGMA journal_mode = WAL; PRAGMA synchronous = FULL; PRAGMA cache_size = -1024; PRAGMA journal_size_limit = 4194304; ${pages === undefined ? '' : `PRAGMA max_page_count = ${pages}`}`);
    return database;
  });
}

/** Read-only, so that a damaged ledger stays as it was found. */
function check(path: string, host: string): void {
  const { size } = statSync(path);
  if (size < SMALLEST) throw damaged(path, `${size} bytes`);
  refusing(path, () => {
    const database = new DatabaseSync(path, { readOnly: true, timeout: PATIENCE });
    try {
      checkKind(database, path);
      const { quick_check: found } = database.prepare('PRAGMA quick_check(1)').get() as { quick_check: string };
      if (found !== 'ok') throw damaged(path, found);
      const { name } = database.prepare('SELECT name FROM host').get() as { name: string };
      if (name !== host) throw foreign(path, name, text(`le registre du serveur « ${host} »`, `the ledger of the host “${host}”`));
    } finally {
      database.close();
    }
  });
}

function checkKind(database: DatabaseSync, path: string): void {
  const { application_id: application } = database.prepare('PRAGMA application_id').get() as { application_id: number };
  const { user_version: version } = database.prepare('PRAGMA user_version').get() as { user_version: number };
  if (application !== APPLICATION) throw foreign(path, `application_id ${application}`, text('un registre de chatiere', 'a ledger of chatiere'));
  if (version !== VERSION) throw foreign(path, `version ${version}`, text(`la version ${VERSION}`, `version ${VERSION}`));
}
