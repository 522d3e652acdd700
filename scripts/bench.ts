import { resolve } from 'node:path';
import { execa } from 'execa';
import { resolveToolchain } from '../modules/engine/toolchain/index.ts';
import { ChatiereError } from '../modules/kernel/index.ts';
import { plainProgress } from './plain-progress.ts';

const CHECKOUT = resolve(import.meta.dirname, '..');

// Ctrl-C reaches the measurement too, which cleans up before it ends.
process.on('SIGINT', () => undefined);
try {
  const { environment } = await resolveToolchain({ need: ['engine', 'docker', 'images', 'compose'], progress: plainProgress(console.error) });
  const { exitCode } = await execa('sh', ['scripts/node.sh', 'test/bench/main.ts', ...process.argv.slice(2)], { cwd: CHECKOUT, env: environment, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false });
  process.exitCode = exitCode ?? 1;
} catch (error) {
  if (!(error instanceof ChatiereError)) throw error;
  console.error(error.message);
  // Other parts may still be building.
  process.exit(error.exitCode);
}
