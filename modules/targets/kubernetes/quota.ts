import type { types } from '@pulumi/kubernetes';
import { Size } from '../../kernel/index.ts';
import type { Service, Workload } from '../../workload/index.ts';
import { rolls } from './deployment.ts';
import { bytes, processors } from './quantities.ts';
import { type Load, loadOf, most, sum } from './resources.ts';
import { metadata, type Scope } from './scope.ts';

/**
 * What the workload may take at once: `services + update + jobs`.
 * - services: one copy of each, what runs day and night;
 * - update: a second copy of each that is replaced by a new one beside the old, because several may be at it at the same time;
 * - jobs: the most that can run at the same time. Of two that wait for each other, directly or not, only one runs; so for each job it is that
 *   one and all those that neither wait for it nor are waited for, and of these sums the largest.
 */
export function roomOf(workload: Workload): Load {
  const services = workload.services.filter(({ kind }) => kind === 'service');
  const jobs = workload.services.filter(({ kind }) => kind === 'job');
  const waits = waitsOf(workload);
  const apart = (a: Service, b: Service): boolean => a === b || (!waits(a, b) && !waits(b, a));
  return sum([
    ...services.map(loadOf),
    ...services.filter((service) => rolls(workload, service)).map(loadOf),
    most(jobs.map((job) => sum(jobs.filter((other) => apart(job, other)).map(loadOf)))),
  ]);
}

/** Whether one waits for the other, directly or through others. Services stand after what they depend on. */
function waitsOf({ services }: Workload): (one: Service, other: Service) => boolean {
  const before = new Map<string, ReadonlySet<string>>();
  for (const { name, dependsOn } of services) {
    before.set(name, new Set(dependsOn.flatMap(({ service }) => [service, ...(before.get(service) ?? [])])));
  }
  return (one, other) => before.get(one.name)?.has(other.name) ?? false;
}

/** What the instance may take of the cluster, whoever asks; and nothing that would open a door of its own. */
export function resourceQuota(scope: Scope): types.input.core.v1.ResourceQuota {
  const room = roomOf(scope.workload);
  const { volumes, storage } = scope.workload;
  return {
    apiVersion: 'v1',
    kind: 'ResourceQuota',
    metadata: metadata(scope, 'plan'),
    spec: {
      hard: {
        pods: String(room.pods),
        'requests.cpu': processors(room.request),
        'requests.memory': bytes(Size.bytes(room.bytes)),
        'limits.cpu': processors(room.limit),
        'limits.memory': bytes(Size.bytes(room.bytes)),
        'requests.storage': bytes(Size.bytes(storage.bytes * volumes.length)),
        persistentvolumeclaims: String(volumes.length),
        'services.loadbalancers': '0',
        'services.nodeports': '0',
      },
    },
  };
}

/** No container is larger than the plan's largest; one that says nothing of itself is as its smallest. */
export function limitRange(scope: Scope): types.input.core.v1.LimitRange {
  const loads = scope.workload.services.map(loadOf);
  const [least, largest] = [(key: 'bytes' | 'limit' | 'request') => Math.min(...loads.map((load) => load[key])), most(loads)];
  return {
    apiVersion: 'v1',
    kind: 'LimitRange',
    metadata: metadata(scope, 'plan'),
    spec: {
      limits: [{
        type: 'Container',
        max: { cpu: processors(largest.limit), memory: bytes(Size.bytes(largest.bytes)) },
        default: { cpu: processors(least('limit')), memory: bytes(Size.bytes(least('bytes'))) },
        defaultRequest: { cpu: processors(least('request')), memory: bytes(Size.bytes(least('bytes'))) },
      }],
    },
  };
}
