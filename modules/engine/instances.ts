import type { Federation } from '../federation/index.ts';
import { type Instance, resolveInstance } from '../placement/index.ts';
import { toWorkload } from '../workload/index.ts';
import { localImageTag } from '../../tools/images/index.ts';
import { accessOf } from './kubernetes/access.ts';
import { noSuchInstance, refuseUnknown } from './plan.ts';
import type { Session } from './session.ts';
import { type Expected, type InstanceStatus, readStatus, type Where } from './status.ts';

/** Status of the named instances, of all when none is named, in the order of the files. */
export async function instanceStatus(session: Session, wanted: readonly string[] = []): Promise<InstanceStatus[]> {
  const { federation } = session;
  const known = [...federation.instances.keys()];
  refuseUnknown(known, wanted, noSuchInstance);
  const chosen = wanted.length > 0 ? known.filter((id) => wanted.includes(id)) : known;
  // With luxon inside, and most federations have no schedule.
  const { nextWake } = chosen.some((id) => federation.instances.get(id)?.sleep) ? await import('./sleep/hours.ts') : { nextWake: undefined };
  return readStatus(federation.sheet.id, chosen.map((id) => {
    const schedule = federation.instances.get(id)?.sleep;
    return { ...expectedOf(session, id), nextWake: schedule && nextWake?.(schedule, federation.sheet.timeZone, Date.now()) };
  }));
}

function expectedOf({ federation, catalog }: Session, id: string): Omit<Expected, 'nextWake'> {
  const instance = resolveInstance(federation, catalog, id, localImageTag);
  const services = toWorkload(instance).services.filter(({ kind }) => kind === 'service').map(({ name }) => name);
  return {
    instance: id,
    organization: instance.organization,
    app: instance.release.app,
    release: instance.release.release,
    host: instance.host,
    on: whereOf(federation, instance),
    url: instance.url,
    workload: instance.workload,
    services,
  };
}

function whereOf(federation: Federation, { host, hostSheet }: Instance): Where {
  if (hostSheet.target === 'docker') return { engine: hostSheet.engine };
  const access = accessOf(federation, host);
  if (!access) throw new Error(`not validated: ${host}`);
  return access;
}
