import { type Text, text } from '../../kernel/index.ts';
import { withDocker } from '../docker.ts';
import type { Listener } from '../progress.ts';
import type { Session } from '../session.ts';
import { listMarkers, readMarker, removeMarker } from './marker.ts';
import { isAsleep, observe } from './observe.ts';
import { canRest, placeOf } from './place.ts';
import { startServices, startStopped } from './start.ts';
import { endWaiting, keepWaiting } from './waiting.ts';

/** The instances among these stacks that sleep, as their engines say. */
export async function sleepersAmong(session: Session, stacks: readonly string[]): Promise<ReadonlySet<string>> {
  const places = stacks.filter((stack) => canRest(session, stack)).map((stack) => placeOf(session, stack));
  const engines = [...new Set(places.map(({ engine }) => engine))];
  const asleep = await Promise.all(engines.map((engine) => withDocker(engine, async (docker) => {
    const markers = await listMarkers(docker, session.federation.sheet.id);
    const marked = places.filter((place) => place.engine === engine && markers.has(place.workload));
    const seen = await Promise.all(marked.map(({ federation, workload }) => observe(docker, federation, workload)));
    return marked.filter((_, index) => isAsleep(seen[index] as NonNullable<(typeof seen)[number]>)).map(({ instance }) => instance);
  })));
  return new Set(asleep.flat());
}

/** Before an update: who sleeps is left so, which is said, and what the files would change of it is kept for when it wakes. */
export async function leaveAsleep(session: Session, stacks: readonly string[], isCurrent: (stack: string) => boolean, listen: Listener): Promise<ReadonlySet<string>> {
  const sleepers = await sleepersAmong(session, stacks);
  for (const stack of sleepers) {
    if (isCurrent(stack)) listen({ kind: 'note', stack, text: leftAsleep(stack) });
    else {
      keepWaiting(session.layout, stack);
      listen({ kind: 'note', stack, text: text(`pile « ${stack} » : l’instance dort ; ses changements se feront à son réveil (chatiere wake ${stack})`, `stack "${stack}": the instance sleeps; its changes will be made when it wakes (chatiere wake ${stack})`) });
    }
  }
  return sleepers;
}

const leftAsleep = (stack: string): Text => text(`pile « ${stack} » : l’instance dort, et reste endormie (chatiere wake ${stack})`, `stack "${stack}": the instance sleeps, and is left asleep (chatiere wake ${stack})`);

/** Of instances that somebody named, and of which nothing changed: an update wakes nobody. An engine that does not answer is not its concern. */
export async function tellSleepers(session: Session, stacks: readonly string[], listen: Listener): Promise<void> {
  for (const stack of await sleepersAmong(session, stacks).catch(() => [])) listen({ kind: 'note', stack, text: leftAsleep(stack) });
}

/**
 * Before an update of an instance that does not sleep: what stands still of it is started. Pulumi sees no difference in that, since a
 * sleeping instance must show none, and what it would make anew may need it. Gives the services that were started.
 */
export async function beforeUpdate(session: Session, stack: string): Promise<readonly string[]> {
  if (!canRest(session, stack)) return [];
  const { federation, workload, engine, order } = placeOf(session, stack);
  return withDocker(engine, (docker) => startStopped(docker, federation, workload, order));
}

/** After it: nothing waits any more, a marker is not true any more, and what was started must be healthy. */
export async function afterUpdate(session: Session, stack: string, started: readonly string[], listen: Listener, signal: AbortSignal): Promise<void> {
  if (!canRest(session, stack)) return;
  const { federation, workload, engine, order } = placeOf(session, stack);
  endWaiting(session.layout, stack);
  await withDocker(engine, async (docker) => {
    if (await readMarker(docker, workload)) await removeMarker(docker, workload);
    if (started.length === 0) return;
    listen({ kind: 'note', stack, text: text(`pile « ${stack} » : services arrêtés, démarrés de nouveau : ${started.join(', ')}`, `stack "${stack}": services that stood still, started again: ${started.join(', ')}`) });
    await startServices(docker, federation, workload, order, signal);
  });
}

/** After an instance was taken down: there is nobody left to sleep. */
export async function afterDown(session: Session, stack: string): Promise<void> {
  if (!canRest(session, stack)) return;
  const { workload, engine } = placeOf(session, stack);
  endWaiting(session.layout, stack);
  await withDocker(engine, (docker) => removeMarker(docker, workload));
}
