import type Docker from 'dockerode';
import { label } from '../kernel/index.ts';
import type { Access } from './kubernetes/access.ts';
import { withDocker } from './docker.ts';
import { listMarkers, type Marker } from './sleep/marker.ts';

/** `asleep`: stopped on purpose; `stopped`: all of it stands still, and nothing says why. */
export type Phase = 'absent' | 'starting' | 'running' | 'degraded' | 'stopped' | 'asleep';
export type Health = 'healthy' | 'starting' | 'unhealthy' | 'unknown';

/** One instance as its engine sees it; one of the `instances` of `chatiere status --json`. */
export interface InstanceStatus {
  readonly instance: string;
  readonly organization: string;
  readonly app: string;
  /** What runs; the file's where nothing does. */
  readonly release: string;
  readonly host: string;
  readonly phase: Phase;
  readonly health: Health;
  readonly url: string;
  readonly stack: string;
  /** When its newest container was made, ISO 8601; null where there is none. */
  readonly changedAt: string | null;
  /** Null where it does not sleep. Times ISO 8601; `wakesAt` is null where it sleeps until somebody wakes it. */
  readonly sleep: { readonly since: string; readonly by: 'hand' | 'schedule'; readonly wakesAt: string | null } | null;
}

/** Whom to ask: a Docker engine, or a cluster. */
export type Where = { readonly engine: string } | Access;

/** What the files say of an instance: whom to look for. */
export interface Expected {
  readonly instance: string;
  readonly organization: string;
  readonly app: string;
  readonly release: string;
  readonly host: string;
  readonly on: Where;
  readonly url: string;
  readonly workload: string;
  /** Services that should run, without jobs. */
  readonly services: readonly string[];
  /** When its schedule would wake it, were it asleep now; undefined without one. */
  readonly nextWake: number | undefined;
}

/** A container of ours, or a workload object of a cluster, as far as status needs it. */
export interface Seen {
  readonly workload: string;
  readonly service: string;
  readonly release: string | undefined;
  readonly running: boolean;
  /** Undefined without a health check. */
  readonly health: string | undefined;
  readonly created: string;
}

/** Asks each engine and cluster once, by label, never the state. */
export async function readStatus(federation: string, expected: readonly Expected[]): Promise<InstanceStatus[]> {
  const places = new Map(expected.map(({ on }) => [keyOf(on), on]));
  const seen = new Map(await Promise.all([...places].map(async ([key, on]) => [key, await ask(on, federation)] as const)));
  return expected.map((entry) => {
    const [containers, markers] = seen.get(keyOf(entry.on)) as Answer;
    return statusOf(entry, containers.filter(({ workload }) => workload === entry.workload), markers.get(entry.workload));
  });
}

type Answer = readonly [Seen[], ReadonlyMap<string, Marker>];

const keyOf = (on: Where): string => ('engine' in on ? on.engine : `${on.file}#${on.context ?? ''}`);

async function ask(on: Where, federation: string): Promise<Answer> {
  if ('engine' in on) return withDocker(on.engine, (docker) => Promise.all([services(docker, federation), listMarkers(docker, federation)]));
  const { clusterServices } = await import('./kubernetes/services.ts');
  return [await clusterServices(on, federation), new Map()];
}

/** Containers of the federation that are services; finished jobs and never-started carriers do not count. */
async function services(docker: Docker, federation: string): Promise<Seen[]> {
  const filters = { label: [`${label.federation}=${federation}`, `${label.role}=service`] };
  const found = await docker.listContainers({ all: true, filters });
  const inspected = await Promise.all(found.map(({ Id }) => docker.getContainer(Id).inspect().catch(() => undefined)));
  return inspected.filter((info) => info !== undefined).map((info) => {
    const labels = info.Config.Labels;
    return {
      workload: labels[label.workload] ?? '',
      service: labels[label.part] ?? '',
      release: labels[label.release],
      running: info.State.Running && !info.State.Restarting,
      health: info.State.Health?.Status,
      created: info.Created,
    };
  });
}

export function statusOf(entry: Expected, seen: readonly Seen[], marker?: Marker): InstanceStatus {
  const { instance, organization, app, host, url } = entry;
  const { phase, health } = judge(entry.services, seen, marker !== undefined);
  const newest = seen.map(({ created }) => created).toSorted().at(-1);
  const release = seen.find((container) => container.release !== undefined)?.release ?? entry.release;
  return { instance, organization, app, release, host, phase, health, url, stack: instance, changedAt: newest === undefined ? null : new Date(newest).toISOString(), sleep: marker && phase === 'asleep' ? sleepOf(marker, entry.nextWake) : null };
}

const sleepOf = ({ since, by }: Marker, nextWake: number | undefined): InstanceStatus['sleep'] =>
  ({ since: new Date(since).toISOString(), by, wakesAt: nextWake === undefined ? null : new Date(nextWake).toISOString() });

function judge(expected: readonly string[], seen: readonly Seen[], marked: boolean): { phase: Phase; health: Health } {
  if (seen.length === 0) return { phase: 'absent', health: 'unknown' };
  if (seen.every(({ running }) => !running)) return { phase: marked ? 'asleep' : 'stopped', health: 'unknown' };
  const missing = expected.some((service) => !seen.some((container) => container.service === service && container.running));
  if (missing || seen.some(({ health }) => health === 'unhealthy')) return { phase: 'degraded', health: 'unhealthy' };
  if (seen.some(({ health }) => health === 'starting')) return { phase: 'starting', health: 'starting' };
  return { phase: 'running', health: seen.some(({ health }) => health === 'healthy') ? 'healthy' : 'unknown' };
}
