import { join } from 'node:path';
import { CHECKOUT } from './checkout.ts';
import type { ResolvedPart } from './part.ts';

/** The Node that runs this very program: scripts/chatiere has already picked one that is new enough. */
export function runningNode(): ResolvedPart {
  const fromPackage = process.execPath.includes('/node_modules/');
  return { part: 'node', version: process.versions.node, origin: fromPackage ? 'npm' : 'path', path: process.execPath };
}

/** The binary that npm brought for this machine, whatever runs this program: images get it, so it must not lean on the machine's libraries. */
export const packagedNode = (): string => join(CHECKOUT, 'node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');
