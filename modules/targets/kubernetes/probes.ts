import type { types } from '@pulumi/kubernetes';
import type { Healthcheck } from '../../workload/index.ts';
import { healthBudget } from '../health.ts';

/** Seconds between two questions to a service that has long been healthy. */
const CALM = 10;

/**
 * The three questions that Kubernetes asks, from the one of Compose. Whole seconds, at least one.
 * - startup: within the whole budget that Docker's target gives (start period, and every failure after it); until then the others are not asked;
 * - readiness: interval and retries as they are; a pod that is not ready gets no visitors and is left alone;
 * - liveness: ends a container only after the whole budget without one good answer, so that neither an upgrade nor a busy hour does. Docker ends none.
 */
export function probesOf(check: Healthcheck): Pick<types.input.core.v1.Container, 'startupProbe' | 'readinessProbe' | 'livenessProbe'> {
  const ask = { exec: { command: commandOf(check.test) }, timeoutSeconds: whole(check.timeout.inSeconds) };
  const period = whole(check.interval.inSeconds);
  const calm = Math.max(CALM, period);
  const budget = healthBudget(check);
  return {
    startupProbe: { ...ask, periodSeconds: period, failureThreshold: Math.ceil(budget / period) },
    readinessProbe: { ...ask, periodSeconds: period, failureThreshold: check.retries },
    livenessProbe: { ...ask, periodSeconds: calm, failureThreshold: Math.ceil(budget / calm) },
  };
}

const whole = (seconds: number): number => Math.max(1, Math.ceil(seconds));

const commandOf = ([how, ...words]: readonly string[]): string[] => (how === 'CMD-SHELL' ? ['/bin/sh', '-c', ...words] : words);
