export { physicalName } from './names.ts';
export type { DockerHost } from './scope.ts';
export { dockerTarget } from './workload.ts';
