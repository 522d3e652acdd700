import { ChatiereError, ExitCode } from '../../kernel/index.ts';
import { withDocker } from '../docker.ts';
import { up } from '../operate.ts';
import { noSuchInstance, refuseUnknown } from '../plan.ts';
import { runInOrder, throwIfAnyFailed } from '../schedule.ts';
import type { Session } from '../session.ts';
import { listMarkers } from './marker.ts';
import { isAsleep, observe } from './observe.ts';
import { canRest, type Place, placeOf } from './place.ts';
import { nobodyNamed } from './refusals.ts';
import { type Deed, putToSleep, rouse, type Work } from './rest.ts';
import { endWaiting, isWaiting } from './waiting.ts';

/** What came of an instance; one of the `instances` of `chatiere sleep --json` and `wake --json`. */
export interface Rested {
  readonly instance: string;
  readonly deed: Deed;
  readonly seconds: number;
  /** When its schedule wakes it, ISO 8601; null where it is awake, or sleeps until somebody wakes it. */
  readonly wakesAt: string | null;
}

type Options = Pick<Work, 'listen' | 'signal'>;

/** At the same time: waking is mostly waiting, and an engine that starts everything at once starves it all. */
const AT_ONCE = 4;

/** Puts the named instances to sleep, each under the lock of its stack. */
export async function sleep(session: Session, wanted: readonly string[], options: Options): Promise<Rested[]> {
  return onEach(session, named(session, wanted, 'sleep'), options, (place) => putToSleep(session, place, 'hand', options));
}

/** Wakes the named instances and waits for their health; what `up` left undone while they slept is done then. */
export async function wake(session: Session, wanted: readonly string[], options: Options): Promise<Rested[]> {
  return onEach(session, named(session, wanted, 'wake'), options, (place) => wakeOne(session, place, options));
}

/** Does what the schedules ask now, and nothing else. An instance that somebody works on is left to the next run. */
export async function due(session: Session, options: Options, now: () => number = Date.now): Promise<Rested[]> {
  const { dueOf } = await import('./due.ts');
  const { timeZone } = session.federation.sheet;
  const rested = await onEach(session, await scheduled(session), options, async (place) => {
    const asked = (observed: Parameters<typeof dueOf>[2]) => dueOf(place.schedule, timeZone, observed, now());
    const found = await withDocker(place.engine, (docker) => observe(docker, place.federation, place.workload));
    const deed = asked(found);
    if (deed === undefined) return 'unchanged';
    const work = { ...options, still: (observed: typeof found) => asked(observed) === deed };
    return unlessBusy(() => (deed === 'sleep' ? putToSleep(session, place, 'schedule', work) : wakeOne(session, place, work)));
  });
  return rested.filter(({ deed }) => deed !== 'unchanged');
}

/** Instances with a schedule, and those that still sleep by one that they no longer have. */
async function scheduled(session: Session): Promise<Place[]> {
  const { sheet, instances } = session.federation;
  const places = [...instances.keys()].filter((id) => canRest(session, id)).map((id) => placeOf(session, id));
  const engines = [...new Set(places.map(({ engine }) => engine))];
  const marked = await Promise.all(engines.map((engine) => withDocker(engine, (docker) => listMarkers(docker, sheet.id)).catch(() => new Map())));
  return places.filter(({ schedule, workload }) => schedule !== undefined || marked.some((markers) => markers.has(workload)));
}

async function wakeOne(session: Session, place: Place, work: Work): Promise<Deed> {
  const deed = await rouse(session, place, work);
  if (deed === 'woken' && isWaiting(session.layout, place.instance)) {
    await up(session, [place.instance], { ...work, refresh: false });
    endWaiting(session.layout, place.instance);
  }
  return deed;
}

function named({ federation }: Session, wanted: readonly string[], verb: 'sleep' | 'wake'): readonly string[] {
  const known = [...federation.instances.keys()];
  if (wanted.length === 0) throw nobodyNamed(verb, known);
  refuseUnknown(known, wanted, noSuchInstance);
  return [...new Set(wanted)];
}

/** Several at a time; the failure of one keeps no other from its sleep. */
async function onEach(session: Session, wanted: readonly (string | Place)[], { signal }: Options, act: (place: Place) => Promise<Deed>): Promise<Rested[]> {
  const places = new Map(wanted.map((one) => (typeof one === 'string' ? placeOf(session, one) : one)).map((place) => [place.instance, place]));
  const rested = new Map<string, Rested>();
  const plans = [...places.keys()].map((name) => ({ name, dependsOn: [] }));
  const results = await runInOrder(plans, {
    limit: AT_ONCE,
    signal,
    run: async (instance) => {
      const started = performance.now();
      const place = places.get(instance) as Place;
      const deed = await act(place);
      rested.set(instance, { instance, deed, seconds: (performance.now() - started) / 1000, wakesAt: await wakesAt(session, place) });
    },
  });
  throwIfAnyFailed(results, signal);
  return [...places.keys()].flatMap((instance) => rested.get(instance) ?? []);
}

async function wakesAt({ federation }: Session, { engine, workload, schedule, federation: id }: Place): Promise<string | null> {
  if (!schedule || !isAsleep(await withDocker(engine, (docker) => observe(docker, id, workload)))) return null;
  const { nextWake } = await import('./hours.ts');
  const moment = nextWake(schedule, federation.sheet.timeZone, Date.now());
  return moment === undefined ? null : new Date(moment).toISOString();
}

async function unlessBusy(act: () => Promise<Deed>): Promise<Deed> {
  try {
    return await act();
  } catch (error) {
    if (error instanceof ChatiereError && error.exitCode === ExitCode.locked) return 'busy';
    throw error;
  }
}
