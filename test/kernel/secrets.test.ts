import { describe, expect, it } from 'vitest';
import { deriveSecret, newSeed, secretPurpose } from '../../modules/kernel/index.ts';

/** Bytes 0 to 31. */
const SEED = 'AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8';

describe('deriveSecret', () => {
  // openssl kdf -keylen 32 -kdfopt digest:SHA256 -kdfopt hexkey:<seed in hexadecimal> -kdfopt info:chatiere/miniflux/database-password/<generation> -binary HKDF | basenc --base64url
  it.each([
    [1, 'wqy9s2KiyQsQ-0N1Vs_IwcAT2qb6H2KWADIfEuBs7EQ'],
    [2, '5T3WT1nrToHEmLGz0EcIqx4Hnc1ycWOBu4F-WzCE-68'],
  ])('is HKDF-SHA-256 of the seed: generation %i', (generation, expected) => {
    expect(deriveSecret(SEED, secretPurpose('miniflux', 'database-password'), generation)).toBe(expected);
  });

  it('is 43 characters that are safe in URLs and shells', () => {
    expect(deriveSecret(newSeed(), 'app/secret')).toMatch(/^[A-Za-z0-9_-]{43}$/);
  });

  it('differs by seed and by purpose', () => {
    const values = [deriveSecret(SEED, 'a/b'), deriveSecret(SEED, 'a/c'), deriveSecret(newSeed(), 'a/b')];
    expect(new Set(values).size).toBe(3);
  });

  it.each(['', 'AAEC', `${SEED}AA`])('refuses the seed %j', (seed) => {
    expect(() => deriveSecret(seed, 'a/b')).toThrow(RangeError);
  });

  it('makes seeds of 32 bytes', () => {
    expect(Buffer.from(newSeed(), 'base64url')).toHaveLength(32);
    expect(newSeed()).not.toBe(newSeed());
  });
});
