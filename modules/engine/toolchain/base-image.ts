import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { BASE, type BaseRecipe, baseRecipe, localImageTag } from '../../../tools/images/index.ts';
import { text } from '../../kernel/index.ts';
import { cacheFolder, ensureEntry } from '../cache/index.ts';
import { findOnPath, run } from './command.ts';
import { canInstallPackages, debianSources, installPackages } from './debian.ts';
import { proxySettings } from './image-build.ts';
import { step, type ToolchainProgress } from './part.ts';

const PART = `image-${BASE}` as const;

/** Path of the base image's file system as a tar archive, kept in the cache: other engines of this machine can use it too. */
export async function baseArchive(progress: ToolchainProgress): Promise<string> {
  const recipe = baseRecipe();
  const key = `${localImageTag(BASE).split(':')[1]}-${process.arch}`;
  const folder = await ensureEntry({ name: `${BASE}-${process.arch}`, key }, async (partial) => {
    const tool = await bootstrapTool(progress);
    await step(progress, PART, text(`Debian ${recipe.suite} par ${tool}`, `Debian ${recipe.suite} by ${tool}`), (line) =>
      (tool === 'mmdebstrap' ? mmdebstrap : debootstrap)(recipe, join(partial, 'base.tar'), line));
  });
  return join(folder, 'base.tar');
}

async function bootstrapTool(progress: ToolchainProgress): Promise<'mmdebstrap' | 'debootstrap'> {
  if (findOnPath('mmdebstrap')) return 'mmdebstrap';
  if (findOnPath('debootstrap') && !canInstallPackages()) return 'debootstrap';
  await installPackages(PART, ['mmdebstrap'], progress);
  return 'mmdebstrap';
}

async function mmdebstrap(recipe: BaseRecipe, archive: string, line: (line: string) => void): Promise<void> {
  const sources = await debianSources(line);
  const excluded = recipe.exclude.map((path) => `--dpkgopt=path-exclude=${path}`);
  const lists = `${archive}.list`;
  await writeFile(lists, `${sources.join('\n')}\n`);
  const args = ['--variant=minbase', `--include=${recipe.include.join(',')}`, ...excluded, '--aptopt=APT::Install-Recommends "0"', recipe.suite, archive];
  // Without a Debian mirror of the machine's own, mmdebstrap uses the one that it knows.
  await run('mmdebstrap', [...args, ...(sources.length > 0 ? [lists] : [])], { env: await proxySettings(), line });
  await rm(lists);
}

/** The older tool makes a larger base: it knows no exclusions. */
async function debootstrap(recipe: BaseRecipe, archive: string, line: (line: string) => void): Promise<void> {
  const root = await mkdtemp(join(cacheFolder(), 'debootstrap-'));
  try {
    const mirror = (await debianSources(line)).find((source) => source.endsWith(` ${recipe.suite} main`))?.split(' ').at(-3);
    const args = ['--variant=minbase', `--include=${recipe.include.join(',')}`, recipe.suite, root];
    await run('debootstrap', [...args, ...(mirror ? [mirror] : [])], { env: await proxySettings(), line });
    await run('tar', ['--numeric-owner', '-C', root, '-cf', archive, '.'], { line });
  } finally {
    await rm(root, { recursive: true, force: true });
  }
}
