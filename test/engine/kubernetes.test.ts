import { describe, expect, it } from 'vitest';
import { causeOf } from '../../modules/engine/causes.ts';
import { runFailure } from '../../modules/engine/failure.ts';
import { hasFailed, type Pod, reasonOf } from '../../modules/engine/kubernetes/last-words.ts';
import { seenOf, type WorkloadObject } from '../../modules/engine/kubernetes/services.ts';
import { renderProblem } from '../../modules/kernel/index.ts';

const DEPLOYMENT = 'kubernetes:apps/v1:Deployment';
const JOB = 'kubernetes:batch/v1:Job';

describe('words of the API server and of the plugin', () => {
  it.each([
    [DEPLOYMENT, 'pods "app-5d" is forbidden: exceeded quota: quota, requested: requests.memory=2Gi, used: requests.memory=1Gi, limited: requests.memory=2Gi', 'quota-exceeded'],
    [DEPLOYMENT, "deployments.apps \"app\" is forbidden: ValidatingAdmissionPolicy 'demo--grappe--residency' with binding 'demo--grappe--residency' denied request: pas au Québec", 'policy-refused'],
    [DEPLOYMENT, 'pods "app" is forbidden: violates PodSecurity "restricted:v1.35": runAsNonRoot != true', 'pod-security'],
    ['kubernetes:core/v1:Secret', 'secrets "x" is forbidden: unable to create new content in namespace demo because it is being terminated', 'namespace-going'],
    [DEPLOYMENT, 'the Kubernetes API server reported that "demo/app" failed to fully initialize: [Pod demo/app-5d]: containers with unready status: [app] -- [ImagePullBackOff] Back-off pulling image', 'image-refused'],
    [DEPLOYMENT, '[Pod app-5d]: Unschedulable: 0/3 nodes are available: 3 node(s) didn\'t match Pod\'s node affinity/selector.', 'no-node'],
    [JOB, 'resource demo/job was not successfully created by the Kubernetes API server: Job has failed: BackoffLimitExceeded', 'job-failed'],
    [JOB, 'Job failed: DeadlineExceeded: Job was active longer than specified deadline', 'job-hangs'],
    [JOB, "'job' timed out waiting to be Ready", 'job-hangs'],
    [DEPLOYMENT, "'app' timed out waiting to be Ready", 'not-ready'],
    [DEPLOYMENT, 'configured Kubernetes cluster is unreachable: dial tcp 10.0.0.1:6443: connect: connection refused', 'cluster-unreachable'],
    [DEPLOYMENT, 'Apply failed with 1 conflict: conflict with "kubectl-edit" using apps/v1: .spec.replicas', 'cluster-conflict'],
    ['kubernetes:core/v1:Namespace', 'namespaces is forbidden: User "invite" cannot create resource "namespaces" in API group "" at the cluster scope', 'cluster-forbidden'],
    ['docker:index/container:Container', 'exceeded quota', undefined],
  ] as const)('%s: %s', (type, message, code) => {
    expect(causeOf(type, message)?.code).toBe(code);
  });

  it('stand quoted between ours', () => {
    const urn = `urn:pulumi:mrc-demo.miniflux::chatiere::chatiere:targets:KubernetesWorkload$${JOB}::demo--mrc-demo--miniflux-migrate`;
    const error = runFailure({ operation: 'up', stack: 'mrc-demo.miniflux', diagnostics: [{ kind: 'diagnostic', severity: 'error', urn, message: 'Job has failed: BackoffLimitExceeded' }], stderr: '', log: '/f/logs/x', passphrase: '/f/p' });
    expect(error.problems.map((problem) => renderProblem(problem, 'fr'))).toEqual([
      'pile « mrc-demo.miniflux », tâche « demo--mrc-demo--miniflux-migrate » : échouée ; ses dernières lignes sont ci-dessous :\n  > Job has failed: BackoffLimitExceeded\n  à faire : corriger la cause, puis relancer la même commande : elle reprend à cette tâche ; journal : /f/logs/x',
    ]);
  });
});

const labels = { 'chatiere.workload': 'demo--mrc-demo--miniflux', 'app.kubernetes.io/component': 'app', 'app.kubernetes.io/version': '2.2.15-1' };
const object = (spec: object, status?: object, generation = 1): WorkloadObject => ({ metadata: { labels, creationTimestamp: '2026-11-26T00:00:00Z', generation }, spec: { template: {}, ...spec }, ...(status && { status }) }) as WorkloadObject;

describe('a deployment, to status', () => {
  it.each([
    ['as it should be', object({ replicas: 1 }, { observedGeneration: 1, readyReplicas: 1 }), true, 'healthy'],
    ['without a number of its own', object({}, { observedGeneration: 1, readyReplicas: 1 }), true, 'healthy'],
    ['not looked at yet', object({ replicas: 1 }), true, 'starting'],
    ['changed since', object({ replicas: 1 }, { observedGeneration: 1, readyReplicas: 1 }, 2), true, 'starting'],
    ['with a pod missing', object({ replicas: 2 }, { observedGeneration: 1, readyReplicas: 1 }), true, 'starting'],
    ['given up', object({ replicas: 1 }, { observedGeneration: 1, conditions: [{ type: 'Progressing', status: 'False' }] }), true, 'unhealthy'],
    ['whose pods are refused', object({ replicas: 1 }, { observedGeneration: 1, conditions: [{ type: 'ReplicaFailure', status: 'True' }] }), true, 'unhealthy'],
    ['stopped by hand', object({ replicas: 0 }, { observedGeneration: 1 }), false, 'healthy'],
  ] as const)('%s', (_, one, running, health) => {
    expect(seenOf(one)).toEqual({ workload: 'demo--mrc-demo--miniflux', service: 'app', release: '2.2.15-1', running, health, created: '2026-11-26T00:00:00Z' });
  });
});

describe('a pod that failed', () => {
  const pod = (status: NonNullable<Pod['status']>): Pod => ({ metadata: { name: 'app-5d', creationTimestamp: '2026-11-26T00:00:00Z' }, status });
  it.each([
    ['runs', pod({ phase: 'Running', containerStatuses: [{ name: 'app', ready: true, state: {} }] }), false, undefined],
    ['ended well', pod({ phase: 'Succeeded', containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 0 } } }] }), false, undefined],
    ['ended badly', pod({ phase: 'Failed', containerStatuses: [{ name: 'app', state: { terminated: { exitCode: 3 } } }] }), true, undefined],
    ['is started again and again', pod({ phase: 'Running', containerStatuses: [{ name: 'app', state: { waiting: { reason: 'CrashLoopBackOff' } }, lastState: { terminated: { exitCode: 1 } } }] }), true, undefined],
    ['gets no image', pod({ phase: 'Pending', containerStatuses: [{ name: 'app', state: { waiting: { reason: 'ImagePullBackOff', message: 'Back-off pulling image' } } }] }), true, 'ImagePullBackOff: Back-off pulling image'],
    ['finds no node', pod({ phase: 'Pending', conditions: [{ type: 'PodScheduled', status: 'False', reason: 'Unschedulable', message: '0/3 nodes are available' }] }), true, 'Unschedulable: 0/3 nodes are available'],
  ] as const)('%s', (_, one, failed, reason) => {
    expect([hasFailed(one), reasonOf(one)]).toEqual([failed, reason]);
  });
});
