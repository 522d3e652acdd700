import { join } from 'node:path';
import type { Catalog } from '../catalog/index.ts';
import type { DockerHostSheet, Federation, HostSheet, KubernetesHostSheet } from '../federation/index.ts';
import { joinName, RESIDENCY_LABEL } from '../kernel/index.ts';
import type { Cluster } from '../placement/index.ts';

/** How a stack reaches what it runs on. */
export type Connection =
  | { readonly target: 'docker'; readonly engine: string }
  /** The kubeconfig is the file of that role; `context` undefined: its only one. */
  | { readonly target: 'kubernetes'; readonly context: string | undefined; readonly cluster: Cluster };

/** A file of the federation's `private/`: credentials of a cluster. */
export const kubeconfigPath = (directory: string, { cluster }: KubernetesHostSheet): string => join(directory, 'private', cluster.kubeconfig);

export type DockerConnection = Connection & { readonly target: 'docker' };
export type KubernetesConnection = Connection & { readonly target: 'kubernetes' };

export const dockerConnection = ({ engine }: DockerHostSheet): DockerConnection => ({ target: 'docker', engine });

export function kubernetesConnection({ sheet, hosts }: Federation, catalog: Catalog, host: string, own: KubernetesHostSheet): KubernetesConnection {
  const { gateway, storageClass, registries, backupEndpoints, identity, edge, site, cluster } = own;
  const priority = Object.keys(catalog.plans).map((plan) => [plan, priorityName(sheet.id, host, plan)]);
  return {
    target: 'kubernetes',
    context: cluster.context,
    cluster: {
      gateway,
      storageClass,
      region: regionLabel(site),
      residencyLabel: RESIDENCY_LABEL,
      registries,
      backupEndpoints,
      identity: { addresses: identity?.addresses ?? [], port: hosts.get(sheet.identity.host)?.edge.httpsPort ?? 443 },
      edgeAddress: edge.address,
      priority: Object.fromEntries(priority),
    },
  };
}

/** Value of the residency label at a site. */
export const regionLabel = ({ region }: HostSheet['site']): string => (region === 'qc' ? 'ca-qc' : region);

/** Name of a plan's PriorityClass: those belong to no namespace. */
const priorityName = (federation: string, host: string, plan: string): string => joinName(federation, host, plan);

/** PriorityClass -> its value: where room is short, what is paid for stays. */
export const prioritiesOf = ({ plans }: Catalog, { cluster: { priority } }: KubernetesConnection): Readonly<Record<string, number>> =>
  Object.fromEntries(Object.entries(plans).map(([plan, { pricePerMonth }]) => [priority[plan] as string, pricePerMonth > 0 ? 100_000 : 10_000]));
