import { existsSync } from 'node:fs';
import { chmod, cp, mkdir } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { filesBelow, imageRecipe, isExecutable, recipeFolder } from '../../../tools/images/index.ts';
import { writeBundle } from './bundle.ts';
import { extensionCommand, findExtension, resolveExtension } from './cli-plugins.ts';
import { capture, isAtLeast } from './command.ts';
import { BESIDE, goProgram } from './go-program.ts';
import { mavenArtifact } from './maven.ts';
import { packagedNode } from './node.ts';
import type { ToolchainProgress } from './part.ts';

/**
 * The words that begin a build. Engines before 23 have only the classic builder; those from 29 on have only BuildKit, whose client
 * is the buildx extension; between the two, BuildKit is used where its client is at hand.
 */
export async function buildCommand(progress: ToolchainProgress): Promise<[string, ...string[]]> {
  const engine = (await capture('docker', ['version', '--format', '{{.Server.Version}}'])) ?? '';
  // Without --force-rm a step that fails leaves its container behind.
  const classic: [string, ...string[]] = ['docker', 'build', '--force-rm'];
  if (!isAtLeast(engine, '23')) return classic;
  const buildx = isAtLeast(engine, '29') ? await resolveExtension('buildx', progress) : await findExtension('buildx');
  return buildx ? [...extensionCommand(buildx), 'build', '--load'] : classic;
}

/** apt's proxy and the environment's, as build arguments that Docker knows and keeps out of the image. */
export async function proxyArguments(): Promise<string[]> {
  const proxies = Object.entries(await proxySettings());
  return proxies.flatMap(([name, value]) => ['--build-arg', `${name}=${value}`]);
}

export async function proxySettings(): Promise<Record<string, string>> {
  const settings: Record<string, string> = {};
  for (const name of ['http_proxy', 'https_proxy', 'no_proxy']) {
    const value = process.env[name] ?? process.env[name.toUpperCase()];
    if (value) settings[name] = value;
  }
  const apt = /"(.+)"/.exec((await capture('apt-config', ['dump', '--format', '"%v"', 'Acquire::http::Proxy'])) ?? '')?.[1];
  if (apt && !settings['http_proxy']) settings['http_proxy'] = apt;
  return settings;
}

/** Fills the folder that is sent to the engine: the recipe's files, and the programs and artifacts that it names. */
export async function writeContext(name: string, folder: string, progress: ToolchainProgress, ensureImage: (name: string) => Promise<string>): Promise<void> {
  const recipe = imageRecipe(name);
  const source = recipeFolder(name);
  for (const file of filesBelow(source)) await place(join(source, file), join(folder, file));
  for (const binary of recipe.binaries ?? []) {
    const program = await goProgram(binary, `image-${name}`, progress);
    await place(program, join(folder, binary));
    const beside = join(dirname(program), BESIDE);
    for (const file of existsSync(beside) ? filesBelow(beside) : []) await place(join(beside, file), join(folder, `${binary}-${BESIDE}`, file));
  }
  for (const artifact of recipe.artifacts ?? []) await place(await mavenArtifact(artifact, `image-${name}`, progress, ensureImage), join(folder, artifact.file));
  if (recipe.bundle) {
    await writeBundle(recipe.bundle, source, folder);
    await place(packagedNode(), join(folder, 'node'));
  }
}

/** A checkout made under a strict umask would otherwise give images whose files only root can read. */
async function place(from: string, to: string): Promise<void> {
  await mkdir(dirname(to), { recursive: true });
  await cp(from, to);
  await chmod(to, isExecutable(from) ? 0o755 : 0o644);
}
