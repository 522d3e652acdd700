import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import type { ClusterInput } from '../modules/input/index.ts';
import { admissionPolicies } from '../modules/targets/kubernetes/index.ts';
import { fileOf } from './context.ts';
import { clusterOptions } from './kubernetes.ts';

/** `host.<host>` of a cluster: what it refuses, the priorities of plans, and the certificate of its Gateway, which is its administrator's. */
export function cluster(input: ClusterInput): Record<string, unknown> {
  const options = clusterOptions(input, input.connection);

  const rules = createRules(input, options);
  const priorities = Object.entries(input.priorities).map(([name, value]) => new kubernetes.scheduling.v1.PriorityClass(name, { metadata: { name, labels: input.labels }, value }, options).metadata.name);
  createCertificate(input, options);

  return { rules, priorities, certificate: input.certificate ?? '' };
}

/** A policy holds nothing until it is bound. */
function createRules({ name, labels, connection }: ClusterInput, options: pulumi.CustomResourceOptions): pulumi.Output<string>[] {
  const { ValidatingAdmissionPolicy, ValidatingAdmissionPolicyBinding } = kubernetes.admissionregistration.v1;
  return admissionPolicies(connection.cluster, { name, labels }).map(({ policy, binding }) => {
    const id = (policy.metadata as { readonly name: string }).name;
    const made = new ValidatingAdmissionPolicy(id, policy, options);
    return new ValidatingAdmissionPolicyBinding(id, binding, { ...options, dependsOn: made }).metadata.name;
  });
}

/** A Gateway names it in `certificateRefs`; it holds the names of this host's instances. */
function createCertificate(input: ClusterInput, options: pulumi.CustomResourceOptions): void {
  const { certificate: name, labels, connection } = input;
  if (name === undefined) return;
  const stringData = { 'tls.crt': fileOf(input, 'edgeCertificate'), 'tls.key': pulumi.secret(fileOf(input, 'edgeKey')) };
  new kubernetes.core.v1.Secret(name, { metadata: { name, namespace: connection.cluster.gateway.namespace, labels }, type: 'kubernetes.io/tls', stringData }, options);
}
