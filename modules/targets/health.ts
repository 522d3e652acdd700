import type { Healthcheck } from '../workload/index.ts';

/** Seconds after which a container that is not yet healthy never will be: failures count from the end of the start period. */
export function healthBudget({ interval, timeout, retries, startPeriod }: Healthcheck): number {
  const probe = interval.inSeconds + timeout.inSeconds;
  return Math.ceil(startPeriod.inSeconds + (retries + 1) * probe) + 10;
}
