export { ContentHash, filesBelow, isExecutable } from './hash.ts';
export { BASE, type BaseRecipe, baseRecipe, type Bundle, type ImageRecipe, imageRecipe, localImageNames, MAVEN, type MavenArtifact, recipeFolder, TOOLS } from './recipe.ts';
export { localImageTag } from './tag.ts';
