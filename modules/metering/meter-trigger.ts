import { createInterface } from 'node:readline';
import { ChatiereError, text } from '../kernel/index.ts';

/** Seconds between two samples. */
const INTERVAL = 60;

/** When to sample, and what the wall clock says then, in epoch seconds; ends when nothing more is to be sampled. */
export type Trigger = AsyncIterable<number>;

/** Now and each minute from now, until told to stop. What takes long does not delay what follows; a minute that was missed is not made up for. */
export async function* eachMinute(stop: AbortSignal): Trigger {
  const start = performance.now();
  for (let count = 0; !stop.aborted; count = Math.floor((performance.now() - start) / 1000 / INTERVAL) + 1) {
    await until(start + count * INTERVAL * 1000, stop);
    if (!stop.aborted) yield Date.now() / 1000;
  }
}

function until(moment: number, stop: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(done, Math.max(0, moment - performance.now()));
    function done(): void {
      clearTimeout(timer);
      stop.removeEventListener('abort', done);
      resolve();
    }
    stop.addEventListener('abort', done);
  });
}

/** At each line of a stream, which is the wall clock in epoch seconds. */
export async function* eachLine(input: NodeJS.ReadableStream, stop: AbortSignal): Trigger {
  const lines = createInterface({ input, terminal: false });
  stop.addEventListener('abort', () => lines.close());
  for await (const line of lines) {
    if (!/^\d+(\.\d+)?$/.test(line)) throw new ChatiereError({ code: 'meter-trigger', what: text('cette ligne n’est pas une heure', 'this line is not a time'), given: line, allowed: text('des secondes depuis 1970', 'seconds since 1970') });
    yield Number(line);
  }
}
