import type { types } from '@pulumi/kubernetes';
import { type Labels, label, type Problem } from '../../kernel/index.ts';
import type { Cluster } from '../../placement/index.ts';
import { labelValue } from './labels.ts';
import type { Manifest } from './manifest.ts';
import { inWords } from './pod-security.ts';
import { type Rule, rulesOf } from './rules.ts';

/** Whose namespaces the API server holds to the rules: those that carry the host's labels. */
export interface Domain {
  /** Begins the policies' names, which belong to no namespace: `<federation>--<host>`. */
  readonly name: string;
  /** Of the host's objects: federation and host are among them. */
  readonly labels: Labels;
}

type Policy = types.input.admissionregistration.v1.ValidatingAdmissionPolicy;
type Binding = types.input.admissionregistration.v1.ValidatingAdmissionPolicyBinding;

/**
 * The rules as the API server keeps them, whoever asks and by whatever program: a policy and its binding for each, for the stack of the host.
 * A rule that cannot be evaluated refuses. `pods` too, because not everything that makes pods is looked at.
 */
export const admissionPolicies = (cluster: Cluster, domain: Domain): { readonly policy: Policy; readonly binding: Binding }[] =>
  rulesOf(cluster).map((rule) => ({ policy: policyOf(rule, domain), binding: bindingOf(rule, domain) }));

const nameOf = ({ id }: Rule, { name }: Domain): string => `${name}--${id}`;
const plainLabels = ({ labels }: Domain): Labels => Object.fromEntries(Object.entries(labels).map(([key, value]) => [key, labelValue(value)]));

function policyOf(rule: Rule, domain: Domain): Policy {
  const { [label.managedBy]: managedBy, [label.federation]: federation, [label.host]: host } = plainLabels(domain);
  return {
    apiVersion: 'admissionregistration.k8s.io/v1',
    kind: 'ValidatingAdmissionPolicy',
    metadata: { name: nameOf(rule, domain), labels: plainLabels(domain) },
    spec: {
      failurePolicy: 'Fail',
      matchConstraints: {
        namespaceSelector: { matchLabels: Object.fromEntries(Object.entries({ [label.managedBy]: managedBy, [label.federation]: federation, [label.host]: host }).filter(([, value]) => value !== undefined)) as Labels },
        resourceRules: rule.about.map(({ group, version, resources }) => ({ apiGroups: [group], apiVersions: [version], operations: ['CREATE', 'UPDATE'], resources: [...resources] })),
      },
      variables: rule.variables.map(({ name, expression }) => ({ name, expression })),
      validations: [{ expression: rule.expression, message: inWords(rule.message), reason: 'Forbidden' }],
    },
  };
}

const bindingOf = (rule: Rule, domain: Domain): Binding => ({
  apiVersion: 'admissionregistration.k8s.io/v1',
  kind: 'ValidatingAdmissionPolicyBinding',
  metadata: { name: nameOf(rule, domain), labels: plainLabels(domain) },
  spec: { policyName: nameOf(rule, domain), validationActions: ['Deny', 'Audit'] },
});

/** What the API server would refuse of an object, in the same words: for a preview, before anything is made. */
export const refusals = (manifest: Manifest, cluster: Cluster): Problem[] =>
  rulesOf(cluster)
    .filter(({ holds }) => !holds(manifest))
    .map(({ id, message }) => ({ code: id, what: message, where: { field: `${manifest.kind}/${manifest.metadata?.['name']}` } }));
