import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder that holds the recipes: one sub-folder per image, one per Go module. */
export const TOOLS = dirname(import.meta.dirname);

/** A file of a Maven repository that an image is made from. */
export interface MavenArtifact {
  /** `group:artifact:version:packaging`. */
  readonly maven: string;
  /** Its name beside the Dockerfile. */
  readonly file: string;
  /** Hex; another content is refused. */
  readonly sha256: string;
}

/** The image that all others begin with: made from packages, without a Dockerfile. */
export interface BaseRecipe {
  /** Debian's code name. */
  readonly suite: string;
  readonly include: readonly string[];
  /** Paths that packages may not bring, as dpkg's path-exclude takes them. */
  readonly exclude: readonly string[];
}

/** What stands beside the Dockerfile when an image is built. */
export interface ImageRecipe {
  /** The image given as the build argument BASE. */
  readonly base: string;
  /** Go modules of tools/ whose program is copied in, under the module's name; what stands beside it comes as `<name>-beside`. */
  readonly binaries?: readonly string[];
  readonly artifacts?: readonly MavenArtifact[];
  /** A program in TypeScript, copied in as one file, `<entry>.mjs`, beside Node's own binary, `node`. */
  readonly bundle?: Bundle;
  /** Stands for an app in tests and is not that app. */
  readonly double?: true;
}

export interface Bundle {
  /** Without its ending, `.ts`. */
  readonly entry: string;
  /** Where the entry stands, relative to the recipe's folder; there unless given. */
  readonly folder?: string;
  /** What it imports from outside its own folder: files and folders, relative to the recipe's; with a folder of its own, the entry too. */
  readonly sources: readonly string[];
}

/** Name of the one base recipe. */
export const BASE = 'debian';

/** Serves builds only and is made only where something needs it. */
export const MAVEN = 'maven';

/** Ends the names of the images whose recipes stand with the tests. */
const DOUBLE = '-double';

/** Every image that can be built here, sorted, those that only serve other builds left out. */
export function localImageNames(tools: string = TOOLS): string[] {
  const own = recipesBelow(join(tools, 'images')).filter((name) => ![BASE, MAVEN].includes(name));
  return [...own, ...recipesBelow(doublesOf(tools)).map((app) => `${app}${DOUBLE}`)].sort();
}

/** Folder of a recipe: `tools/images/<name>`, or `test/doubles/<app>` for `<app>-double`. */
export const recipeFolder = (name: string, tools: string = TOOLS): string =>
  name.endsWith(DOUBLE) ? join(doublesOf(tools), name.slice(0, -DOUBLE.length)) : join(tools, 'images', name);

const doublesOf = (tools: string): string => join(tools, '..', 'test', 'doubles');

const recipesBelow = (folder: string): string[] =>
  existsSync(folder) ? readdirSync(folder).filter((name) => existsSync(join(folder, name, 'recipe.json'))) : [];

/** @throws RangeError when there is no such recipe; the message lists those there are. */
export function imageRecipe(name: string, tools: string = TOOLS): ImageRecipe {
  return readRecipe(name, tools) as ImageRecipe;
}

export function baseRecipe(tools: string = TOOLS): BaseRecipe {
  return readRecipe(BASE, tools) as BaseRecipe;
}

export function readRecipe(name: string, tools: string): ImageRecipe | BaseRecipe {
  const file = join(recipeFolder(name, tools), 'recipe.json');
  if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(file)) {
    throw new RangeError(`no local image is named ${JSON.stringify(name)}; there are: ${localImageNames(tools).join(', ')}`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as ImageRecipe | BaseRecipe;
}
