import { existsSync } from 'node:fs';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';
import { execa } from 'execa';
import { installPackages, resolvePromtool, resolveToolchain } from '../modules/engine/toolchain/index.ts';
import { ChatiereError } from '../modules/kernel/index.ts';
import { plainProgress } from './plain-progress.ts';

const CHECKOUT = resolve(import.meta.dirname, '..');
const CHROMIUM = '/usr/bin/chromium';

try {
  const environment = await prepare();
  const args = process.argv.slice(2);
  // The longest builds, beside the tests that do without: those on a cluster come last, and wait for what is not there yet.
  if (args.length === 0) buildClusterParts(environment);
  const typed = await checkTypes();
  const others = await runTests(environment, ['--project', 'pure', '--project', 'real', ...args]);
  const clusters = await runTests(environment, ['--project', 'cluster', ...args]);
  printSummary([others, clusters]);
  process.exitCode = others.exitCode || clusters.exitCode || typed || Number(others.total + clusters.total === 0);
} catch (error) {
  if (!(error instanceof ChatiereError)) throw error;
  console.error(error.message);
  // Other parts may still be building.
  process.exit(error.exitCode);
}

/** The variables that the tests need. */
async function prepare(): Promise<Record<string, string>> {
  const progress = plainProgress();
  const { parts, environment } = await resolveToolchain({ need: ['engine', 'docker', 'images', 'compose', 'buildx'], progress });
  // The browser, and the tool that gives it the local authority to trust.
  if (!existsSync(CHROMIUM) || !existsSync('/usr/bin/certutil')) await installPackages('chromium', ['chromium', 'libnss3-tools', 'fonts-dejavu-core'], progress);
  for (const { part, version, origin } of parts) console.log(`${part} ${version} (${origin})`);
  return { ...environment, PROMTOOL: await resolvePromtool(progress) };
}

/** If it fails, the tests that need it try again, and say why. */
function buildClusterParts(environment: Readonly<Record<string, string>>): void {
  void execa(process.execPath, [join('test', 'cluster', 'prepare-early.ts')], { cwd: CHECKOUT, env: environment, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false });
}

/** Nothing else looks at the types: Node strips them. */
async function checkTypes(): Promise<number> {
  const { exitCode } = await execa(process.execPath, [join('node_modules', 'typescript', 'bin', 'tsc'), '--noEmit'], { cwd: CHECKOUT, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false });
  return exitCode ?? 1;
}

interface Counts {
  readonly exitCode: number;
  readonly total: number;
  readonly passed: number;
  readonly failed: number;
  readonly pending: number;
}

/** One run of vitest; nothing counted when it ended before it could count. */
async function runTests(environment: Readonly<Record<string, string>>, args: readonly string[]): Promise<Counts> {
  const folder = await mkdtemp(join(tmpdir(), 'chatiere-test-'));
  try {
    const result = join(folder, 'result.json');
    const vitest = [join('node_modules', 'vitest', 'vitest.mjs'), 'run', '--passWithNoTests', '--reporter=default', '--reporter=json', `--outputFile.json=${result}`, ...args];
    const { exitCode = 1 } = await execa(process.execPath, vitest, { cwd: CHECKOUT, env: environment, stdin: 'ignore', stdout: 'inherit', stderr: 'inherit', reject: false });
    const counted = JSON.parse(await readFile(result, 'utf8').catch(() => '{}')) as { numTotalTests?: number; numPassedTests?: number; numFailedTests?: number; numPendingTests?: number };
    return { exitCode, total: counted.numTotalTests ?? 0, passed: counted.numPassedTests ?? 0, failed: counted.numFailedTests ?? 0, pending: counted.numPendingTests ?? 0 };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** The plain closing line. */
function printSummary(runs: readonly Counts[]): void {
  const sum = (key: keyof Counts) => runs.reduce((total, run) => total + run[key], 0);
  console.log(sum('total') === 0 ? 'no such test' : `${sum('passed')} passed, ${sum('failed')} failed${sum('pending') > 0 ? `, ${sum('pending')} skipped` : ''}`);
}
