import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { parse } from 'yaml';
import { TOOLS } from '../../../tools/images/index.ts';
import { storageClasses } from './claim-stages.ts';
import { gatewayClass } from './gateway-stages.ts';
import { type Manifest, type NodeGroup, nodesOf } from './nodes.ts';

/** Kinds that the API server does not know by itself: kwok's logs, and the Gateway API trimmed to what we use. */
export async function definitions(): Promise<Manifest[]> {
  const files = await Promise.all(['kwok-logs', 'gateway-api'].map((name) => readFile(join(TOOLS, 'cluster', `${name}.yaml`), 'utf8')));
  return files.flatMap((file) => parse(file) as Manifest[]);
}

/** What a distribution such as k3s brings: nodes, classes of storage, a class of gateways. */
export const objects = (nodes: readonly NodeGroup[]): Manifest[] => [...nodesOf(nodes), ...storageClasses, gatewayClass];
