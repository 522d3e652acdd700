import type { Catalog } from '../catalog/index.ts';
import type { Draft } from './load.ts';

export function checkFederation(_draft: Draft, _catalog: Catalog): void {}
