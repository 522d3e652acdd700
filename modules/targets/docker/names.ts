import { partName } from '../../kernel/index.ts';

/**
 * Name on the engine of a part of a workload: `<workload>--<part>[--<part>]`, at most 63 characters, cut and hashed when longer.
 * Services, jobs, networks and data volumes have one part; files and their carriers have two, so that the two kinds never meet.
 */
export const physicalName = (workload: string, ...parts: readonly [string, ...string[]]): string => partName(workload, ...parts);
