import { label, type Problem, text } from '../../kernel/index.ts';
import { plain } from '../event.ts';
import type { Access } from './access.ts';
import { type ClusterApi, withCluster } from './api.ts';

/** What one container of a pod came to. */
interface ContainerStatus {
  readonly name: string;
  readonly ready?: boolean;
  readonly state?: { readonly waiting?: { readonly reason?: string; readonly message?: string }; readonly terminated?: { readonly exitCode?: number; readonly reason?: string } };
  readonly lastState?: { readonly terminated?: { readonly exitCode?: number } };
}

export interface Pod {
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>>; readonly creationTimestamp: string };
  readonly status?: { readonly phase?: string; readonly reason?: string; readonly message?: string; readonly initContainerStatuses?: readonly ContainerStatus[]; readonly containerStatuses?: readonly ContainerStatus[]; readonly conditions?: readonly { readonly type: string; readonly status: string; readonly reason?: string; readonly message?: string }[] };
}

/** Lines of a pod that are shown. */
const LINES = 20;
/** Pods that are shown: a rollout that fails again and again leaves many. */
const MOST = 3;

/**
 * After a failed run: what the pods of a workload wrote last, and why those that never ran did not. Pulumi's plugin tells neither.
 * Gives nothing where the cluster cannot be asked: the failure itself is said anyway.
 */
export async function lastWords(access: Access, namespace: string): Promise<Problem[]> {
  try {
    return await withCluster(access, async (api) => {
      const pods = (await api.get<{ items: readonly Pod[] }>(`/api/v1/namespaces/${namespace}/pods`))?.items ?? [];
      const failed = pods.filter(hasFailed).toSorted((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1)).slice(0, MOST);
      return Promise.all(failed.map(async (pod) => problemOf(pod, reasonOf(pod) ?? (await logOf(api, namespace, pod)))));
    });
  } catch {
    return [];
  }
}

const containersOf = ({ status }: Pod): ContainerStatus[] => [...(status?.initContainerStatuses ?? []), ...(status?.containerStatuses ?? [])];

/** Ended badly, restarts, or waits for what does not come. */
export const hasFailed = (pod: Pod): boolean =>
  pod.status?.phase === 'Failed' || reasonOf(pod) !== undefined || containersOf(pod).some(({ state, lastState }) => (state?.terminated?.exitCode ?? 0) !== 0 || (lastState?.terminated?.exitCode ?? 0) !== 0);

/** Why it never ran, in the cluster's words; undefined of one that did. */
export function reasonOf(pod: Pod): string | undefined {
  const waiting = containersOf(pod).map(({ state }) => state?.waiting).find((one) => one?.reason !== undefined && /^(ErrImage|ImagePull|InvalidImage|RegistryUnavailable|CreateContainer)/.test(one.reason));
  if (waiting) return [waiting.reason, waiting.message].filter((words) => words !== undefined).join(': ');
  const unplaced = pod.status?.conditions?.find(({ type, status, reason }) => type === 'PodScheduled' && status === 'False' && reason === 'Unschedulable');
  return unplaced && `${unplaced.reason}: ${unplaced.message ?? ''}`;
}

async function logOf(api: ClusterApi, namespace: string, pod: Pod): Promise<string> {
  const container = containersOf(pod).find(({ state, lastState }) => (state?.terminated?.exitCode ?? lastState?.terminated?.exitCode ?? 0) !== 0) ?? containersOf(pod)[0];
  const query = `tailLines=${LINES}${container === undefined ? '' : `&container=${encodeURIComponent(container.name)}`}`;
  const words = await api.text(`/api/v1/namespaces/${namespace}/pods/${pod.metadata.name}/log?${query}`).catch(() => undefined);
  return words?.trim() || pod.status?.message || '…';
}

function problemOf({ metadata: { name, labels } }: Pod, words: string): Problem {
  const part = labels?.[label.part] ?? name;
  const quoted = plain(words).split('\n').slice(-LINES).map((line) => `  > ${line.slice(0, 500)}`).join('\n');
  return { code: 'pod-words', what: text(`« ${part} », dernières lignes du pod ${name} :\n${quoted}`, `"${part}", last lines of pod ${name}:\n${quoted}`) };
}
