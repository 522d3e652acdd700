import { hkdfSync, randomBytes } from 'node:crypto';

/** A new seed of a stack: 32 random bytes, base64url. Every secret of the stack follows from it. */
export const newSeed = (): string => randomBytes(32).toString('base64url');

/**
 * HKDF-SHA-256 (RFC 5869) of a seed: 32 bytes as base64url, 43 characters, safe in URLs and shells.
 * `purpose` is `<part of the stack>/<secret>`; raising `generation` gives another value.
 */
export function deriveSecret(seed: string, purpose: string, generation = 1): string {
  const key = Buffer.from(seed, 'base64url');
  if (key.length !== 32) throw new RangeError('a seed is 32 bytes as base64url');
  return Buffer.from(hkdfSync('sha256', key, Buffer.alloc(0), `chatiere/${purpose}/${generation}`, 32)).toString('base64url');
}

/** Purpose of a catalog entry's secret within its stack. */
export const secretPurpose = (part: string, name: string): string => `${part}/${name}`;
