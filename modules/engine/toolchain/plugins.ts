import { existsSync } from 'node:fs';
import { mkdir, mkdtemp, readdir, readFile, realpath, rm, symlink, writeFile } from 'node:fs/promises';
import { homedir } from 'node:os';
import { dirname, join } from 'node:path';
import { pluginFolder } from '../../../tools/plugins/server/folder.ts';
import { ContentHash } from '../../../tools/images/index.ts';
import { text } from '../../kernel/index.ts';
import { cacheFolder, isRefused, rememberRefusal, withLock } from '../cache/index.ts';
import { pinnedVersion, pulumiHome } from './checkout.ts';
import { capture, findOnPath, isProgram, run } from './command.ts';
import { findGoProgram, goProgram } from './go-program.ts';
import { type Origin, type PluginPart, type ResolvedPart, step, type ToolchainProgress } from './part.ts';
import { ensureStandIn, standInProgram } from './stand-in.ts';

/** The resource plugins that every federation uses; for each of them we have a stand-in. */
export const PLUGINS = ['docker', 'keycloak', 'command'] as const;
type StandInName = (typeof PLUGINS)[number];
/** That of Kubernetes is built from its own Go module where it cannot be downloaded. */
export type PluginName = StandInName | 'kubernetes';

const DOWNLOAD_LIMIT = 60_000;

/** What stands in our PULUMI_HOME: the real plugin, or our stand-in with the hash of its folder. */
interface Installed {
  readonly origin: Origin;
  readonly standIn?: string;
}

/** A plugin in our PULUMI_HOME that can be used as it is. */
export async function findPlugin(name: PluginName): Promise<ResolvedPart | undefined> {
  const version = await pinnedVersion(`@pulumi/${name}`);
  const installed = await installedPlugin(name, version);
  return installed && (await isCurrent(name, version, installed)) ? part(name, version, installed.origin) : undefined;
}

/** Whether our stand-in, or what we built, is that of this checkout. */
async function isCurrent(name: PluginName, version: string, { origin, standIn }: Installed): Promise<boolean> {
  if (origin === 'built') {
    const built = findGoProgram(goName(name));
    return built !== undefined && (await realpath(programOf(pulumiHome(), name, version))) === (await realpath(built));
  }
  return standIn === undefined || (isStandIn(name) && standIn === standInHash(name) && existsSync(standInProgram(name)));
}

/** The real plugin wherever it can be had or built, and only else our stand-in. `pulumi` is the path of the CLI. */
export async function resolvePlugin(name: PluginName, pulumi: string, progress: ToolchainProgress): Promise<ResolvedPart> {
  const version = await pinnedVersion(`@pulumi/${name}`);
  const present = await findPlugin(name);
  if (present && present.origin !== 'stand-in') return present;
  const real = await realPlugin(name, version, pulumi, progress);
  if (present && !real) return present;
  return withLock(`plugin-${name}`, async () => {
    if (real) await adopt(name, version, real);
    else if (isStandIn(name) && !(await findPlugin(name))) await installStandIn(name, version, pulumi, progress);
    return part(name, version, real?.origin ?? 'stand-in');
  });
}

const folderOf = (home: string, name: string, version: string) => join(home, 'plugins', `resource-${name}-v${version}`);
const programOf = (home: string, name: string, version: string) => join(folderOf(home, name, version), `pulumi-resource-${name}`);
const recordOf = (name: string) => join(pulumiHome(), 'origins', `${name}.json`);

const part = (name: PluginName, version: string, origin: Origin): ResolvedPart =>
  ({ part: `plugin-${name}` satisfies PluginPart, version, origin, path: programOf(pulumiHome(), name, version) });

async function installedPlugin(name: PluginName, version: string): Promise<Installed | undefined> {
  if (!isProgram(programOf(pulumiHome(), name, version))) return undefined;
  const record = await readFile(recordOf(name), 'utf8').catch(() => undefined);
  // Without a record someone installed it with pulumi itself.
  return record === undefined ? { origin: 'downloaded' } : (JSON.parse(record) as Installed);
}

interface RealPlugin {
  readonly folder: string;
  readonly origin: Origin;
}

