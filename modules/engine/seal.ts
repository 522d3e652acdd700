import { createCipheriv, pbkdf2, randomBytes } from 'node:crypto';
import { promisify } from 'node:util';

/** What Pulumi's passphrase provider needs to read secrets that were sealed without it. */
export interface Sealer {
  /** The `encryptionsalt` of a stack's settings. */
  readonly salt: string;
  /** A value for `secure:`. */
  seal(value: string): string;
}

// As sdk/go/common/resource/config/crypt.go has them.
const ITERATIONS = 1_000_000;
const KEY_BYTES = 32;
/** What Pulumi decrypts to learn whether a passphrase is right. */
const CHECK = 'pulumi';

/** Derives the key of a passphrase once; it may serve many stacks, since each value has a nonce of its own. Some tenths of a second. */
export async function openSealer(passphrase: string): Promise<Sealer> {
  const salt = randomBytes(8);
  const key = await promisify(pbkdf2)(passphrase, salt, ITERATIONS, KEY_BYTES, 'sha256');
  const seal = (value: string): string => {
    const nonce = randomBytes(12);
    const cipher = createCipheriv('aes-256-gcm', key, nonce);
    const sealed = Buffer.concat([cipher.update(value, 'utf8'), cipher.final(), cipher.getAuthTag()]);
    return `v1:${nonce.toString('base64')}:${sealed.toString('base64')}`;
  };
  return { salt: `v1:${salt.toString('base64')}:${seal(CHECK)}`, seal };
}
