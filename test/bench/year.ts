import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { federationEnergy, type MeterExec, openSession } from '../../modules/engine/index.ts';
import { openLedger } from '../../modules/metering/ledger.ts';
import { insertUse, insertWindow, transaction } from '../../modules/metering/ledger-write.ts';
import { recordedHour } from '../metering/recorded.ts';
import { CHECKOUT, type Measure } from './measure.ts';

const HOST = 'serveur-1';
const DAY = 86_400;
/** Days that the meter keeps by the minute. */
const MINUTES_KEPT = 35;
const TIMES = 3;

/** A year of one host of the demonstration: how long its figures take, from the ledger's file to the report. */
export const year: Measure = async (say) => {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-year-'));
  try {
    const ledger = join(folder, 'ledger.db');
    const to = Math.floor(Date.now() / 1000 / DAY) * DAY;
    const windows = write(ledger, to);
    say(`a ledger of ${windows} windows`);
    let reading = 0;
    const exec: MeterExec = async (_, args) => {
      const began = performance.now();
      const { exitCode, stdout, stderr } = await execa(process.execPath, [join(CHECKOUT, 'modules', 'metering', 'meter.ts'), ...args, '--ledger', ledger], { reject: false, stdin: 'ignore', maxBuffer: 2 ** 30 });
      reading += (performance.now() - began) / 1000;
      return { code: exitCode ?? 1, stdout, stderr };
    };
    const session = openSession(join(CHECKOUT, 'examples', 'demo'));
    const samples: { readonly whole: number; readonly reading: number }[] = [];
    for (let run = 0; run < TIMES; run++) {
      reading = 0;
      const began = performance.now();
      const { federation } = await federationEnergy(session, exec, { from: to - 365 * DAY, to });
      samples.push({ whole: (performance.now() - began) / 1000, reading });
      if (!federation.energy) throw new Error('no figure of the year');
    }
    return [
      { what: 'rapport d’une année d’un serveur (sept conteneurs)', unit: 's', samples: samples.map(({ whole }) => whole), bound: { atMost: 2 } },
      { what: 'dont la lecture du registre', unit: 's', samples: samples.map((one) => one.reading) },
    ];
  } finally {
    await rm(folder, { recursive: true });
  }
};

/** What a meter has after a year: hours, and minutes of the last days. @returns how many windows. */
function write(path: string, to: number): number {
  const { database, close } = openLedger(path, HOST, 'bench');
  const keys = new Map(recordedHour(HOST, to).containers.map(({ id, owner }, index) => {
    database.prepare('INSERT INTO container (key, id, incarnation, owner, shared_network, seen, counters) VALUES (?, ?, ?, ?, 0, 1, ?)').run(index + 1, id, '1', JSON.stringify(owner), '{}');
    return [id, index + 1] as const;
  }));
  const use = insertUse(database);
  const minutes = to - MINUTES_KEPT * DAY;
  let count = 0;
  transaction(database, () => {
    for (let from = to - 365 * DAY; from < to; count += 1) {
      const seconds = from < minutes ? 3600 : 60;
      const window = recordedHour(HOST, from, seconds);
      const number = insertWindow(database, window, seconds === 3600);
      for (const one of window.containers) use(number, keys.get(one.id) as number, one);
      from += seconds;
    }
  });
  close();
  return count;
}
