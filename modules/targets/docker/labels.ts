import type { types } from '@pulumi/docker';
import type * as pulumi from '@pulumi/pulumi';
import { label } from '../../kernel/index.ts';
import type { Scope } from './scope.ts';

/** Ties a container to its health check and tmpfs: the plugin reports their change as done in place and does nothing. */
export const FIXED = 'chatiere.fixed';

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
