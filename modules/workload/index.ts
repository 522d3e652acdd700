export { commandOf, platformWorkload, toWorkload } from './build.ts';
export { plainWorkload, workloadDigest } from './digest.ts';
export * from './workload.ts';
