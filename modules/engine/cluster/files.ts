import { join } from 'node:path';
import { cacheFolder } from '../cache/index.ts';

/** Where a trial cluster is when nobody says otherwise: one for each person. */
export const usualFolder = (): string => join(cacheFolder(), 'cluster');

/** Paths of a trial cluster, all in its folder, which goes with it. */
export const filesOf = (folder: string) => ({
  folder,
  /** What was started, for whoever ends it. */
  record: join(folder, 'cluster.json'),
  /** For people and programs; its user may do everything. */
  kubeconfig: join(folder, 'kubeconfig'),
  /** What each process says. */
  logs: join(folder, 'logs'),
  /** What fake pods have "written". */
  podLogs: join(folder, 'pod-logs'),
  data: join(folder, 'etcd'),
  stages: join(folder, 'kwok.yaml'),
  keys: join(folder, 'keys'),
  certificate: (name: string) => join(folder, 'keys', `${name}.crt`),
  key: (name: string) => join(folder, 'keys', `${name}.key`),
  /** Of a component. */
  configuration: (name: string) => join(folder, 'keys', `${name}.kubeconfig`),
});

export type Files = ReturnType<typeof filesOf>;
