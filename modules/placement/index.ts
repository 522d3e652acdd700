export type { Cluster } from './cluster.ts';
export * from './instance.ts';
export { identityUrl, known, resolveInstance, resolvePlatform, urlOf } from './resolve.ts';
export { hostStack, IDENTITY_STACK, type StackKind, stackKind, type StackPlan, stacksOf } from './stacks.ts';
