import type { types } from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import { label } from '../../kernel/index.ts';
import type { Scope } from './scope.ts';

/** Labels that tie a container to what Docker or its plugin would not replace it for. */
export const tie = {
  /** Health check and tmpfs: the plugin reports their change as done in place and does nothing. */
  fixed: 'chatiere.fixed',
  /** Content of the config files. */
  configs: 'chatiere.configs',
  /** Purposes and generations of the secret files, and keyed digests of the facts in them; never a value that could be tried. */
  secrets: 'chatiere.secrets',
} as const;

type InputLabels = Readonly<Record<string, pulumi.Input<string>>>;

/** As the plugin takes them, sorted, so that an order never shows as a difference. */
export const labelList = (labels: InputLabels): types.input.ContainerLabel[] =>
  Object.entries(labels)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([name, value]) => ({ label: name, value }));

/** Networks and volumes: only what never changes for the instance; a network replaces everything on it for a changed label. */
export const lastingLabels = ({ workload }: Scope, part: string, more: InputLabels = {}): types.input.NetworkLabel[] =>
  labelList({ ...workload.labels, [label.part]: part, ...more });

/** Containers: also what may change with a release or plan. */
export const containerLabels = ({ workload }: Scope, part: string, role: 'service' | 'job' | 'carrier', more: InputLabels = {}): types.input.ContainerLabel[] =>
  labelList({ ...workload.labels, ...workload.containerLabels, [label.part]: part, [label.role]: role, ...more });
