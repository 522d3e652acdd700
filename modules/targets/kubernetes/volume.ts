import type { types } from '@pulumi/kubernetes';
import { label, Size } from '../../kernel/index.ts';
import type { Service, Workload } from '../../workload/index.ts';
import { bytes } from './quantities.ts';
import { metadata, type Scope } from './scope.ts';
import { companions } from './user.ts';

/** Data: each volume may come to hold what the plan promises as a whole. It grows with the plan where its class can; it never shrinks. */
export const claim = (scope: Scope, volume: string): types.input.core.v1.PersistentVolumeClaim => ({
  apiVersion: 'v1',
  kind: 'PersistentVolumeClaim',
  metadata: metadata(scope, volume),
  spec: {
    accessModes: ['ReadWriteOnce'],
    ...(scope.cluster.storageClass !== undefined && { storageClassName: scope.cluster.storageClass }),
    resources: { requests: { storage: bytes(scope.workload.storage) } },
  },
});

/** On pods that mount a volume: which others must stand on the same node. */
export function togetherLabel(workload: Workload, service: Service): Readonly<Record<string, string>> {
  const first = companions(workload, service).flatMap(({ mounts }) => mounts.map(({ volume }) => volume))[0];
  return service.mounts.length === 0 || first === undefined ? {} : { [label.together]: first };
}

/** Whoever mounts a volume stands where the others who do: one node at a time can. The first of them finds nobody, and may stand anywhere. */
export function togetherAffinity(workload: Workload, service: Service): types.input.core.v1.PodAffinity | undefined {
  const matchLabels = togetherLabel(workload, service);
  if (Object.keys(matchLabels).length === 0) return undefined;
  return { requiredDuringSchedulingIgnoredDuringExecution: [{ topologyKey: 'kubernetes.io/hostname', labelSelector: { matchLabels } }] };
}

/** Data, and memory that is lost with the pod. */
export const dataVolumes = ({ mounts, tmpfs }: Service): types.input.core.v1.Volume[] => [
  ...[...new Set(mounts.map(({ volume }) => volume))].sort().map((volume) => ({ name: volume, persistentVolumeClaim: { claimName: volume } })),
  ...tmpfsOf({ tmpfs }).map(({ name, sizeLimit }) => ({ name, emptyDir: { medium: 'Memory', ...(sizeLimit !== undefined && { sizeLimit }) } })),
];

export const dataMounts = ({ mounts, tmpfs }: Service): types.input.core.v1.VolumeMount[] => [
  ...mounts.map(({ volume, target, readOnly }) => ({ name: volume, mountPath: target, readOnly })),
  ...tmpfsOf({ tmpfs }).map(({ name, path }) => ({ name, mountPath: path })),
];

/**
 * `/run/x:uid=1,mode=0755,size=8m` -> an emptyDir in memory, which counts as the container's. The directory belongs to the pod's group and
 * everyone may write in it: `uid`, `gid` and `mode` have no word on Kubernetes.
 */
const tmpfsOf = ({ tmpfs }: Pick<Service, 'tmpfs'>): { readonly name: string; readonly path: string; readonly sizeLimit: string | undefined }[] =>
  [...tmpfs].sort().map((entry, index) => {
    const [path = '', options = ''] = entry.split(':');
    const size = /(?:^|,)size=([^,]+)/.exec(options)?.[1];
    const parsed = size === undefined ? undefined : Size.parse(size);
    return { name: `tmpfs--${index}`, path, sizeLimit: parsed && bytes(parsed) };
  });
