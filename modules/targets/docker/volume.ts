import * as docker from '@pulumi/docker';
import { lastingLabels } from './labels.ts';
import { childOptions, logical, physical, type Scope } from './scope.ts';

/** Data: protected, and kept on the engine even when it leaves the stack. */
export function createVolumes(scope: Scope): ReadonlyMap<string, docker.Volume> {
  return new Map(
    scope.workload.volumes.map((volume) => [
      volume,
      new docker.Volume(
        logical(scope, volume),
        { name: physical(scope, volume), driver: 'local', labels: lastingLabels(scope, volume) },
        { ...childOptions(scope), protect: true, retainOnDelete: true },
      ),
    ]),
  );
}
