import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { BASE, imageRecipe, localImageTag } from '../../../tools/images/index.ts';
import { text } from '../../kernel/index.ts';
import { cacheFolder, withLock } from '../cache/index.ts';
import { baseArchive } from './base-image.ts';
import { capture, run } from './command.ts';
import { resolveDocker } from './docker.ts';
import { buildCommand, proxyArguments, writeContext } from './image-build.ts';
import { type PartName, type ResolvedPart, step, type ToolchainProgress } from './part.ts';

/** Label of every image that was built on this machine; production refuses such images. */
export const LOCAL_BUILD = 'chatiere.local-build';

/** Whether the engine has the image of a recipe as it stands. */
export const hasImage = async (name: string): Promise<boolean> => (await capture('docker', ['image', 'inspect', '--format', '{{.Id}}', localImageTag(name)])) !== undefined;

/**
 * Builds the local images that the engine lacks, with all that they need, and gives back all of them.
 * An image gets its tag only when it is complete. @throws RangeError for a name without recipe.
 */
export async function ensureImages(names: readonly string[], progress: ToolchainProgress = () => undefined): Promise<ResolvedPart[]> {
  for (const name of names) localImageTag(name);
  await resolveDocker(progress);
  const images: ResolvedPart[] = [];
  for (const name of names) {
    const tag = await ensureImage(name, progress);
    images.push({ part: `image-${name}`, version: tag.split(':')[1] ?? '', origin: 'built', path: tag });
  }
  return images;
}

async function ensureImage(name: string, progress: ToolchainProgress): Promise<string> {
  const tag = localImageTag(name);
  if (await hasImage(name)) return tag;
  const part: PartName = `image-${name}`;
  const waiting = () => progress({ part, step: text('attente d’un autre processus', 'waiting for another process') });
  await withLock(`image-${name}`, async () => {
    if (await hasImage(name)) return;
    await (name === BASE ? importBase(tag, progress) : build(name, tag, progress));
  }, { waiting });
  return tag;
}

async function importBase(tag: string, progress: ToolchainProgress): Promise<void> {
  const archive = await baseArchive(progress);
  await step(progress, `image-${BASE}`, text('image Debian de base', 'Debian base image'), (line) =>
    run('docker', ['import', '--change', `LABEL ${LOCAL_BUILD}=true`, '--change', 'CMD ["bash"]', archive, tag], { line }));
}

async function build(name: string, tag: string, progress: ToolchainProgress): Promise<void> {
  const base = await ensureImage(imageRecipe(name).base, progress);
  const part: PartName = `image-${name}`;
  // One name under the image's lock: what a killed build left there goes away with the next.
  const context = join(cacheFolder(), `context-${name}`);
  await rm(context, { recursive: true, force: true });
  await mkdir(context, { recursive: true });
  try {
    await writeContext(name, context, progress, (needed) => ensureImage(needed, progress));
    const [command, ...words] = await buildCommand(progress);
    await step(progress, part, text(`construction de l’image ${name}`, `building image ${name}`), async (line) => {
      const args = ['--network=host', '--label', `${LOCAL_BUILD}=true`, '--build-arg', `BASE=${base}`, ...(await proxyArguments()), '--tag', tag, context];
      await run(command, [...words, ...args], { env: { DOCKER_BUILDKIT: words.includes('--load') ? '1' : '0' }, line });
    });
  } finally {
    await rm(context, { recursive: true, force: true });
  }
}
