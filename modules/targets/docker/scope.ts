import type * as pulumi from '@pulumi/pulumi';
import type { Workload } from '../../workload/index.ts';
import type { DeployOptions } from '../target.ts';
import { logicalName, physicalName } from './names.ts';

/** What every part of a deployment shares. */
export interface Scope {
  readonly workload: Workload;
  readonly options: DeployOptions;
  readonly parent: pulumi.Resource;
}

/** Names fixed by us would clash with the replacement's, so the old object always goes first. */
export const childOptions = ({ options, parent }: Scope, dependsOn: readonly pulumi.Resource[] = []): pulumi.CustomResourceOptions => ({
  parent,
  provider: options.provider,
  deleteBeforeReplace: true,
  dependsOn: [...dependsOn],
});

export const logical = (scope: Scope, ...parts: [string, ...string[]]): string => logicalName(scope.workload.name, ...parts);
export const physical = (scope: Scope, ...parts: [string, ...string[]]): string => physicalName(scope.workload.name, ...parts);
