import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { getCACertificates, setDefaultCACertificates } from 'node:tls';

const CERTIFICATE = /-----BEGIN CERTIFICATE-----[^]+?-----END CERTIFICATE-----/g;

/** From now on every TLS connection of this process trusts the certificates of these files and folders, and no others than `also` names. */
export function trust(paths: readonly string[], also: 'bundled' | 'none'): void {
  const certificates = paths.flatMap(filesAt).flatMap((file) => readFileSync(file, 'utf8').match(CERTIFICATE) ?? []);
  setDefaultCACertificates([...(also === 'bundled' ? getCACertificates('bundled') : []), ...certificates]);
}

function filesAt(path: string): string[] {
  const found = statSync(path, { throwIfNoEntry: false });
  if (found === undefined) return [];
  return found.isDirectory() ? readdirSync(path).map((name) => join(path, name)).filter((file) => statSync(file, { throwIfNoEntry: false })?.isFile()) : [path];
}
