import { existsSync } from 'node:fs';
import { text } from '../../kernel/index.ts';
import { withDocker } from '../docker.ts';
import { withLocks } from '../locks.ts';
import { type Listener, task } from '../progress.ts';
import type { Layout } from '../layout.ts';
import type { Session } from '../session.ts';
import { type SleepCause, putMarker, removeMarker } from './marker.ts';
import { isAsleep, observe, type Observed } from './observe.ts';
import type { Place } from './place.ts';
import { isStopped, notUp } from './refusals.ts';
import { startServices } from './start.ts';
import { stopServices, waitForJobs } from './stop.ts';

/** What came of one instance. `started`: it stood still without being asleep. `busy`: somebody else works on it; the next run sees to it. */
export type Deed = 'slept' | 'woken' | 'started' | 'unchanged' | 'busy';

export interface Work {
  readonly listen: Listener;
  readonly signal: AbortSignal;
  /** Asked again once the instance's lock is held: what was seen before may not be so any more. */
  readonly still?: (observed: Observed) => boolean;
}

/**
 * Stops the containers of an instance on purpose, and marks it on its engine; both stay, and all data. The marker comes first, so that
 * an interruption leaves what the same command finishes.
 */
export async function putToSleep({ layout }: Session, place: Place, by: SleepCause, { listen, signal, still }: Work): Promise<Deed> {
  const { instance, federation, workload, order, caution } = place;
  refuseStrange(layout, instance);
  return withLocks(layout, [instance], listen, () => withDocker(place.engine, async (docker) => {
    const observed = await observe(docker, federation, workload);
    if (observed.services.length === 0) throw notUp(instance);
    if (isAsleep(observed) || still?.(observed) === false) return 'unchanged';
    if (observed.runningSince === undefined) throw isStopped(instance);
    if (caution && by === 'hand') listen({ kind: 'note', stack: instance, text: text(`${instance} : ${caution.fr}`, `${instance}: ${caution.en}`) });
    await task(listen, `sleep.${instance}`, text(`${instance} · mise en sommeil`, `${instance} · going to sleep`), async () => {
      const tell = (job: string) => listen({ kind: 'task-line', task: `sleep.${instance}`, line: job });
      await waitForJobs(docker, federation, workload, tell, signal);
      await putMarker(docker, place, { by, since: Date.now() });
      await stopServices(docker, federation, workload, order, signal);
    });
    return 'slept';
  }));
}

/** Starts what stands still of an instance, waits for its health, then takes its marker away: an interruption leaves what the same command finishes. */
export async function rouse({ layout }: Session, place: Place, { listen, signal, still }: Work): Promise<Deed> {
  const { instance, federation, workload, order } = place;
  refuseStrange(layout, instance);
  return withLocks(layout, [instance], listen, () => withDocker(place.engine, async (docker) => {
    const observed = await observe(docker, federation, workload);
    if (observed.services.length === 0) throw notUp(instance);
    if (still?.(observed) === false) return 'unchanged';
    const marked = observed.marker !== undefined;
    if (!marked && observed.services.every(({ running }) => running)) return 'unchanged';
    await task(listen, `wake.${instance}`, text(`${instance} · réveil`, `${instance} · waking`), () => startServices(docker, federation, workload, order, signal));
    if (marked) await removeMarker(docker, workload);
    return marked ? 'woken' : 'started';
  }));
}

/** Without a state nothing was ever brought up from here: what carries the labels belongs to another directory of the same name. */
function refuseStrange({ state }: Layout, instance: string): void {
  if (!existsSync(state)) throw notUp(instance);
}
