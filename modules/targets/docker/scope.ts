import type * as pulumi from '@pulumi/pulumi';
import type { Workload } from '../../workload/index.ts';
import { logicalName } from '../names.ts';
import type { DeployOptions } from '../target.ts';
import { physicalName } from './names.ts';

/** A Docker engine. */
export interface DockerHost {
  readonly provider: pulumi.ProviderResource;
  /** Address of the engine behind the provider, as the host's file gives it: jobs are started there. */
  readonly engine: string;
}

/** What every part of a deployment shares. */
export interface Scope extends DockerHost {
  readonly workload: Workload;
  readonly options: DeployOptions;
  readonly parent: pulumi.Resource;
}

/** Names fixed by us would clash with the replacement's, so the old object always goes first. */
export const childOptions = ({ provider, parent }: Scope, dependsOn: readonly pulumi.Resource[] = []): pulumi.CustomResourceOptions => ({
  parent,
  provider,
  deleteBeforeReplace: true,
  dependsOn: [...dependsOn],
});

export const logical = (scope: Scope, ...parts: [string, ...string[]]): string => logicalName(scope.workload.name, ...parts);
export const physical = (scope: Scope, ...parts: [string, ...string[]]): string => physicalName(scope.workload.name, ...parts);
