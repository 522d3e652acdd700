import { createHash } from 'node:crypto';
import { posix } from 'node:path';
import type { V1Pod } from '@kubernetes/client-node';
import type { Api } from '../../modules/engine/cluster/index.ts';
import type { Observer } from '../targets/ground.ts';

/** A workload as the API server of a cluster sees it. */
export function kubernetesObserver({ library, config }: Api, namespace: string): Observer {
  const [core, apps, batch] = [config.makeApiClient(library.CoreV1Api), config.makeApiClient(library.AppsV1Api), config.makeApiClient(library.BatchV1Api)];
  const isJob = (part: string): boolean => part === 'prepare';
  const podsOf = async (part: string): Promise<V1Pod[]> =>
    (await core.listNamespacedPod({ namespace, labelSelector: `app.kubernetes.io/component=${part}` })).items.filter(({ metadata }) => metadata?.deletionTimestamp === undefined);
  const podOf = async (part: string): Promise<V1Pod> => {
    const [pod] = await podsOf(part);
    if (pod === undefined) throw new Error(`no pod of ${part}`);
    return pod;
  };
  /** A job's pods may be gone: what it was made from stays. */
  const made = async (part: string) => (isJob(part) ? (await batch.readNamespacedJob({ namespace, name: part })).spec?.template : await podOf(part));

  return {
    identity: async (part) => (isJob(part) ? await batch.readNamespacedJob({ namespace, name: part }) : await podOf(part)).metadata?.uid ?? '',
    async confinement(part) {
      const { spec } = (await made(part)) ?? {};
      const { securityContext: own, resources } = spec?.containers[0] ?? {};
      const { runAsUser, runAsGroup } = spec?.securityContext ?? {};
      const memory = mebibytes(resources?.limits?.['memory']);
      const whole = isJob(part) ? await batch.readNamespacedJob({ namespace, name: part }) : [await podOf(part), await apps.readNamespacedDeployment({ namespace, name: part })];
      return {
        user: `${runAsUser}:${runAsGroup}`,
        readOnlyRoot: own?.readOnlyRootFilesystem ?? false,
        privileged: own?.privileged ?? false,
        newPrivileges: own?.allowPrivilegeEscalation ?? true,
        addedCapabilities: own?.capabilities?.add ?? [],
        droppedCapabilities: own?.capabilities?.drop ?? [],
        memoryBytes: memory,
        swapBytes: memory,
        restarts: spec?.restartPolicy === 'Always',
        description: JSON.stringify(whole),
      };
    },
    healthy: async (service) => ((await apps.readNamespacedDeployment({ namespace, name: service })).status?.availableReplicas ?? 0) > 0,
    async startedAt(part) {
      const at = isJob(part) ? (await batch.readNamespacedJob({ namespace, name: part })).status?.startTime : (await podOf(part)).status?.startTime;
      return at?.getTime() ?? NaN;
    },
    async finishedAt(part) {
      const { status } = await batch.readNamespacedJob({ namespace, name: part });
      return status?.conditions?.find(({ type, status }) => ['Complete', 'Failed'].includes(type) && status === 'True')?.lastTransitionTime?.getTime();
    },
    run: () => Promise.reject(new Error('nothing runs on fake nodes')),
    async digestOf(service, path) {
      const { volumes = [], containers } = (await podOf(service)).spec ?? { containers: [] };
      const mount = containers[0]?.volumeMounts?.find(({ mountPath }) => mountPath === posix.dirname(path));
      const volume = volumes.find(({ name }) => name === mount?.name);
      const sources = volume?.projected?.sources?.map(({ configMap }) => configMap) ?? [volume?.configMap];
      for (const source of sources) {
        const key = source?.items?.find((item) => item.path === posix.basename(path))?.key;
        if (key === undefined) continue;
        const { data, binaryData } = await core.readNamespacedConfigMap({ namespace, name: source?.name ?? '' });
        return createHash('sha256').update(binaryData?.[key] === undefined ? (data?.[key] ?? '') : Buffer.from(binaryData[key], 'base64')).digest('hex');
      }
      throw new Error(`no file ${path} in ${service}`);
    },
    addresses: async (service) => (await podsOf(service)).map(({ status }) => status?.podIP ?? ''),
    vanish: async (part) => void (await apps.deleteNamespacedDeployment({ namespace, name: part, propagationPolicy: 'Foreground' })),
    data: async () => (await core.listNamespacedPersistentVolumeClaim({ namespace })).items.map(({ metadata }) => metadata?.name ?? ''),
  };
}

const mebibytes = (quantity = ''): number => Number(/^(\d+)Mi$/.exec(quantity)?.[1]) * 1024 ** 2;
