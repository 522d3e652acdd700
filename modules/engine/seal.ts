import { createCipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** What Pulumi's passphrase provider needs to read secrets that were sealed without it. */
export interface Sealer {
  /** The `encryptionsalt` of a stack's settings. */
  readonly salt: string;
  /** A value for `secure:`. */
  seal(value: string): string;
}

/** How Pulumi's passphrase manager makes its key, and the word whose encryption stands in a stack's settings to tell a wrong one. */
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
export const CHECK = 'pulumi';

/** Some tenths of a second. */
export const keyOf = (passphrase: string, salt: Buffer): Promise<Buffer> => promisify(pbkdf2)(passphrase, salt, ITERATIONS, KEY_BYTES, 'sha256');

/** Derives the key of a passphrase once; it may serve many stacks, since each value has a nonce of its own. */
export async function openSealer(passphrase: string): Promise<Sealer> {
  const salt = randomBytes(8);
  const key = await keyOf(passphrase, salt);
  const seal = (value: string): string => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString('base64')}:${sealed.toString('base64')}`;
  };
  return { salt: `v1:${salt.toString('base64')}:${seal(CHECK)}`, seal };
}
