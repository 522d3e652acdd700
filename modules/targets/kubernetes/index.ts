export { admissionPolicies, type Domain, refusals } from './admission.ts';
export type { Cluster } from '../../placement/index.ts';
export { type KubernetesHost, PROVIDER_SETTINGS } from './host.ts';
export { kubernetesTarget } from './workload.ts';
