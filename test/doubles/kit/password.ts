import { randomBytes, scryptSync, timingSafeEqual } from 'node:crypto';

const LENGTH = 32;

/** Salt and key, in hexadecimal, with `|` between. */
export function hashPassword(password: string): string {
  const salt = randomBytes(16);
  return `${salt.toString('hex')}|${scryptSync(password, salt, LENGTH).toString('hex')}`;
}

export function isPassword(password: string, hash: string): boolean {
  const [salt = '', key = ''] = hash.split('|');
  return key !== '' && timingSafeEqual(scryptSync(password, Buffer.from(salt, 'hex'), LENGTH), Buffer.from(key, 'hex'));
}
