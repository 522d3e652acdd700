import type { ResolvedPart } from './part.ts';

/** The Node that runs this very program: scripts/chatiere has already picked one that is new enough. */
export function runningNode(): ResolvedPart {
  const fromPackage = process.execPath.includes('/node_modules/');
  return { part: 'node', version: process.versions.node, origin: fromPackage ? 'npm' : 'path', path: process.execPath };
}
