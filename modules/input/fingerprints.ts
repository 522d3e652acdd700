import { readFileSync } from 'node:fs';
import { sha256 } from '../kernel/index.ts';
import type { StackInput } from './stack-input.ts';

/** What of a stack's input lies outside the federation's sheets and the catalog. */
export interface Fingerprints {
  /** Role -> SHA-256 of the file; null where it is not there. */
  readonly files: Readonly<Record<string, string | null>>;
  /** Of our own programs and the versions that they use. */
  readonly program: string;
}

export function fingerprintsOf(input: StackInput, program: string): Fingerprints {
  return { files: Object.fromEntries(Object.entries(input.files).map(([role, file]) => [role, fileDigest(file)])), program };
}

function fileDigest(file: string): string | null {
  try {
    return sha256(readFileSync(file));
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}
