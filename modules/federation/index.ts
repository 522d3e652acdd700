export { instanceId, instanceName, orderDigest } from './digest.ts';
export { loadFederation } from './load.ts';
export * from './schema.ts';
