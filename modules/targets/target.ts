import type * as pulumi from '@pulumi/pulumi';
import type { Workload } from '../workload/index.ts';

/** What any target needs beside the workload. Facts are outputs of other stacks, unknown in a preview until they exist. */
export interface DeployOptions {
  /** The stack's seed, a secret output of its configuration. Secrets are HKDF-SHA-256(seed, purpose, generation). */
  readonly seed: pulumi.Output<string>;
  readonly facts: Readonly<Record<string, pulumi.Output<string>>>;
  readonly parent: pulumi.Resource | undefined;
}

/** The running thing. Resolves once every service is healthy and every job has exited 0. */
export interface Deployment extends pulumi.ComponentResource {
  /** Service -> identifier of its container or workload object. */
  readonly services: Readonly<Record<string, pulumi.Output<string>>>;
}

/** The port that both targets implement: a target is of one host, and deploys any number of workloads there. */
export interface Target {
  readonly kind: 'docker' | 'kubernetes';
  deploy(workload: Workload, options: DeployOptions): Deployment;
}
