import { apply, LIVING, stage } from './stage.ts';

const PROVISIONER = 'chatiere.rig/volume';

/** On the node that the pod was given, once it was given one; as k3s does by default. */
export const LOCAL_CLASS = 'rig-local';
/** Within reach of every node, at once. */
export const SHARED_CLASS = 'rig-shared';

const storageClass = (name: string, byDefault: boolean, volumeBindingMode: string) => ({
  apiVersion: 'storage.k8s.io/v1',
  kind: 'StorageClass',
  metadata: { name, annotations: { 'storageclass.kubernetes.io/is-default-class': String(byDefault) } },
  provisioner: PROVISIONER,
  reclaimPolicy: 'Delete',
  volumeBindingMode,
});

export const storageClasses = [storageClass(LOCAL_CLASS, true, 'WaitForFirstConsumer'), storageClass(SHARED_CLASS, false, 'Immediate')];

const NODE = 'volume.kubernetes.io/selected-node';

const volume = apply(`
apiVersion: v1
kind: PersistentVolume
metadata:
  name: pvc-{{ .metadata.uid }}
  annotations: {pv.kubernetes.io/provisioned-by: ${PROVISIONER}}
spec:
  accessModes: {{ .spec.accessModes | toJson }}
  capacity: {{ .spec.resources.requests | toJson }}
  persistentVolumeReclaimPolicy: Delete
  storageClassName: {{ .spec.storageClassName }}
  volumeMode: {{ default "Filesystem" .spec.volumeMode }}
  claimRef: {apiVersion: v1, kind: PersistentVolumeClaim, name: {{ .metadata.name }}, namespace: {{ .metadata.namespace }}, uid: {{ .metadata.uid }}}
  hostPath: {path: /nowhere/{{ .metadata.uid }}}
  {{ if eq .spec.storageClassName "${LOCAL_CLASS}" }}
  nodeAffinity: {required: {nodeSelectorTerms: [{matchExpressions: [{key: kubernetes.io/hostname, operator: In, values: [{{ dig "metadata" "annotations" "${NODE}" "" . | Quote }}]}]}]}}
  {{ end }}
`);

/** PersistentVolumeClaim: a volume made for it, which the real controller binds; PersistentVolume: gone once its claim is. No disk is behind it. */
export const claimStages = [
  stage('claim-provisioned', 'PersistentVolumeClaim', `.spec.volumeName == null and .status.phase != "Bound" and ${LIVING} and (.spec.storageClassName == "${SHARED_CLASS}" or (.spec.storageClassName == "${LOCAL_CLASS}" and .metadata.annotations["${NODE}"] != null))`, [volume]),
  stage('volume-released', 'PersistentVolume', `.status.phase == "Released" and ${LIVING} and .spec.persistentVolumeReclaimPolicy == "Delete" and .metadata.annotations["pv.kubernetes.io/provisioned-by"] == "${PROVISIONER}"`, [{ delete: true }]),
];
