import { label, type Problem, type Text, text } from '../../kernel/index.ts';
import { causeOf } from '../causes.ts';
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
 * After a failed run: what the pods of a workload wrote last, why those that never ran did not, and why some were not even made. Pulumi's
 * plugin tells none of it.
 * Gives nothing where the cluster cannot be asked: the failure itself is said anyway.
 */
export async function lastWords(access: Access, namespace: string): Promise<Problem[]> {
  try {
    return await withCluster(access, async (api) => {
      const pods = await api.list<Pod>(`/api/v1/namespaces/${namespace}/pods`);
      const failed = pods.filter(hasFailed).toSorted((a, b) => (a.metadata.creationTimestamp < b.metadata.creationTimestamp ? 1 : -1)).slice(0, MOST);
      return [...(await unmade(api, namespace)), ...(await Promise.all(failed.map(async (pod) => lastOf(pod, reasonOf(pod) ?? (await logOf(api, namespace, pod))))))];
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

function lastOf(pod: Pod, words: string): Problem {
  const { name, labels } = pod.metadata;
  const part = labels?.[label.part] ?? name;
  return told(reasonOf(pod) && words, text(`« ${part} », dernières lignes du pod ${name} :`, `"${part}", last lines of pod ${name}:`), words);
}

/** @param reason the cluster's, which may be one that we know */
function told(reason: string | undefined, what: Text, words: string): Problem {
  const cause = reason === undefined ? undefined : causeOf('kubernetes:', reason);
  const quoted = plain(words).split('\n').slice(-LINES).map((line) => `  > ${line.slice(0, 500)}`).join('\n');
  return { code: cause?.code ?? 'pod-words', what: text(`${what.fr}\n${quoted}`, `${what.en}\n${quoted}`), ...(cause && { next: cause.next }) };
}

/** What of a Deployment, a Job and an event we read. */
interface Maker {
  readonly metadata: { readonly name: string; readonly uid: string; readonly labels?: Readonly<Record<string, string>> };
  readonly status?: { readonly conditions?: readonly { readonly type: string; readonly status: string; readonly message?: string }[] };
}
interface Event {
  readonly reason?: string;
  readonly message?: string;
  readonly involvedObject: { readonly uid?: string };
}

/** What the cluster lets make no pod: a Deployment says so itself; of a Job only the events do. */
async function unmade({ list }: ClusterApi, namespace: string): Promise<Problem[]> {
  const [deployments, jobs, events] = await Promise.all([
    list<Maker>(`/apis/apps/v1/namespaces/${namespace}/deployments`),
    list<Maker>(`/apis/batch/v1/namespaces/${namespace}/jobs`),
    list<Event>(`/api/v1/namespaces/${namespace}/events?fieldSelector=${encodeURIComponent('reason=FailedCreate')}`),
  ]);
  const holds = ({ status }: Maker, wanted: string) => status?.conditions?.find(({ type, status: value }) => type === wanted && value === 'True');
  return [
    ...deployments.map((one) => [one, holds(one, 'ReplicaFailure')?.message] as const),
    ...jobs.filter((one) => !holds(one, 'Complete')).map((one) => [one, events.findLast(({ involvedObject }) => involvedObject.uid === one.metadata.uid)?.message] as const),
  ].flatMap(([{ metadata: { name, labels } }, message]) => {
    const part = labels?.[label.part] ?? name;
    return message === undefined ? [] : [told(message, text(`« ${part} », la grappe n’en laisse pas faire le pod :`, `"${part}", the cluster does not let its pod be made:`), message)];
  });
}