const isStandIn = (name: PluginName): name is StandInName => name !== 'kubernetes';
/** Its folder in tools/, and its program. */
const goName = (name: PluginName) => `pulumi-resource-${name}`;

/** The person's own PULUMI_HOME, PATH, earlier downloads, a download, a build. */
async function realPlugin(name: PluginName, version: string, pulumi: string, progress: ToolchainProgress): Promise<RealPlugin | undefined> {
  const own = folderOf(process.env['PULUMI_HOME'] ?? join(process.env['HOME'] ?? homedir(), '.pulumi'), name, version);
  if (own !== folderOf(pulumiHome(), name, version) && isProgram(join(own, `pulumi-resource-${name}`))) return { folder: own, origin: 'path' };
  const onPath = findOnPath(`pulumi-resource-${name}`);
  if (onPath && (await capture(onPath, ['--version'], { timeout: 5000 }))?.replace(/^v/, '') === version) return { folder: join(await realpath(onPath), '..'), origin: 'path' };
  const downloads = join(cacheFolder(), 'pulumi-plugins');
  const downloaded: RealPlugin = { folder: folderOf(downloads, name, version), origin: 'downloaded' };
  if (isProgram(programOf(downloads, name, version))) return downloaded;
  if (await download(name, version, downloads, pulumi, progress)) return downloaded;
  return isStandIn(name) ? undefined : { folder: dirname(await goProgram(goName(name), `plugin-${name}`, progress)), origin: 'built' };
}

async function download(name: PluginName, version: string, home: string, pulumi: string, progress: ToolchainProgress): Promise<boolean> {
  const refusal = `plugin-${name}-${version}`;
  if (await isRefused(refusal)) return false;
  try {
    await step(progress, `plugin-${name}`, text(`téléchargement du greffon ${name} ${version}`, `downloading plugin ${name} ${version}`), (line) =>
      run(pulumi, ['plugin', 'install', 'resource', name, version], { env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: 'true' }, timeout: DOWNLOAD_LIMIT, line }));
    return true;
  } catch (error) {
    await rememberRefusal(refusal, String(error));
    return false;
  }
}

/** A folder of our own with links to the real files: Pulumi passes over a folder that is itself a link. */
async function adopt(name: PluginName, version: string, { folder, origin }: RealPlugin): Promise<void> {
  const own = folderOf(pulumiHome(), name, version);
  await rm(own, { recursive: true, force: true });
  await mkdir(own, { recursive: true });
  const files = origin === 'path' && !folder.endsWith(`resource-${name}-v${version}`) ? [`pulumi-resource-${name}`] : await readdir(folder);
  for (const file of files) await symlink(join(folder, file), join(own, file));
  await writeRecord(name, { origin });
}

const standInOf = (name: StandInName) => pluginFolder(name, standInProgram(name), process.execPath);
const standInHash = (name: StandInName): string => new ContentHash().value('folder', JSON.stringify(standInOf(name))).hex();

async function installStandIn(name: StandInName, version: string, pulumi: string, progress: ToolchainProgress): Promise<void> {
  const home = pulumiHome();
  await mkdir(home, { recursive: true });
  await ensureStandIn(name);
  const folder = await mkdtemp(join(home, `stand-in-${name}-`));
  try {
    const { files, executable } = standInOf(name);
    for (const [file, content] of Object.entries(files)) await writeFile(join(folder, file), content, { mode: executable.includes(file) ? 0o755 : 0o644 });
    // Before the installation: killed in between, a stand-in without a record would pass for the real plugin.
    await writeRecord(name, { origin: 'stand-in', standIn: standInHash(name) });
    await step(progress, `plugin-${name}`, text(`greffon de remplacement ${name} ${version}`, `stand-in plugin ${name} ${version}`), (line) =>
      run(pulumi, ['plugin', 'install', 'resource', name, version, '--file', folder, '--reinstall'], { env: { PULUMI_HOME: home, PULUMI_SKIP_UPDATE_CHECK: 'true' }, line }));
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

async function writeRecord(name: PluginName, installed: Installed): Promise<void> {
  await mkdir(join(pulumiHome(), 'origins'), { recursive: true });
  await writeFile(recordOf(name), `${JSON.stringify(installed)}\n`);
}
