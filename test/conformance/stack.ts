import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { deriveSecret, newSeed } from '../../modules/kernel/index.ts';
import type { Deployed, Observer } from '../targets/ground.ts';
import type { Variant } from './variants.ts';

const STACK = 'organization/chatiere/essai';

/** A stack of one hand-made workload. */
export interface Trial {
  readonly workload: Variant;
  /** File of its program, in this folder. */
  readonly program: string;
  /** Of the toolchain that it needs. */
  readonly environment: Readonly<Record<string, string>>;
  /** Settings of the stack beside seed and workload, without `chatiere:`. */
  readonly settings: Readonly<Record<string, string>>;
  readonly observer: Observer;
  /** Removes what a failure left, and the data. */
  readonly sweep: () => Promise<void>;
}

/** A stack of its own for one hand-made workload, under the plugins that this machine has. */
export async function createDeployment({ workload, program, environment, settings, observer, sweep }: Trial): Promise<Deployed> {
  const directory = await mkdtemp(join(tmpdir(), 'chatiere-conformance-'));
  const seed = newSeed();
  let variant = workload;

  const pulumi = async (...argv: string[]) => {
    const { exitCode, all } = await execa('pulumi', ['--non-interactive', '--color=never', ...argv], {
      cwd: directory,
      env: { ...environment, PULUMI_BACKEND_URL: `file://${directory}`, PULUMI_CONFIG_PASSPHRASE: 'essai', PULUMI_ERROR_OUTPUT_STRING: 'true' },
      all: true,
      reject: false,
      stdin: 'ignore',
    });
    return { exitCode: exitCode ?? -1, output: all ?? '' };
  };
  const must = async (...argv: string[]): Promise<void> => {
    const { exitCode, output } = await pulumi(...argv);
    if (exitCode !== 0) throw new Error(`pulumi ${argv[0]}: ${output}`);
  };

  await writeProject(directory, program);
  await must('stack', 'init', STACK);
  await must('config', 'set', '--secret', 'chatiere:seed', '--', seed);
  for (const [name, value] of Object.entries(settings)) await must('config', 'set', `chatiere:${name}`, '--', value);

  return {
    observer,
    async up(change = {}, ...flags) {
      variant = { ...variant, ...change };
      await must('config', 'set', 'chatiere:workload', '--', JSON.stringify(variant));
      return pulumi('up', '--yes', '--skip-preview', ...flags);
    },
    steady: () => pulumi('preview', '--refresh', '--diff', '--expect-no-changes'),
    down: () => pulumi('destroy', '--yes', '--skip-preview', '--exclude-protected'),
    state: () => readFile(join(directory, '.pulumi', 'stacks', 'chatiere', 'essai.json'), 'utf8'),
    secrets: (generation) => [seed, deriveSecret(seed, 'notes/password', generation)],
    async dispose() {
      await pulumi('destroy', '--yes', '--skip-preview', '--exclude-protected');
      await sweep();
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The checkout's own project file, but for the program. */
async function writeProject(directory: string, program: string): Promise<void> {
  const project = await readFile(join(import.meta.dirname, '..', '..', 'Pulumi.yaml'), 'utf8');
  await writeFile(join(directory, 'Pulumi.yaml'), project.replace(/^main: .*$/m, `main: ${join(import.meta.dirname, program)}`));
}
