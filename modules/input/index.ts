export { inputDigest, valueDigest } from './digest.ts';
export { programDigest } from './program.ts';
export { type Connection, kubeconfigPath, type KubernetesConnection, regionLabel } from './connection.ts';
export { type ChosenContext, readKubeconfig } from './kubeconfig.ts';
export { inputOf, mailPasswordPath, passphrasePath, settingsPath, type ClusterInput, type HostInput, type IdentityInput, type InstanceInput, type OrganizationInput, REALM_FACTS, type SecretSource, type StackInput } from './stack-input.ts';
export { fingerprintsOf } from './fingerprints.ts';
