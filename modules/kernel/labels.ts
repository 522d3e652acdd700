/** Labels of every object that we make: plain strings, no person, never a secret. */
export type Labels = Readonly<Record<string, string>>;

export const label = {
  managedBy: 'app.kubernetes.io/managed-by',
  app: 'app.kubernetes.io/name',
  instance: 'app.kubernetes.io/instance',
  part: 'app.kubernetes.io/component',
  release: 'app.kubernetes.io/version',
  federation: 'chatiere.federation',
  operator: 'chatiere.operator',
  host: 'chatiere.host',
  organization: 'chatiere.organization',
  workload: 'chatiere.workload',
  stack: 'chatiere.stack',
  /** Containers of a platform entry: what it is to the host, such as `edge` or `identity`. */
  provides: 'chatiere.provides',
  /** `service`, `job` or `carrier`: what a container is for, so that status does not report a finished job as stopped. */
  role: 'chatiere.role',
  /** Pods that share a volume, and so a node: the same value. */
  together: 'chatiere.together',
  /** On the volume that marks a sleeping instance: who put it to sleep, `hand` or `schedule`. */
  asleep: 'chatiere.asleep',
  /** On the same volume: since when, ISO 8601. */
  asleepSince: 'chatiere.asleep.since',
} as const;

export const MANAGED_BY = 'chatiere';

/** Of the nodes of a cluster that may run what is ours. A kubelet may give itself any other label than those of `node-restriction.kubernetes.io`, which are for administrators. */
export const RESIDENCY_LABEL = 'residency.chatiere.node-restriction.kubernetes.io/region';
