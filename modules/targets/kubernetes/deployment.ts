import type { types } from '@pulumi/kubernetes';
import type { Service } from '../../workload/index.ts';
import { healthBudget } from '../health.ts';
import { podLabels, selector } from './labels.ts';
import { podTemplate } from './pod.ts';
import { metadata, type Scope } from './scope.ts';

/** Seconds for a node to be found and an image to be fetched, beside what the service itself takes. */
export const ARRIVAL = 600;

/**
 * A service. How many copies is not said: one when it is made, none while it sleeps, and neither is a difference. The old one goes first
 * unless the app's sheet says that two releases may run side by side and nothing of it is on a volume.
 */
export const deployment = (scope: Scope, service: Service): types.input.apps.v1.Deployment => ({
  apiVersion: 'apps/v1',
  kind: 'Deployment',
  metadata: metadata(scope, service.name, service.name, podLabels(scope.workload, service)),
  spec: {
    selector: { matchLabels: selector(scope.workload, service.name) },
    strategy: { type: rolls(scope.workload, service) ? 'RollingUpdate' : 'Recreate' },
    progressDeadlineSeconds: startSeconds(service),
    revisionHistoryLimit: 2,
    template: podTemplate(scope, service),
  },
});

export const rolls = ({ rolling }: Scope['workload'], { mounts }: Service): boolean => rolling && mounts.length === 0;

/** Seconds after which a service that has not started never will. */
export const startSeconds = ({ healthcheck }: Service): number => ARRIVAL + (healthcheck ? healthBudget(healthcheck) : 0);
