import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';

/**
 * SHA-256 (hex) of files and values, the same on every machine: paths relative to their folder, contents,
 * and whether a file may be executed; owner, other modes and times do not count.
 */
export class ContentHash {
  readonly #hash = createHash('sha256');

  value(name: string, value: string | Buffer): this {
    const length = typeof value === 'string' ? Buffer.byteLength(value) : value.length;
    // Lengths keep neighbouring values apart.
    this.#hash.update(`${name.length}:${name}${length}:`).update(value);
    return this;
  }

  folder(name: string, folder: string): this {
    this.value('folder', name);
    for (const file of filesBelow(folder)) {
      const path = join(folder, file);
      this.value(isExecutable(path) ? `${file}*` : file, readFileSync(path));
    }
    return this;
  }

  hex(): string {
    return this.#hash.digest('hex');
  }
}

/** Paths of all files below a folder, relative to it, in byte order. */
export function filesBelow(folder: string): string[] {
  return readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter((entry) => !entry.isDirectory())
    .map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1))
    .sort();
}

export const isExecutable = (file: string): boolean => (statSync(file).mode & 0o100) !== 0;
