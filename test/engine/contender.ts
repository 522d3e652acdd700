import { withLocks } from '../../modules/engine/locks.ts';
import { runPulumi } from '../../modules/engine/run.ts';
import { ensureStack } from '../../modules/engine/stack.ts';
import { settle } from '../../modules/engine/state/copies.ts';
import type { Engine } from '../../modules/engine/environment.ts';
import { ChatiereError } from '../../modules/kernel/index.ts';

/** A process of its own that wants to update a stack: `node contender.ts <stack>`, the engine as JSON by standard input. Exits as the command would. */
const stack = process.argv[2] as string;
let input = '';
for await (const chunk of process.stdin) input += String(chunk);
const engine = JSON.parse(input) as Engine;
const listen = () => undefined;
// All begin together.
process.stdout.write('ready\n');
process.once('SIGUSR2', () => {
  clearInterval(waiting);
  void go();
});
const waiting = setInterval(() => undefined, 1000);

async function go(): Promise<void> {
  try {
    await withLocks(engine.layout, [stack], listen, async () => {
      await ensureStack(engine, stack);
      await runPulumi(engine, { operation: 'up', stack, listen });
      settle(engine.layout, stack);
    });
  } catch (error) {
    if (!(error instanceof ChatiereError)) throw error;
    process.stderr.write(`${error.message}\n`);
    process.exitCode = error.exitCode;
  }
}
