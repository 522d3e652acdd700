import { label, MANAGED_BY } from '../../kernel/index.ts';
import type { Seen } from '../status.ts';
import type { Access } from './access.ts';
import { withCluster } from './api.ts';

type Labels = Readonly<Record<string, string>>;

/** A Deployment or a StatefulSet, as far as it says whether it runs. */
export interface WorkloadObject {
  readonly metadata: { readonly labels?: Labels; readonly creationTimestamp: string; readonly generation?: number };
  readonly spec: { readonly replicas?: number; readonly template: { readonly metadata?: { readonly labels?: Labels } } };
  readonly status?: { readonly readyReplicas?: number; readonly observedGeneration?: number; readonly conditions?: readonly { readonly type: string; readonly status: string }[] };
}

/** Services of a federation in a cluster, by label, in whatever namespace. */
export function clusterServices(access: Access, federation: string): Promise<Seen[]> {
  const selector = `${label.managedBy}=${MANAGED_BY},${label.federation}=${federation},${label.role}=service`;
  return withCluster(access, async ({ list }) => (await Promise.all(['deployments', 'statefulsets'].map((kind) => list<WorkloadObject>(`/apis/apps/v1/${kind}?labelSelector=${encodeURIComponent(selector)}`)))).flat().map(seenOf));
}

/** One that should have no pod stands still; one whose rollout has given up is unhealthy. */
export function seenOf({ metadata, spec, status = {} }: WorkloadObject): Seen {
  const labels = { ...spec.template.metadata?.labels, ...metadata.labels };
  const wanted = spec.replicas ?? 1;
  const settled = (status.observedGeneration ?? 0) >= (metadata.generation ?? 0) && (status.readyReplicas ?? 0) >= wanted;
  const gaveUp = status.conditions?.some(({ type, status: value }) => (type === 'Progressing' && value === 'False') || (type === 'ReplicaFailure' && value === 'True')) === true;
  return {
    workload: labels[label.workload] ?? '',
    service: labels[label.part] ?? '',
    release: labels[label.release],
    running: wanted > 0,
    health: settled ? 'healthy' : gaveUp ? 'unhealthy' : 'starting',
    created: metadata.creationTimestamp,
  };
}
