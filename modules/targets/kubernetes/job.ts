import type { types } from '@pulumi/kubernetes';
import type * as pulumi from '@pulumi/pulumi';
import type { Service } from '../../workload/index.ts';
import { factsOf, keyedFacts } from '../prints.ts';
import { podLabels } from './labels.ts';
import { podTemplate } from './pod.ts';
import { metadata, type Scope } from './scope.ts';
import { templatesOf } from './templates.ts';

/**
 * A job: one attempt, within its time limit. That is counted from when the Job is made, so that the image's arrival is part of it.
 * One that failed or was stopped is made anew at the next update: the plugin sees that it is not complete.
 */
export function job(scope: Scope, service: Service): types.input.batch.v1.Job {
  const template = podTemplate(scope, service);
  return {
    apiVersion: 'batch/v1',
    kind: 'Job',
    metadata: { ...metadata(scope, service.name, service.name, podLabels(scope.workload, service)), annotations: { 'pulumi.com/replaceUnready': 'true' } },
    spec: {
      backoffLimit: 0,
      activeDeadlineSeconds: limitSeconds(service),
      template: { ...template, spec: { ...template.spec, restartPolicy: 'Never' } },
    },
  };
}

export const limitSeconds = ({ timeLimit }: Service): number => Math.ceil(timeLimit?.inSeconds ?? 300);

/**
 * What a job runs again for, and for nothing else. A `change` job also follows the facts that it uses, by a digest under the stack's seed.
 * Nothing else of a Job that succeeded is looked at: a new limit alone is no reason to run.
 */
export function jobTrigger({ options }: Scope, service: Service): pulumi.Input<string> {
  const { when = 'change', trigger = '' } = service;
  const facts = when === 'change' ? factsOf(templatesOf(service)) : [];
  const words = `${when} ${trigger}`;
  return facts.length === 0 ? words : keyedFacts(facts, options, (digest) => `${words} ${digest}`);
}
