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
  /** Go modules of tools/ whose program is copied in, under the module's name. */
  readonly binaries?: readonly string[];
  readonly artifacts?: readonly MavenArtifact[];
}

/** Name of the one base recipe. */
export const BASE = 'debian';

/** Serves builds only and is made only where something needs it. */
export const MAVEN = 'maven';

/** Every image that can be built here, sorted, those that only serve other builds left out. */
export function localImageNames(tools: string = TOOLS): string[] {
  return readdirSync(join(tools, 'images'), { withFileTypes: true })
    .filter((entry) => entry.isDirectory() && ![BASE, MAVEN].includes(entry.name))
    .map((entry) => entry.name)
    .sort();
}

/** @throws RangeError when tools/images holds no such recipe; the message lists those it holds. */
export function imageRecipe(name: string, tools: string = TOOLS): ImageRecipe {
  return readRecipe(name, tools) as ImageRecipe;
}

export function baseRecipe(tools: string = TOOLS): BaseRecipe {
  return readRecipe(BASE, tools) as BaseRecipe;
}

export function readRecipe(name: string, tools: string): ImageRecipe | BaseRecipe {
  const file = join(tools, 'images', name, 'recipe.json');
  if (!/^[a-z][a-z0-9-]*$/.test(name) || !existsSync(file)) {
    throw new RangeError(`no local image is named ${JSON.stringify(name)}; there are: ${localImageNames(tools).join(', ')}`);
  }
  return JSON.parse(readFileSync(file, 'utf8')) as ImageRecipe | BaseRecipe;
}
