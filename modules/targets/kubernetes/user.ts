import { ChatiereError, text } from '../../kernel/index.ts';
import type { Service, Workload } from '../../workload/index.ts';

/** Who a container runs as; `gid` undefined: the group that the image gives this user. */
export interface User {
  readonly uid: number;
  readonly gid: number | undefined;
}

/** Undefined: the image's own user, which may be root. Kubernetes knows numbers alone: a name is refused. */
export function userOf({ name, user }: Service): User | undefined {
  if (user === undefined) return undefined;
  const [, uid, gid] = /^(\d{1,10})(?::(\d{1,10}))?$/.exec(user) ?? [];
  if (uid !== undefined) return { uid: Number(uid), gid: gid === undefined ? undefined : Number(gid) };
  throw new ChatiereError({
    code: 'user-name',
    what: text('sur une grappe, un service tourne sous un numéro, pas sous un nom', 'on a cluster, a service runs as a number, not as a name'),
    where: { field: `services.${name}.user` },
    given: user,
    allowed: text('uid ou uid:gid', 'uid or uid:gid'),
  });
}

/** Whether it may run as root. */
export const mayBeRoot = (service: Service): boolean => (userOf(service)?.uid ?? 0) === 0;

/** Services and jobs that share a volume with this one, directly or through others, itself included; in the workload's order. */
export function companions({ services }: Workload, service: Service): Service[] {
  const together = new Set([service]);
  for (let before = 0; before !== together.size; ) {
    before = together.size;
    const volumes = new Set([...together].flatMap(({ mounts }) => mounts.map(({ volume }) => volume)));
    for (const other of services) if (other.mounts.some(({ volume }) => volumes.has(volume))) together.add(other);
  }
  return services.filter((other) => together.has(other));
}

/**
 * Group that owns what a pod mounts: one for all who share a volume, or each start would give the files to another. Root's only where
 * nobody has another.
 */
export function groupOf(workload: Workload, service: Service): number | undefined {
  const groups = companions(workload, service).map((each) => userOf(each)?.gid).filter((gid) => gid !== undefined);
  return groups.find((gid) => gid !== 0) ?? groups[0];
}
