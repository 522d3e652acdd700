import type Docker from 'dockerode';
import { label } from '../../kernel/index.ts';
import { type Marker, readMarker } from './marker.ts';

/** A container of a workload that is a service, as the engine tells. */
export interface ServiceContainer {
  readonly id: string;
  /** Name on the engine. */
  readonly name: string;
  readonly service: string;
  readonly running: boolean;
  /** Milliseconds since 1970. */
  readonly createdAt: number;
  readonly startedAt: number;
}

/** What an engine says of one workload. */
export interface Observed {
  readonly marker: Marker | undefined;
  readonly services: readonly ServiceContainer[];
  /** Start of what has run longest; undefined where nothing runs. */
  readonly runningSince: number | undefined;
}

/** Marked, and nothing runs: with a part of it running, somebody or an interruption has woken it. */
export const isAsleep = ({ marker, services }: Observed): boolean => marker !== undefined && services.length > 0 && services.every(({ running }) => !running);

export async function observe(docker: Docker, federation: string, workload: string): Promise<Observed> {
  const [marker, services] = await Promise.all([readMarker(docker, workload), servicesOf(docker, federation, workload)]);
  const starts = services.filter(({ running }) => running).map(({ startedAt }) => startedAt);
  return { marker, services, runningSince: starts.length > 0 ? Math.min(...starts) : undefined };
}

async function servicesOf(docker: Docker, federation: string, workload: string): Promise<ServiceContainer[]> {
  const filters = { label: [`${label.federation}=${federation}`, `${label.workload}=${workload}`, `${label.role}=service`] };
  const found = await docker.listContainers({ all: true, filters });
  const inspected = await Promise.all(found.map(({ Id }) => docker.getContainer(Id).inspect().catch(unlessGoneMeanwhile)));
  return inspected.filter((info) => info !== undefined).map(({ Id, Name, Created, Config: { Labels: labels }, State: state }) => ({
    id: Id,
    name: Name.replace(/^\//, ''),
    service: labels[label.part] ?? '',
    running: state.Running,
    createdAt: Date.parse(Created),
    startedAt: Date.parse(state.StartedAt),
  }));
}

function unlessGoneMeanwhile(error: { statusCode?: number }): undefined {
  if (error.statusCode !== 404) throw error;
}

/** Jobs of a workload that are at work. */
export async function runningJobs(docker: Docker, federation: string, workload: string): Promise<{ readonly id: string; readonly name: string }[]> {
  const filters = { label: [`${label.federation}=${federation}`, `${label.workload}=${workload}`, `${label.role}=job`], status: ['running'] };
  return (await docker.listContainers({ filters })).map(({ Id, Names: [name] }) => ({ id: Id, name: (name ?? '').replace(/^\//, '') }));
}
