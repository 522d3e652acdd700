import type { types } from '@pulumi/kubernetes';
import type { Workload } from '../../workload/index.ts';
import { type FileSet, fileSetsOf } from '../files.ts';
import type { DeployOptions } from '../target.ts';
import type { Cluster } from '../../placement/index.ts';
import { lastingLabels, type ObjectLabels } from './labels.ts';

/** What the manifests of a workload are made from. */
export interface Scope {
  readonly workload: Workload;
  readonly cluster: Cluster;
  readonly options: DeployOptions;
  readonly sets: readonly FileSet[];
  /** Content of a picture of the machine on which the program runs, as base64. */
  readonly read: (path: string) => string;
}

export const scopeOf = (workload: Workload, cluster: Cluster, options: DeployOptions, read: Scope['read']): Scope => ({ workload, cluster, options, sets: fileSetsOf(workload), read });

/**
 * Name of an object in the instance's namespace: its part, or `<part>--<what>` for what belongs to a part. Parts are segments, which hold no
 * `--`, so two objects of a kind never meet; at most 30 + 2 + 30 characters.
 */
export const objectName = (part: string, ...of: readonly string[]): string => [part, ...of].join('--');

/** `metadata` of an object in the instance's namespace. */
export const metadata = ({ workload }: Scope, part: string, name = part, labels: ObjectLabels = lastingLabels(workload, part)): types.input.meta.v1.ObjectMeta & { readonly name: string } => ({
  name,
  namespace: workload.name,
  labels,
});
