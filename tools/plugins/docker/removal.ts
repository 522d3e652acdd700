import { setTimeout as pause } from 'node:timers/promises';
import { engineWords, isNotFound } from './connection.ts';

/** How long the provider tries (ms), and how often the stand-in does. */
const TIME = 30_000;
const INTERVAL = 500;

/** Removes what may still be in use for a while; gone already is fine. */
export async function removeOnceFree(remove: () => Promise<unknown>, busy: string): Promise<void> {
  const deadline = Date.now() + TIME;
  for (;;) {
    try {
      await remove();
      return;
    } catch (error) {
      if (isNotFound(error)) return;
      const words = engineWords(error);
      if (!words.toLowerCase().includes(busy)) throw new Error(words);
      if (Date.now() > deadline) throw new Error(`timeout while waiting for state to become 'removed' (${words})`);
    }
    await pause(INTERVAL);
  }
}
