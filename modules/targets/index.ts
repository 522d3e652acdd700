export * from './target.ts';
export { physicalName } from './docker/names.ts';
export { DockerWorkload, dockerTarget } from './docker/workload.ts';
