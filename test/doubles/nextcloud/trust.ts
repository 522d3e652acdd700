import { mkdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { basename, join } from 'node:path';
import { isPrivate } from '../kit/reach.ts';
import { trust } from '../kit/trust.ts';
import type { System } from './place.ts';

const folderOf = (system: System) => join(String(system['datadirectory']), 'files_external', 'uploads');

/** @throws when the file holds no certificate. */
export function importCertificate(system: System, file: string): void {
  const certificate = readFileSync(file, 'utf8');
  if (!certificate.includes('-----BEGIN CERTIFICATE-----')) throw new Error(`${file} holds no certificate`);
  mkdirSync(folderOf(system), { recursive: true });
  writeFileSync(join(folderOf(system), basename(file)), certificate);
}

export const removeCertificate = (system: System, name: string): void => rmSync(join(folderOf(system), basename(name)), { force: true });

/** The shipped bundle and the imported certificates, as they are now. */
export const trustImported = (system: System): void => trust([folderOf(system)], 'bundled');

/** @throws for a host on a private address, which outgoing calls may not reach unless a setting says so. */
export async function checkReach(system: System, address: string): Promise<void> {
  if (system['allow_local_remote_servers'] === true) return;
  const { hostname } = new URL(address);
  if (await isPrivate(hostname)) throw new Error(`${hostname} is on a private address and allow_local_remote_servers is not set`);
}
