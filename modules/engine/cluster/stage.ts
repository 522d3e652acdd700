import type { Manifest } from './nodes.ts';

export type Step =
  | { readonly patch: { readonly root: 'status'; readonly subresource: 'status'; readonly template: string } }
  | { readonly apply: { readonly template: string } }
  | { readonly delete: true };

interface StageOptions {
  /** As `group/version`. @default 'v1' */
  readonly group?: string;
  /** Milliseconds between the moment when it applies and its steps. */
  readonly delay?: number;
}

/**
 * A Stage of kwok: does its steps to each object of a kind for which `when` holds, as often as it does.
 * @param when a condition in jq on the object; one that cannot be evaluated does not hold
 */
export const stage = (name: string, kind: string, when: string, steps: readonly Step[], { group = 'v1', delay }: StageOptions = {}): Manifest => ({
  apiVersion: 'kwok.x-k8s.io/v1alpha1',
  kind: 'Stage',
  metadata: { name },
  spec: {
    resourceRef: { apiGroup: group, kind },
    selector: { matchExpressions: [{ jq: { key: when, operator: 'In', values: ['true'] } }] },
    ...(delay !== undefined && { delay: { durationMilliseconds: delay } }),
    steps,
  },
});

/** Merges a template of Go that gives YAML into the status. */
export const status = (template: string): Step => ({ patch: { root: 'status', subresource: 'status', template } });

/** Makes, or brings into line, another object. */
export const apply = (template: string): Step => ({ apply: { template } });

/** The jq of objects that nobody is deleting. */
export const LIVING = '(.metadata.deletionTimestamp == null)';
