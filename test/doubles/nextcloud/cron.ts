import { isInstalled, openDatabase, type Place, readSystem } from './place.ts';
import { Store } from './store.ts';

const EVERY = 300_000;

/** One round of background jobs: says when it was, as upstream does. */
export async function runCron(place: Place): Promise<void> {
  const system = readSystem(place);
  if (!isInstalled(system) || system['maintenance'] === true) return;
  const store = new Store(openDatabase(system));
  try {
    await store.setAppValue('core', 'lastcron', String(Math.floor(Date.now() / 1000)));
  } finally {
    await store.database.close();
  }
}

/** Rounds at every fifth minute until the container is told to stop. A round that fails is told, and the next one comes. */
export async function cron(place: Place): Promise<void> {
  const round = () => runCron(place).catch((error: unknown) => console.error(error));
  const timer = setInterval(() => void round(), EVERY);
  await round();
  await new Promise<void>((resolve) => {
    for (const signal of ['SIGTERM', 'SIGINT'] as const) process.once(signal, resolve);
  });
  clearInterval(timer);
}
