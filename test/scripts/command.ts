import { verbs } from '../../scripts/verbs/index.ts';
import { main } from '../../scripts/program.ts';

export { verbs };

/** Runs one command line in this process, off any terminal. */
export async function chatiere(args: readonly string[], { environment = {}, cwd = '/' }: { environment?: Record<string, string>; cwd?: string } = {}) {
  let stdout = '';
  let stderr = '';
  const exitCode = await main(args, {
    environment,
    cwd,
    stdout: { write: (words) => void (stdout += words), columns: 120 },
    stderr: { write: (words) => void (stderr += words), columns: 120 },
  });
  return { exitCode, stdout, stderr };
}
