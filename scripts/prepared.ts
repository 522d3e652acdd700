import { resolve } from 'node:path';
import { execa } from 'execa';
import { resolveToolchain } from '../modules/engine/toolchain/index.ts';
import { ChatiereError } from '../modules/kernel/index.ts';
import { plainProgress } from './plain-progress.ts';

const CHECKOUT = resolve(import.meta.dirname, '..');

/** Runs a program of test/ on a prepared toolchain, with this process's arguments; its exit code becomes this process's. */
export async function runPrepared(script: string): Promise<void> {
  // Ctrl-C reaches the program too, which cleans up before it ends.
  process.on('SIGINT', () => undefined);
  try {
    const { environment } = await resolveToolchain({ need: ['engine', 'docker', 'images', 'compose'], progress: plainProgress(console.error) });
    const { exitCode } = await execa('sh', ['scripts/node.sh', script, ...process.argv.slice(2)], { cwd: CHECKOUT, env: environment, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false });
    process.exitCode = exitCode ?? 1;
  } catch (error) {
    if (!(error instanceof ChatiereError)) throw error;
    console.error(error.message);
    // Other parts may still be building.
    process.exit(error.exitCode);
  }
}
