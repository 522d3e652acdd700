import type { Manifest } from '../../modules/targets/kubernetes/manifest.ts';
import { CLUSTER } from './kubernetes-graph.ts';

/** An object, and the rules that refuse it, in their order: for the plain checks and, the same table, for an API server. */
export interface Case {
  readonly name: string;
  readonly manifest: Manifest & { readonly apiVersion: string };
  readonly refused: readonly string[];
}

const affinity = (key = CLUSTER.residencyLabel, operator = 'In', values: readonly string[] = ['ca-qc']) => ({
  nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [{ matchExpressions: [{ key, operator, values }] }] } },
});
const here = affinity();

const pod = (more: object = {}, container: object = {}) => ({
  affinity: here,
  securityContext: { runAsNonRoot: true, runAsUser: 1000, seccompProfile: { type: 'RuntimeDefault' } },
  containers: [{ name: 'x', image: 'registry.test/x:1', securityContext: { allowPrivilegeEscalation: false, capabilities: { drop: ['ALL'] } }, ...container }],
  ...more,
});

const meta = { name: 'cas' };
const labels = { app: 'cas' };
const aPod = (spec: object, annotations: object = {}) => ({ apiVersion: 'v1', kind: 'Pod', metadata: { ...meta, annotations }, spec });
const template = (spec: object) => ({ metadata: { labels }, spec });
const templated = (kind: string, spec: object) => ({ apiVersion: 'apps/v1', kind, metadata: meta, spec: { selector: { matchLabels: labels }, template: template(spec), ...(kind === 'StatefulSet' && { serviceName: 'cas' }) } });
const aJob = (spec: object) => ({ apiVersion: 'batch/v1', kind: 'Job', metadata: meta, spec: { template: template({ ...spec, restartPolicy: 'Never' }) } });
const cron = (spec: object) => ({ apiVersion: 'batch/v1', kind: 'CronJob', metadata: meta, spec: { schedule: '0 3 * * *', jobTemplate: { spec: { template: template({ ...spec, restartPolicy: 'Never' }) } } } });
const claim = (storageClassName?: string) => ({ apiVersion: 'v1', kind: 'PersistentVolumeClaim', metadata: meta, spec: { accessModes: ['ReadWriteOnce'], resources: { requests: { storage: '1Gi' } }, ...(storageClassName !== undefined && { storageClassName }) } });
const k8up = (kind: string, spec: object) => ({ apiVersion: 'k8up.io/v1', kind, metadata: meta, spec });
const store = (configuration: object) => ({ apiVersion: 'barmancloud.cnpg.io/v1', kind: 'ObjectStore', metadata: meta, spec: { configuration: { destinationPath: 's3://x/', ...configuration } } });

const OURS = 'https://copies.essai.test';
const s3 = (endpoint?: string) => ({ s3: { bucket: 'x', ...(endpoint !== undefined && { endpoint }) } });

const nowhere = { affinity: {} };
const elsewhere = { affinity: affinity(CLUSTER.residencyLabel, 'In', ['ca-qc', 'us-east']) };
const eitherOr = { affinity: { nodeAffinity: { requiredDuringSchedulingIgnoredDuringExecution: { nodeSelectorTerms: [...here.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms, { matchExpressions: [{ key: 'kubernetes.io/os', operator: 'In', values: ['linux'] }] }] } } } };
const preferred = { affinity: { nodeAffinity: { preferredDuringSchedulingIgnoredDuringExecution: [{ weight: 1, preference: here.nodeAffinity.requiredDuringSchedulingIgnoredDuringExecution.nodeSelectorTerms[0] }] } } };
const init = (image: string) => ({ initContainers: [{ ...pod().containers[0], name: 'init', image }] });
const root = { securityContext: { runAsUser: 0 } };

