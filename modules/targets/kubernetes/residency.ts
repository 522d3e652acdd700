import type { types } from '@pulumi/kubernetes';
import type { Service } from '../../workload/index.ts';
import type { Cluster } from '../../placement/index.ts';
import { selector } from './labels.ts';
import type { Scope } from './scope.ts';

/** Only on nodes that an administrator has labelled as standing in the region. */
export const residency = ({ residencyLabel, region }: Cluster): types.input.core.v1.NodeAffinity => ({
  requiredDuringSchedulingIgnoredDuringExecution: {
    nodeSelectorTerms: [{ matchExpressions: [{ key: residencyLabel, operator: 'In', values: [region] }] }],
  },
});

/** Copies of one service stand in different zones where there is room; the services of an instance stay where they find each other. */
export const spread = ({ workload }: Scope, { name }: Service): types.input.core.v1.TopologySpreadConstraint[] => [
  { maxSkew: 1, topologyKey: 'topology.kubernetes.io/zone', whenUnsatisfiable: 'ScheduleAnyway', labelSelector: { matchLabels: selector(workload, name) } },
];
