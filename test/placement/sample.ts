import { join } from 'node:path';
import { type Catalog, loadCatalog } from '../../modules/catalog/index.ts';
import { type Federation, loadFederation } from '../../modules/federation/index.ts';
import { type Instance, type Platform, resolveInstance, resolvePlatform } from '../../modules/placement/index.ts';
import { CHECKOUT, type Edit, inCopyOf } from '../catalog/folder.ts';

export const catalog: Catalog = loadCatalog(join(CHECKOUT, 'test', 'catalog', 'sample'));
export const recipeTag = (recipe: string): string => `chatiere/${recipe}:abc`;

/** The sample federation after some edits. */
export const federationWith = (...edits: readonly Edit[]): Federation => inCopyOf(join(CHECKOUT, 'test', 'federation', 'sample'), edits, (directory) => loadFederation(directory, catalog));

export const instanceWith = (...edits: readonly Edit[]): Instance => resolveInstance(federationWith(...edits), catalog, 'mrc-demo.lecteur', recipeTag);
export const platformWith = (...edits: readonly Edit[]): Platform[] => resolvePlatform(federationWith(...edits), catalog, 'serveur-1', recipeTag);
