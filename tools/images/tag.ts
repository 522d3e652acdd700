import { readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { ContentHash } from './hash.ts';
import { type Bundle, readRecipe, recipeFolder, TOOLS } from './recipe.ts';

/**
 * `chatiere/<name>:<12 hex>`, a pure function of files of the checkout: the recipe's own folder, the Go modules and the sources
 * that its programs are made from, and its base. A changed recipe has another tag, so a tag that exists never needs to be built again.
 */
export function localImageTag(name: string, tools: string = TOOLS): string {
  const recipe = readRecipe(name, tools);
  const hash = new ContentHash().folder(name, recipeFolder(name, tools));
  if ('base' in recipe) {
    hash.value('base', localImageTag(recipe.base, tools));
    for (const binary of recipe.binaries ?? []) hash.folder(binary, join(tools, binary));
    if (recipe.bundle !== undefined) addBundle(hash, recipe.bundle, recipeFolder(name, tools), tools);
  }
  return `chatiere/${name}:${hash.hex().slice(0, 12)}`;
}

/** Packages by their lock, Node's among them. */
function addBundle(hash: ContentHash, { sources }: Bundle, folder: string, tools: string): void {
  for (const source of sources) {
    const path = join(folder, source);
    if (statSync(path).isDirectory()) hash.folder(source, path);
    else hash.value(source, readFileSync(path));
  }
  hash.value('packages', readFileSync(join(tools, '..', 'package-lock.json')));
}
