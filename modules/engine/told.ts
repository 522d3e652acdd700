import type { Listener } from './progress.ts';
import type { ToolchainEvent } from './toolchain/index.ts';

/** The toolchain's steps as tasks: only those that take time are told. */
export function told(listen: Listener): (event: ToolchainEvent) => void {
  return ({ part, step, line, seconds, failed }) => {
    const name = `${part}: ${step.en}`;
    if (seconds !== undefined) listen({ kind: 'task-finished', task: name, outcome: failed ? 'failed' : 'succeeded', seconds });
    else if (line !== undefined) listen({ kind: 'task-line', task: name, line });
    else listen({ kind: 'task-started', task: name, title: step });
  };
}
