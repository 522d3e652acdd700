export * from './app.ts';
export * from './catalog.ts';
export * from './compose.ts';
export { type Files, MAX_FILE, readFiles } from './files.ts';
export { escapeDollars, type Piece, splitVariables, variableName } from './interpolation.ts';
export { loadCatalog } from './load.ts';
export { compareReleases, imageName, imageReference, imagesOf, latestRelease, type LocalImageTag } from './releases.ts';
export { fieldOf, parseSheet, type Path, problemAt, type Sheet } from './sheet.ts';
export { type TextVariable, type VariableKind, variablesOf } from './variables.ts';
