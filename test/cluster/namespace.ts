import { type Api, RESIDENCY_LABEL } from '../../modules/engine/cluster/index.ts';
import { REGION } from './ground.ts';

/** What a workload may leave, by API version. */
const KINDS: readonly (readonly [string, string])[] = [
  ...['Pod', 'Service', 'Secret', 'ConfigMap', 'PersistentVolumeClaim', 'ResourceQuota', 'LimitRange', 'ServiceAccount'].map((kind) => ['v1', kind] as const),
  ...['Deployment', 'StatefulSet', 'ReplicaSet'].map((kind) => ['apps/v1', kind] as const),
  ...['Job', 'CronJob'].map((kind) => ['batch/v1', kind] as const),
  ['networking.k8s.io/v1', 'NetworkPolicy'],
  ['gateway.networking.k8s.io/v1', 'HTTPRoute'],
];
/** What Kubernetes itself puts into every namespace. */
const USUAL = ['ConfigMap/kube-root-ca.crt', 'ServiceAccount/default'];

/** `Kind/name` of all that is in a namespace, but for what Kubernetes puts there. */
export async function inNamespace({ library, config }: Api, namespace: string): Promise<string[]> {
  const objects = library.KubernetesObjectApi.makeApiClient(config);
  const lists = await Promise.all(KINDS.map(async ([version, kind]) => (await objects.list(version, kind, namespace)).items.map(({ metadata }) => `${kind}/${metadata?.name}`)));
  return lists.flat().filter((one) => !USUAL.includes(one)).sort();
}

export interface Service {
  readonly name: string;
  readonly ready: boolean;
}

/** What runs; in every namespace when none is named. */
export async function servicesIn({ library, config }: Api, namespace?: string): Promise<Service[]> {
  const apps = config.makeApiClient(library.AppsV1Api);
  const { items } = namespace === undefined ? await apps.listDeploymentForAllNamespaces() : await apps.listNamespacedDeployment({ namespace });
  return items.map(({ metadata, spec, status }) => ({ name: metadata?.name ?? '', ready: (status?.availableReplicas ?? 0) >= (spec?.replicas ?? 1) }));
}

/** Name -> whether it came to a good end. */
export async function jobsIn({ library, config }: Api, namespace: string): Promise<Record<string, boolean>> {
  const { items } = await config.makeApiClient(library.BatchV1Api).listNamespacedJob({ namespace });
  return Object.fromEntries(items.map(({ metadata, status }) => [metadata?.name ?? '', status?.conditions?.some(({ type, status }) => type === 'Complete' && status === 'True') ?? false]));
}

/** `namespace/name` of pods that are not on a node of the region; of every namespace when none is named. */
export async function abroadIn({ library, config }: Api, namespace?: string): Promise<string[]> {
  const core = config.makeApiClient(library.CoreV1Api);
  const nodes = new Map((await core.listNode()).items.map(({ metadata }) => [metadata?.name, metadata?.labels?.[RESIDENCY_LABEL]]));
  const { items } = namespace === undefined ? await core.listPodForAllNamespaces() : await core.listNamespacedPod({ namespace });
  return items.filter(({ spec }) => nodes.get(spec?.nodeName) !== REGION).map(({ metadata }) => `${metadata?.namespace}/${metadata?.name}`);
}
