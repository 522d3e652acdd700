import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensureStandIn, resolveToolchain } from '../../modules/engine/toolchain/index.ts';
import { pluginFolder } from '../../tools/plugins/server/folder.ts';

export interface Run {
  exitCode: number;
  output: string;
}

/** A stack of keycloak-program.ts in an engine home of its own that knows no plugin but the stand-in. */
export interface Stack {
  /** Settings of the program, without their prefix; secret ones are encrypted. */
  set(settings: Record<string, string>, secret?: boolean): Promise<void>;
  pulumi(...args: string[]): Promise<Run>;
  /** What the last update did, by kind of step: `{ create: 3, same: 1 }`. */
  changes(): Promise<Record<string, number>>;
  /** The state as it is on disk. */
  state(): Promise<Deployment>;
  dispose(): Promise<void>;
}

export interface Deployment {
  text: string;
  resources: { type: string; urn: string; id: string; outputs: Record<string, unknown> }[];
}

export async function createStack(): Promise<Stack> {
  const directory = await mkdtemp(join(tmpdir(), 'chatiere-keycloak-stack-'));
  const { environment } = await resolveToolchain({ need: ['engine'] });
  const env = {
    ...environment,
    PULUMI_HOME: join(directory, 'home'),
    PULUMI_BACKEND_URL: `file://${directory}/state`,
    PULUMI_CONFIG_PASSPHRASE: 'test',
  };
  const pulumi: Stack['pulumi'] = async (...args) => {
    const { exitCode, all } = await execa('pulumi', ['--non-interactive', '--color=never', ...args], {
      cwd: directory, env, all: true, reject: false, stdin: 'ignore',
    });
    return { exitCode: exitCode ?? -1, output: all ?? '' };
  };
  const must = async (...args: string[]) => {
    const { exitCode, output } = await pulumi(...args);
    if (exitCode !== 0) throw new Error(`pulumi ${args.join(' ')}: ${output}`);
    return output;
  };

  const dispose = () => rm(directory, { recursive: true, force: true });
  try {
    await writeProject(directory);
    await must('plugin', 'install', 'resource', 'keycloak', '6.13.0', '--file', join(directory, 'plugin'));
    await must('stack', 'init', 'test');
  } catch (error) {
    await dispose();
    throw error;
  }

  return {
    async set(settings, secret = false) {
      for (const [name, value] of Object.entries(settings)) {
        await must('config', 'set', ...(secret ? ['--secret'] : []), `test:${name}`, '--', value);
      }
    },
    pulumi,
    async changes() {
      const [last] = JSON.parse(await must('stack', 'history', '--json', '--page-size', '1'));
      return last.resourceChanges;
    },
    async state() {
      const text = await readFile(join(directory, 'state', '.pulumi', 'stacks', 'keycloak', 'test.json'), 'utf8');
      return { text, resources: JSON.parse(text).checkpoint.latest.resources ?? [] };
    },
    dispose,
  };
}

async function writeProject(directory: string): Promise<void> {
  await mkdir(join(directory, 'state'));
  await mkdir(join(directory, 'plugin'));
  const program = join(import.meta.dirname, 'keycloak-program.ts');
  const project = { name: 'keycloak', runtime: { name: 'nodejs', options: { typescript: false } }, main: program };
  await writeFile(join(directory, 'Pulumi.yaml'), JSON.stringify(project));
  const { files } = pluginFolder('keycloak', await ensureStandIn('keycloak'), process.execPath);
  for (const [name, content] of Object.entries(files)) {
    await writeFile(join(directory, 'plugin', name), content, { mode: 0o755 });
  }
}
