import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { installPackages, resolvePromtool, resolveToolchain, type Toolchain } from '../modules/engine/toolchain/index.ts';
import { ChatiereError } from '../modules/kernel/index.ts';
import { plainProgress } from './plain-progress.ts';

const CHECKOUT = resolve(import.meta.dirname, '..');
const CHROMIUM = '/usr/bin/chromium';

try {
  const { toolchain, promtool } = await prepare();
  const typed = await checkTypes();
  process.exitCode = (await runTests({ ...toolchain.environment, PROMTOOL: promtool }, process.argv.slice(2))) || typed;
} catch (error) {
  if (!(error instanceof ChatiereError)) throw error;
  console.error(error.message);
  // Other parts may still be building.
  process.exit(error.exitCode);
}

async function prepare(): Promise<{ readonly toolchain: Toolchain; readonly promtool: string }> {
  const progress = plainProgress();
  const toolchain = await resolveToolchain({ need: ['engine', 'kubernetes', 'cluster', 'docker', 'images', 'compose', 'buildx'], progress });
  // The browser, and the tool that gives it the local authority to trust.
  if (!existsSync(CHROMIUM) || !existsSync('/usr/bin/certutil')) await installPackages('chromium', ['chromium', 'libnss3-tools', 'fonts-dejavu-core'], progress);
  for (const { part, version, origin } of toolchain.parts) console.log(`${part} ${version} (${origin})`);
  return { toolchain, promtool: await resolvePromtool(progress) };
}

/** Nothing else looks at the types: Node strips them. */
async function checkTypes(): Promise<number> {
  const { exitCode } = await execa(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit'], { cwd: CHECKOUT, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false });
  return exitCode ?? 1;
}

async function runTests(environment: Readonly<Record<string, string>>, args: readonly string[]): Promise<number> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-test-'));
  try {
    const result = join(folder, 'result.json');
    const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--reporter=default', '--reporter=json', `--outputFile.json=${result}`, ...args];
    const { exitCode } = await execa(process.execPath, vitest, { cwd: CHECKOUT, env: environment, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false });
    await printSummary(result);
    return exitCode ?? 1;
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The plain closing line. There is none when vitest ended before it could count. */
async function printSummary(file: string): Promise<void> {
  const content = await readFile(file, 'utf8').catch(() => undefined);
  if (content === undefined) return;
  const { numPassedTests, numFailedTests, numPendingTests } = JSON.parse(content) as { numPassedTests: number; numFailedTests: number; numPendingTests: number };
  console.log(`${numPassedTests} passed, ${numFailedTests} failed${numPendingTests > 0 ? `, ${numPendingTests} skipped` : ''}`);
}
