/** Name of a resource in the stack: `<workload>-<part>[-<part>]`. */
export const logicalName = (workload: string, ...parts: readonly [string, ...string[]]): string => [workload, ...parts].join('-');
