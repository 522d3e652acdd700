import { setTimeout as delay } from 'node:timers/promises';

/** Asks again and again; the test's own limit ends it. */
export async function eventually<T>(ask: () => Promise<T | undefined | false>): Promise<T> {
  for (;;) {
    const found = await ask();
    if (found !== undefined && found !== false) return found;
    await delay(100);
  }
}
