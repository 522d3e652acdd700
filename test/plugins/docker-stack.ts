import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { execa } from 'execa';
import { ensureStandIn, resolveToolchain } from '../../modules/engine/toolchain/index.ts';
import { pluginFolder } from '../../tools/plugins/server/folder.ts';
import type { Wanted } from './docker-program.ts';

const PLUGINS = { docker: '5.2.0', command: '1.2.1' };

export interface Run {
  exitCode: number;
  output: string;
}

/** A stack of docker-program.ts in an engine home of its own that knows no plugin but the stand-ins. */
export interface Stack {
  /** What the program is to make from now on. */
  want(resources: Record<string, Wanted>): Promise<void>;
  pulumi(...args: string[]): Promise<Run>;
  /** As `pulumi`, but still running. */
  start(...args: string[]): Promise<{ exitCode?: number | undefined; all?: unknown }> & { kill(signal: NodeJS.Signals): boolean };
  /** `pulumi up`; what it did, by kind of step: `{ create: 3 }`, without what stayed the same. Throws when it fails. */
  up(...args: string[]): Promise<Record<string, number>>;
  state(): Promise<State>;
  dispose(): Promise<void>;
}

export interface State {
  text: string;
  resources: { type: string; urn: string; id: string; outputs: Record<string, unknown> }[];
  outputs: Record<string, Record<string, unknown>>;
}

export async function createStack(): Promise<Stack> {
  const directory = await mkdtemp(join(tmpdir(), 'chatiere-docker-stack-'));
  const { environment } = await resolveToolchain({ need: ['engine'] });
  const env = { ...environment, PULUMI_HOME: join(directory, 'home'), PULUMI_BACKEND_URL: `file://${directory}/state`, PULUMI_CONFIG_PASSPHRASE: 'test' };
  const start: Stack['start'] = (...args) => execa('pulumi', ['--non-interactive', '--color=never', ...args], { cwd: directory, env, all: true, reject: false, stdin: 'ignore' });
  const pulumi: Stack['pulumi'] = async (...args) => {
    const { exitCode, all } = await start(...args);
    return { exitCode: exitCode ?? -1, output: String(all ?? '') };
  };
  const must = async (...args: string[]) => {
    const { exitCode, output } = await pulumi(...args);
    if (exitCode !== 0) throw new Error(`pulumi ${args.join(' ')}: ${output}`);
    return output;
  };
  await writeProject(directory);
  for (const [name, version] of Object.entries(PLUGINS)) await must('plugin', 'install', 'resource', name, version, '--file', join(directory, name));
  await must('stack', 'init', 'test');
  await must('config', 'set', 'test:host', process.env['DOCKER_HOST'] ?? 'unix:///var/run/docker.sock');

  return {
    want: async (resources) => void (await must('config', 'set', 'test:resources', '--', JSON.stringify(resources))),
    pulumi,
    start,
    async up(...args) {
      await must('up', '--yes', '--skip-preview', ...args);
      const [last] = JSON.parse(await must('stack', 'history', '--json', '--page-size', '1'));
      const { same: _, ...changes } = last.resourceChanges as Record<string, number>;
      return changes;
    },
    async state() {
      const text = await readFile(join(directory, 'state', '.pulumi', 'stacks', 'docker', 'test.json'), 'utf8');
      const resources: State['resources'] = JSON.parse(text).checkpoint.latest.resources ?? [];
      return { text, resources, outputs: (resources[0]?.outputs['outputs'] ?? {}) as State['outputs'] };
    },
    dispose: () => rm(directory, { recursive: true, force: true }),
  };
}

async function writeProject(directory: string): Promise<void> {
  await mkdir(join(directory, 'state'));
  const program = join(import.meta.dirname, 'docker-program.ts');
  const project = { name: 'docker', runtime: { name: 'nodejs', options: { typescript: false } }, main: program };
  await writeFile(join(directory, 'Pulumi.yaml'), JSON.stringify(project));
  for (const plugin of Object.keys(PLUGINS)) {
    await mkdir(join(directory, plugin));
    const { files } = pluginFolder(plugin, await ensureStandIn(plugin), process.execPath);
    for (const [name, content] of Object.entries(files)) await writeFile(join(directory, plugin, name), content, { mode: 0o755 });
  }
}
