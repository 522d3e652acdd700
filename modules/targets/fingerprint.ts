import { createHash } from 'node:crypto';

/** 16 hexadecimal digits that change with the value; never given a secret. */
export const fingerprint = (value: unknown): string => createHash('sha256').update(JSON.stringify(value)).digest('hex').slice(0, 16);
