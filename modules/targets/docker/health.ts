import type { types } from '@pulumi/docker';
import type { Duration } from '../../kernel/index.ts';
import type { Healthcheck } from '../../workload/index.ts';

/** Durations as Go prints them: the plugin reads them back so, and another spelling would differ on each refresh. */
export function goDuration({ milliseconds }: Duration): string {
  if (milliseconds === 0) return '0s';
  if (milliseconds < 1000) return `${milliseconds}ms`;
  const hours = Math.floor(milliseconds / 3_600_000);
  const minutes = Math.floor((milliseconds % 3_600_000) / 60_000);
  const seconds = (milliseconds % 60_000) / 1000;
  return [hours > 0 ? `${hours}h` : '', hours > 0 || minutes > 0 ? `${minutes}m` : '', `${seconds}s`].join('');
}

export const healthcheckOf = ({ test, interval, timeout, retries, startPeriod }: Healthcheck): types.input.ContainerHealthcheck => ({
  tests: [...test],
  interval: goDuration(interval),
  timeout: goDuration(timeout),
  retries,
  startPeriod: goDuration(startPeriod),
  // What Docker answers where none was given.
  startInterval: '0s',
});
