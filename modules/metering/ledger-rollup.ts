import type { Ledger } from './ledger.ts';
import { windowsIn } from './ledger-read.ts';
import { refusing } from './ledger-refusal.ts';
import { insertUse, insertWindow, transaction } from './ledger-write.ts';
import { merge, runsOf } from './sample-merge.ts';

const HOUR = 3600;
const DAY = 86_400;
/** Age at which minutes become hours. */
const KEPT = 35 * DAY;
/** Windows taken at once: a day of minutes, so that a sample never waits long. */
const BATCH = 1440;

/**
 * Puts minutes that are older than 35 days together into hours; sums stay what they were, and gaps stay visible. Not within a day of a step
 * of the wall clock: by a clock that is a year ahead, everything is old.
 * @param wall epoch seconds. @returns how many windows were put together.
 */
export function rollUp(ledger: Ledger, wall: number): number {
  const { database, path } = ledger;
  if (!refusing(path, () => clockIsSteady(ledger))) return 0;
  // Whole hours only: one that is put together in two parts stays two.
  const before = Math.floor((wall - KEPT) / HOUR) * HOUR;
  const minutes = [...windowsIn(ledger, { from: -Number.MAX_VALUE, to: before }, { rolled: false, most: BATCH })];
  // The last hour of a full batch may go on beyond it.
  const runs = [...runsOf(minutes)];
  const whole = minutes.length === BATCH && runs.length > 1 ? runs.slice(0, -1) : runs;
  if (whole.length === 0) return 0;
  refusing(path, () => transaction(database, () => {
    const remove = database.prepare('DELETE FROM window WHERE id = ?');
    const use = insertUse(database);
    for (const run of whole) {
      const hour = merge(run);
      const id = insertWindow(database, hour, true);
      const keys = new Map(run.flatMap(({ containers, keys: numbers }) => containers.map((one, index) => [JSON.stringify([one.id, one.owner]), numbers[index] as number] as const)));
      for (const one of hour.containers) use(id, keys.get(JSON.stringify([one.id, one.owner])) as number, one);
      for (const { number } of run) remove.run(number);
    }
  }));
  return whole.reduce((total, run) => total + run.length, 0);
}

function clockIsSteady({ database }: Ledger): boolean {
  const step = database.prepare('SELECT max(after_window) AS after FROM step').get() as { after: number | null };
  if (step.after === null) return true;
  const { since } = database.prepare('SELECT coalesce(sum(seconds), 0) AS since FROM window WHERE id > ?').get(step.after) as { since: number };
  return since >= DAY;
}
