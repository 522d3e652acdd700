import { join } from 'node:path';
import { ContentHash } from './hash.ts';
import { readRecipe, TOOLS } from './recipe.ts';

/**
 * `chatiere/<name>:<12 hex>`, a pure function of files below tools/: the recipe's own folder, the Go modules that it takes
 * programs from, and its base. A changed recipe has another tag, so a tag that exists never needs to be built again.
 */
export function localImageTag(name: string, tools: string = TOOLS): string {
  const recipe = readRecipe(name, tools);
  const hash = new ContentHash().folder(name, join(tools, 'images', name));
  if ('base' in recipe) {
    hash.value('base', localImageTag(recipe.base, tools));
    for (const binary of recipe.binaries ?? []) hash.folder(binary, join(tools, binary));
  }
  return `chatiere/${name}:${hash.hex().slice(0, 12)}`;
}
