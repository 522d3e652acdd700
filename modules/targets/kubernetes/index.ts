export { admissionPolicies, type Domain, refusals } from './admission.ts';
export { type Cluster, type KubernetesHost, PROVIDER_SETTINGS } from './cluster.ts';
export { kubernetesTarget } from './workload.ts';
