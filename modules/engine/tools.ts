import type { Image } from '../catalog/index.ts';
import type { Federation } from '../federation/index.ts';
import { ChatiereError, text } from '../kernel/index.ts';
import { imageRecipe, localImageTag } from '../../tools/images/index.ts';
import { type Listener, task } from './progress.ts';
import { told } from './told.ts';
import { ensureImages, hasImage, resolveToolchain } from './toolchain/index.ts';

/** Finds, downloads or builds the tools; gives the variables that lead to them. Production refuses stand-in plugins. */
export async function prepareToolchain({ sheet, hosts }: Federation, listen: Listener): Promise<Readonly<Record<string, string>>> {
  const hasCluster = [...hosts.values()].some(({ target }) => target === 'kubernetes');
  const toolchain = await resolveToolchain({ need: hasCluster ? ['engine', 'kubernetes'] : ['engine'], progress: told(listen) });
  const standIns = toolchain.parts.filter(({ origin }) => origin === 'stand-in').map(({ part }) => part);
  if (sheet.environment === 'production' && standIns.length > 0) {
    throw new ChatiereError({
      code: 'stand-in-refused',
      what: text('une fédération de production exige les vrais greffons de Pulumi', 'a production federation needs Pulumi’s real plugins'),
      given: standIns.join(', '),
      next: text('permettre leur téléchargement, ou les poser dans le cache (« chatiere doctor » dit où) ; « environment: demo » pour un essai', 'allow their download, or put them into the cache ("chatiere doctor" says where); "environment: demo" for a trial'),
    });
  }
  return toolchain.environment;
}

/** Makes the tools and a running Docker engine ready, installing and building what is missing where that is allowed. */
export async function prepareDocker(listen: Listener): Promise<void> {
  await resolveToolchain({ need: ['engine', 'docker'], progress: told(listen) });
}

/** Builds the local images of these recipes that the engine lacks. */
export async function prepareImages(recipes: readonly string[], listen: Listener): Promise<void> {
  await task(listen, 'images', text('images prêtes', 'images ready'), () => ensureImages([...new Set(recipes)], told(listen)));
}

/** An entry of images.lock.yaml, and what of it is on this machine. */
export interface LocalImage extends Image {
  readonly name: string;
  /** Undefined where there is no recipe. */
  readonly local: { readonly tag: string; readonly present: boolean; readonly double: boolean } | undefined;
}

export function localImages(images: readonly (readonly [string, Image])[]): Promise<LocalImage[]> {
  return Promise.all(images.map(async ([name, image]) => ({
    ...image,
    name,
    local: image.build === undefined ? undefined : { tag: localImageTag(image.build), present: await hasImage(image.build), double: imageRecipe(image.build).double === true },
  })));
}
