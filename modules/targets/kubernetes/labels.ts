import { label, MAX_NAME, sha256 } from '../../kernel/index.ts';
import type { Service, Workload } from '../../workload/index.ts';

export type ObjectLabels = Readonly<Record<string, string>>;

/** Annotation on a namespace, and on the pods that are the reason: why Pod Security is no stricter, in words. */
export const BASELINE_REASON = 'chatiere.baseline-reason';

const HASH = 8;

/** A value that Kubernetes takes: at most 63 letters, digits, `-`, `_` and `.`, a letter or digit at both ends. What had to change ends in a hash of the whole. */
export function labelValue(value: string): string {
  if (value.length <= MAX_NAME && /^([A-Za-z0-9]([A-Za-z0-9._-]*[A-Za-z0-9])?)?$/.test(value)) return value;
  const readable = value.replace(/[^A-Za-z0-9._-]/g, '_').replace(/^[^A-Za-z0-9]+/, '').slice(0, MAX_NAME - HASH - 1);
  return `${readable}${readable === '' ? '' : '-'}${sha256(value).slice(0, HASH)}`;
}

const values = (labels: ObjectLabels): ObjectLabels => Object.fromEntries(Object.entries(labels).map(([name, value]) => [name, labelValue(value)]));

/** Of what outlives releases and plans. */
export const lastingLabels = ({ labels }: Workload, part: string): ObjectLabels => values({ ...labels, [label.part]: part });

/** Of deployments, jobs and their pods: also what may change with a release. */
export const podLabels = (workload: Workload, { name, kind }: Service): ObjectLabels =>
  values({ ...workload.labels, ...workload.containerLabels, [label.part]: name, [label.role]: kind });

/** Selects the pods of a part, in the namespace of the instance. */
export const selector = ({ name: workload }: Workload, part: string): ObjectLabels => ({ [label.workload]: workload, [label.part]: part });
