import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { resolveToolchain } from '../../modules/engine/toolchain/index.ts';
import { deriveSecret, newSeed } from '../../modules/kernel/index.ts';
import type { Deployed } from '../targets/ground.ts';
import { dockerObserver } from './docker-observer.ts';
import type { Variant } from './variants.ts';

const ENGINE = 'unix:///var/run/docker.sock';
const STACK = 'organization/chatiere/essai';

/** A stack of its own for one hand-made workload, under the real engine and the plugins that this machine has. */
export async function createDeployment(name: string, image: string): Promise<Deployed> {
  const directory = await mkdtemp(join(tmpdir(), 'chatiere-conformance-'));
  const { environment } = await resolveToolchain({ need: ['engine', 'docker'] });
  const seed = newSeed();
  let variant: Variant = { name, image };

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

  await writeProject(directory);
  await must('stack', 'init', STACK);
  await must('config', 'set', '--secret', 'chatiere:seed', '--', seed);
  await must('config', 'set', 'chatiere:engine', ENGINE);

  return {
    observer: dockerObserver(name),
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
      await sweep(name);
      await rm(directory, { recursive: true, force: true });
    },
  };
}

/** The checkout's own project file, but for the program. */
async function writeProject(directory: string): Promise<void> {
  const project = await readFile(join(import.meta.dirname, '..', '..', 'Pulumi.yaml'), 'utf8');
  await writeFile(join(directory, 'Pulumi.yaml'), project.replace(/^main: .*$/m, `main: ${join(import.meta.dirname, 'program.ts')}`));
}

/** Data are protected and kept, so a test removes them by label, after whatever else a failure left. */
async function sweep(workload: string): Promise<void> {
  const filter = ['--filter', `label=chatiere.workload=${workload}`, '--quiet'];
  for (const [list, remove] of [[['ps', '--all'], ['rm', '--force', '--volumes']], [['network', 'ls'], ['network', 'rm']], [['volume', 'ls'], ['volume', 'rm']]] as const) {
    const { stdout } = await execa('docker', [...list, ...filter]);
    if (stdout !== '') await execa('docker', [...remove, ...stdout.split('\n')]);
  }
}
