import type Docker from 'dockerode';
import { label, MANAGED_BY, partName } from '../../kernel/index.ts';
import { unlessGone } from '../recovery/sweep-engine.ts';

/** Who put an instance to sleep: somebody, or its schedule. */
export type SleepCause = 'hand' | 'schedule';

/** What says on the engine that the containers of an instance are stopped on purpose. */
export interface Marker {
  readonly by: SleepCause;
  /** Milliseconds since 1970. */
  readonly since: number;
}

/** The workload whose marker it is. */
export interface Marked {
  readonly federation: string;
  readonly instance: string;
  readonly organization: string;
  readonly workload: string;
}

/**
 * An empty volume: the labels of a container cannot change, and a file of ours would say nothing to another machine. Two parts in its
 * name, so that no data volume is called so.
 */
const nameOf = (workload: string): string => partName(workload, 'marker', 'asleep');

/** Workload -> marker, of a whole federation. */
export async function listMarkers(docker: Docker, federation: string): Promise<ReadonlyMap<string, Marker>> {
  const { Volumes: volumes } = await docker.listVolumes({ filters: { label: [`${label.federation}=${federation}`, label.asleep] } });
  return new Map((volumes ?? []).flatMap(({ Labels: labels }) => {
    const [workload, marker] = [labels?.[label.workload], markerOf(labels)];
    return workload === undefined || marker === undefined ? [] : [[workload, marker] as const];
  }));
}

export async function readMarker(docker: Docker, workload: string): Promise<Marker | undefined> {
  const found = await docker.getVolume(nameOf(workload)).inspect().catch((error: { statusCode?: number }) => {
    if (error.statusCode === 404) return undefined;
    throw error;
  });
  return markerOf(found?.Labels);
}

/** Takes the place of one that is there: an engine keeps the labels that a volume was made with. */
export async function putMarker(docker: Docker, { federation, instance, organization, workload }: Marked, { by, since }: Marker): Promise<void> {
  await removeMarker(docker, workload);
  await docker.createVolume({
    Name: nameOf(workload),
    Driver: 'local',
    Labels: {
      [label.managedBy]: MANAGED_BY,
      [label.federation]: federation,
      [label.organization]: organization,
      [label.instance]: instance,
      [label.workload]: workload,
      [label.asleep]: by,
      [label.asleepSince]: new Date(since).toISOString(),
    },
  });
}

export const removeMarker = (docker: Docker, workload: string): Promise<void> => unlessGone(docker.getVolume(nameOf(workload)).remove());

/** What somebody wrote there by hand counts as by hand. */
function markerOf(labels: Readonly<Record<string, string>> | null | undefined): Marker | undefined {
  const by = labels?.[label.asleep];
  if (by === undefined) return undefined;
  const since = Date.parse(labels?.[label.asleepSince] ?? '');
  return { by: by === 'schedule' ? 'schedule' : 'hand', since: Number.isNaN(since) ? 0 : since };
}
