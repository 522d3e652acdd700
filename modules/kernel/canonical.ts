import { createHash } from 'node:crypto';

/**
 * JSON with the keys of every object sorted and without whitespace, so that equal data give equal text.
 * Absent and `undefined` members are left out. Meant for hashing; takes plain data only.
 */
export function canonicalJson(value: unknown): string {
  return JSON.stringify(value, (_key, member: unknown) => (isPlainObject(member) ? sortedCopy(member) : member)) ?? 'null';
}

/** SHA-256 in hexadecimal, of text as UTF-8. */
export const sha256 = (value: string | Uint8Array): string => createHash('sha256').update(value).digest('hex');

/** SHA-256 of the canonical JSON of plain data. */
export const digestOf = (value: unknown): string => sha256(canonicalJson(value));

function isPlainObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function sortedCopy(value: Record<string, unknown>): Record<string, unknown> {
  return Object.fromEntries(Object.keys(value).sort().map((key) => [key, value[key]]));
}
