export { inputDigest, valueDigest } from './digest.ts';
export { programDigest } from './program.ts';
export { inputOf, mailPasswordPath, passphrasePath, settingsPath, type HostInput, type IdentityInput, type InstanceInput, type OrganizationInput, REALM_FACTS, type SecretSource, type StackInput } from './stack-input.ts';
export { fingerprintsOf } from './fingerprints.ts';
