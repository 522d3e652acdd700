import type * as pulumi from '@pulumi/pulumi';
import type { Cluster } from '../../placement/index.ts';

/** A cluster, and how to reach it. */
export interface KubernetesHost {
  /** With `PROVIDER_SETTINGS`. */
  readonly provider: pulumi.ProviderResource;
  readonly cluster: Cluster;
}

/** Of every provider that this target is given: files change in place, so that what rereads them by itself is not replaced. */
export const PROVIDER_SETTINGS = { enableConfigMapMutable: true, enableSecretMutable: true, enableServerSideApply: true } as const;
