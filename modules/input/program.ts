import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { digestOf, sha256 } from '../kernel/index.ts';

/** Rooms that no Pulumi program loads. */
const APART = ['engine', 'metering'];

/** SHA-256 of what makes a program out of an input: our sources, and the lock file with the versions of everything that they import. Two hundred small files. */
export function programDigest(checkout: string): string {
  const rooms = readdirSync(join(checkout, 'modules')).filter((room) => !APART.includes(room)).map((room) => join('modules', room));
  const sources = ['stacks', ...rooms].flatMap((folder) =>
    readdirSync(join(checkout, folder), { recursive: true, encoding: 'utf8' }).filter((file) => file.endsWith('.ts')).map((file) => join(folder, file)));
  return digestOf([...sources.toSorted(), 'package-lock.json', 'Pulumi.yaml'].map((file) => [file, sha256(readFileSync(join(checkout, file)))]));
}
