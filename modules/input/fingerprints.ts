import { existsSync, readFileSync } from 'node:fs';
import { sha256 } from '../kernel/index.ts';
import { readKubeconfig } from './kubeconfig.ts';
import type { StackInput } from './stack-input.ts';

/** What of a stack's input lies outside the federation's sheets and the catalog. */
export interface Fingerprints {
  /** Role -> SHA-256 of the file; null where it is not there. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Of our own programs and the versions that they use. */
  readonly program: string;
}

export function fingerprintsOf(input: StackInput, program: string): Fingerprints {
  return { files: Object.fromEntries(Object.entries(input.files).map(([role, file]) => [role, role === 'kubeconfig' ? clusterDigest(input, file) : fileDigest(file)])), program };
}

/** What leads to the cluster, and not by whose right. */
function clusterDigest(input: StackInput, file: string): string | null {
  if (!('connection' in input) || input.connection.target !== 'kubernetes' || !existsSync(file)) return null;
  return readKubeconfig(file, input.host, input.connection.context).digest;
}

function fileDigest(file: string): string | null {
  try {
    return sha256(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
