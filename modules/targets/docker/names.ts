import { createHash } from 'node:crypto';
import { MAX_NAME } from '../../kernel/index.ts';

/**
 * Name on the engine of a part of a workload: `<workload>--<part>[--<part>]`, at most 63 characters, cut and hashed when longer.
 * Services, jobs, networks and data volumes have one part; files and their carriers have two, so that the two kinds never meet.
 */
export function physicalName(workload: string, ...parts: readonly [string, ...string[]]): string {
  const whole = [workload, ...parts].join('--');
  if (whole.length <= MAX_NAME) return whole;
  const digest = createHash('sha256').update(whole).digest('hex').slice(0, 10);
  return `${whole.slice(0, MAX_NAME - 13).replace(/-+$/, '')}--0${digest}`;
}

/** Name of a resource in the stack: `<workload>-<part>[-<part>]`. */
export const logicalName = (workload: string, ...parts: readonly [string, ...string[]]): string => [workload, ...parts].join('-');
