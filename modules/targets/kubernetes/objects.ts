import { hasSecret } from '../../kernel/index.ts';
import type { Service } from '../../workload/index.ts';
import { secretName } from './environment.ts';
import { fileObjects } from './files.ts';
import type { Scope } from './scope.ts';

/** Names of what a service mounts or reads: its volumes, its files, the secrets of its environment. */
export const objectsOf = (scope: Scope, service: Service): string[] => [
  ...service.mounts.map(({ volume }) => volume),
  ...fileObjects(scope, service),
  ...(Object.values(service.environment).some(hasSecret) ? [secretName(service)] : []),
];
