export { ContentHash, filesBelow, isExecutable } from './hash.ts';
export { BASE, type BaseRecipe, baseRecipe, type ImageRecipe, imageRecipe, localImageNames, MAVEN, type MavenArtifact, TOOLS } from './recipe.ts';
export { localImageTag } from './tag.ts';
