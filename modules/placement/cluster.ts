/** What a host's file says of its cluster; nodes, gateway, storage and DNS are its administrator's. */
export interface Cluster {
  /** The Gateway (gateway.networking.k8s.io/v1) that routes attach to; it terminates TLS. */
  readonly gateway: { readonly namespace: string; readonly name: string };
  /** Class of every volume; undefined: the cluster's default, and then no rule holds a claim to one. */
  readonly storageClass: string | undefined;
  /** Value that the residency label must have: `ca-qc`. */
  readonly region: string;
  /** Label of the nodes that may run what is ours, below `node-restriction.kubernetes.io`, so that no kubelet gives it to itself. */
  readonly residencyLabel: string;
  /** Where images may come from, without a final slash: `registre.exemple.coop`, `registre.exemple.coop/miroir`. */
  readonly registries: readonly string[];
  /** Where copies may be sent: the whole address, as the operator that sends them is given it. */
  readonly backupEndpoints: readonly string[];
  /** Where pods reach the identity server, as CIDR blocks; none: any address, on that port. */
  readonly identity: { readonly addresses: readonly string[]; readonly port: number };
  /** Address of the Gateway as pods reach it, for public names that DNS does not know. */
  readonly edgeAddress: string | undefined;
  /** Plan -> its PriorityClass; a plan that is not here has the cluster's default. */
  readonly priority: Readonly<Record<string, string>>;
}
