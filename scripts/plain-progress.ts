import type { ToolchainEvent } from '../modules/engine/toolchain/index.ts';

/** Seconds between two signs of life of one step. */
const SILENCE = 15;

/** One line when a step begins, one when it ends, and now and then what it is at. */
export function plainProgress(write: (line: string) => void = console.log): (event: ToolchainEvent) => void {
  const told = new Map<string, number>();
  return ({ part, step, line, seconds, failed }) => {
    const now = performance.now() / 1000;
    if (seconds !== undefined) write(`${part}: ${step.en}: ${failed ? 'failed' : 'done'} (${seconds.toFixed(1)} s)`);
    else if (line === undefined) write(`${part}: ${step.en}`);
    else if (now - (told.get(part) ?? now - SILENCE) < SILENCE) return;
    else write(`${part}: ${line}`);
    told.set(part, now);
  };
}
