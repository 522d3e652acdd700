import { RESIDENCY_LABEL } from '../../kernel/index.ts';

/** Nodes of one zone of a trial cluster, all alike. */
export interface NodeGroup {
  readonly count: number;
  readonly region: string;
  readonly zone: string;
  /** Of each node, in Kubernetes' own notation. @default '16' */
  readonly cpu?: string;
  /** @default '64Gi' */
  readonly memory?: string;
  /** Pods that it takes at most. @default 250 */
  readonly pods?: number;
}

/** An object as the API reads it. */
export interface Manifest {
  readonly apiVersion: string;
  readonly kind: string;
  readonly metadata: { readonly name: string; readonly labels?: Readonly<Record<string, string>>; readonly annotations?: Readonly<Record<string, string>> };
  readonly [part: string]: unknown;
}

/** A cooperative's one machine. */
export const ONE_NODE: readonly NodeGroup[] = [{ count: 1, region: 'ca-qc', zone: 'ca-qc-a' }];

/** Forty nodes in three zones of Québec, and two abroad that no pod of ours may reach. */
export const THREE_ZONES: readonly NodeGroup[] = [
  { count: 14, region: 'ca-qc', zone: 'ca-qc-a' },
  { count: 13, region: 'ca-qc', zone: 'ca-qc-b' },
  { count: 13, region: 'ca-qc', zone: 'ca-qc-c' },
  { count: 2, region: 'fr-par', zone: 'fr-par-1' },
];

/** `true`: the node is taken for lost (its kubelet answers no more), until the annotation goes. */
export const LOST = 'chatiere.rig/lost';

/** Node objects, played by kwok: no machine is behind them. Their names are `<zone>-<nn>`. */
export const nodesOf = (groups: readonly NodeGroup[]): Manifest[] => groups.flatMap((group) => Array.from({ length: group.count }, (_, index) => nodeOf(group, index + 1)));

function nodeOf({ region, zone, cpu = '16', memory = '64Gi', pods = 250 }: NodeGroup, number: number): Manifest {
  const name = `${zone}-${String(number).padStart(2, '0')}`;
  const capacity = { cpu, memory, pods: String(pods), 'ephemeral-storage': '100Gi' };
  return {
    apiVersion: 'v1',
    kind: 'Node',
    metadata: {
      name,
      annotations: { 'kwok.x-k8s.io/node': 'fake' },
      labels: {
        'kubernetes.io/hostname': name,
        'kubernetes.io/os': 'linux',
        'kubernetes.io/arch': 'amd64',
        'topology.kubernetes.io/region': region,
        'topology.kubernetes.io/zone': zone,
        [RESIDENCY_LABEL]: region,
      },
    },
    status: { capacity, allocatable: capacity },
  };
}
