export { ContentHash, filesBelow, isExecutable } from './hash.ts';
export { BASE, type BaseRecipe, baseRecipe, type ImageRecipe, imageRecipe, localImageNames, localImageTag, MAVEN, type MavenArtifact, TOOLS } from './recipe.ts';