export const CASES: readonly Case[] = [
  { name: 'a pod as it should be', manifest: aPod(pod()), refused: [] },
  ...['Deployment', 'StatefulSet', 'DaemonSet', 'ReplicaSet'].flatMap((kind) => [
    { name: `a ${kind} as it should be`, manifest: templated(kind, pod()), refused: [] },
    { name: `a ${kind} without affinity`, manifest: templated(kind, pod(nowhere)), refused: ['residency'] },
  ]),
  { name: 'a job as it should be', manifest: aJob(pod()), refused: [] },
  { name: 'a job without affinity', manifest: aJob(pod(nowhere)), refused: ['residency'] },
  { name: 'a cron job as it should be', manifest: cron(pod()), refused: [] },
  { name: 'a cron job without affinity', manifest: cron(pod(nowhere)), refused: ['residency'] },
  { name: 'a pod without affinity', manifest: aPod(pod(nowhere)), refused: ['residency'] },
  { name: 'a pod that would rather be here', manifest: aPod(pod(preferred)), refused: ['residency'] },
  { name: 'a pod that may be elsewhere too', manifest: aPod(pod(elsewhere)), refused: ['residency'] },
  { name: 'a pod with another way in', manifest: aPod(pod(eitherOr)), refused: ['residency'] },
  { name: 'a pod by a label that a kubelet gives itself', manifest: aPod(pod({ affinity: affinity('topology.kubernetes.io/region') })), refused: ['residency'] },
  { name: 'a pod that must not be here', manifest: aPod(pod({ affinity: affinity(CLUSTER.residencyLabel, 'NotIn') })), refused: ['residency'] },
  { name: 'an image from elsewhere', manifest: aPod(pod({}, { image: 'docker.io/library/x:1' })), refused: ['image-registry'] },
  { name: 'an image without a registry', manifest: aPod(pod({}, { image: 'x:1' })), refused: ['image-registry'] },
  { name: 'an image of a registry whose name begins alike', manifest: aPod(pod({}, { image: 'registry.testament.test/x:1' })), refused: ['image-registry'] },
  { name: 'an init container’s image from elsewhere', manifest: templated('Deployment', pod(init('ailleurs.test/x:1'))), refused: ['image-registry'] },
  { name: 'an init container as it should be', manifest: templated('Deployment', pod(init('registry.test/y:1'))), refused: [] },
  { name: 'root without a reason', manifest: aPod(pod(root)), refused: ['root'] },
  { name: 'a pod that says nothing of its user', manifest: templated('Deployment', pod({ securityContext: {} })), refused: ['root'] },
  { name: 'root in one container', manifest: aPod(pod({}, { securityContext: { runAsNonRoot: false } })), refused: ['root'] },
  { name: 'not root in its container alone', manifest: aPod(pod({ securityContext: {} }, { securityContext: { runAsNonRoot: true } })), refused: [] },
  { name: 'root with a reason', manifest: aPod(pod(root), { 'chatiere.baseline-reason': 'x : root' }), refused: [] },
  { name: 'everything at once', manifest: aJob(pod({ ...nowhere, ...root }, { image: 'ailleurs.test/x:1' })), refused: ['residency', 'image-registry', 'root'] },
  { name: 'a volume of the class', manifest: claim('ca-qc'), refused: [] },
  { name: 'a volume of another class', manifest: claim('us-east'), refused: ['storage-class'] },
  { name: 'a copy to where it may go', manifest: k8up('Backup', { backend: s3(OURS) }), refused: [] },
  { name: 'a copy to elsewhere', manifest: k8up('Backup', { backend: s3('https://s3.ailleurs.test') }), refused: ['backup-endpoint'] },
  { name: 'a copy to an address that begins alike', manifest: k8up('Backup', { backend: s3(`${OURS}.ailleurs.test`) }), refused: ['backup-endpoint'] },
  { name: 'a copy to the operator’s default', manifest: k8up('Backup', {}), refused: ['backup-endpoint'] },
  { name: 'a copy without an address', manifest: k8up('Backup', { backend: s3() }), refused: ['backup-endpoint'] },
  { name: 'a copy to a service of its own', manifest: k8up('Backup', { backend: { azure: { container: 'x' } } }), refused: ['backup-endpoint'] },
  { name: 'a copy by REST', manifest: k8up('Backup', { backend: { rest: { url: OURS } } }), refused: [] },
  { name: 'a schedule as it should be', manifest: k8up('Schedule', { backend: s3(OURS), backup: { schedule: '@daily', backend: s3(OURS) } }), refused: [] },
  { name: 'a schedule of which one job goes elsewhere', manifest: k8up('Schedule', { backend: s3(OURS), archive: { schedule: '@daily', restoreMethod: s3('https://s3.ailleurs.test') } }), refused: ['backup-endpoint'] },
  { name: 'a store where it may be', manifest: store({ endpointURL: OURS }), refused: [] },
  { name: 'a store elsewhere', manifest: store({ endpointURL: 'https://s3.ailleurs.test' }), refused: ['backup-endpoint'] },
  { name: 'a store where its maker wants', manifest: store({}), refused: ['backup-endpoint'] },
];
