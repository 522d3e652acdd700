import { existsSync } from 'node:fs';
import { chmod, mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Federation } from '../federation/index.ts';
import { ChatiereError, text } from '../kernel/index.ts';
import { createAuthority, issueCertificate, isCurrent, type KeyedCertificate } from './authority.ts';

/** Where a federation directory keeps its certificates; what is in `private/` never enters git. */
export const certificateFiles = (directory: string, name: string): { certificate: string; key: string } => ({
  certificate: join(directory, 'certificates', `${name}.crt`),
  key: join(directory, 'private', `${name}.key`),
});

export const AUTHORITY = 'authority';
export const edgeName = (host: string): string => `edge-${host}`;

/** Every public name that the edge of a host answers, sorted. */
export function hostnamesOf({ sheet, instances }: Federation, host: string): string[] {
  const identity = sheet.identity.host === host ? [sheet.identity.hostname] : [];
  const own = [...instances.values()].filter((instance) => instance.host === host).map(({ hostname }) => hostname);
  return [...new Set([...identity, ...own])].sort();
}

/**
 * Makes the authority once, and the certificate of each host whenever its names change or it ends within 30 days.
 * @returns the hosts whose certificate is new
 */
export async function ensureCertificates(federation: Federation, now = new Date()): Promise<string[]> {
  await mkdir(join(federation.directory, 'certificates'), { recursive: true });
  await mkdir(join(federation.directory, 'private'), { recursive: true, mode: 0o700 });
  await chmod(join(federation.directory, 'private'), 0o700);
  const authority = (await readAuthority(federation.directory)) ?? (await write(federation.directory, AUTHORITY, await createAuthority(federation.sheet.name, now)));
  const renewed: string[] = [];
  for (const host of federation.hosts.keys()) {
    const names = hostnamesOf(federation, host);
    const current = await read(federation.directory, edgeName(host));
    if (names.length === 0 || (current && isCurrent(current.certificatePem, authority.certificatePem, names, now))) continue;
    await write(federation.directory, edgeName(host), await issueCertificate(authority, names, now));
    renewed.push(host);
  }
  return renewed;
}

/** An authority that people already trust is never replaced because its key is elsewhere. */
async function readAuthority(directory: string): Promise<KeyedCertificate | undefined> {
  const pair = await read(directory, AUTHORITY);
  const files = certificateFiles(directory, AUTHORITY);
  if (pair || !existsSync(files.certificate)) return pair;
  throw new ChatiereError({
    code: 'authority-key',
    what: text('la clé de l’autorité de certification manque', 'the key of the certificate authority is missing'),
    where: { file: files.key },
    next: text(
      `remettre la clé depuis la sauvegarde, ou effacer ${files.certificate} pour créer une autre autorité, que chacun devra accepter`,
      `restore the key from the backup, or delete ${files.certificate} to make another authority, which everyone must then trust`,
    ),
  });
}

async function read(directory: string, name: string): Promise<KeyedCertificate | undefined> {
  const files = certificateFiles(directory, name);
  try {
    const [certificatePem, keyPem] = await Promise.all([readFile(files.certificate, 'utf8'), readFile(files.key, 'utf8')]);
    return { certificatePem, keyPem };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return undefined;
    throw error;
  }
}

/** The key first: a certificate never stands there without its key. */
async function write(directory: string, name: string, pair: KeyedCertificate): Promise<KeyedCertificate> {
  const files = certificateFiles(directory, name);
  await replace(files.key, pair.keyPem, 0o600);
  await replace(files.certificate, pair.certificatePem, 0o644);
  return pair;
}

async function replace(file: string, content: string, mode: number): Promise<void> {
  await rm(`${file}.new`, { force: true });
  await writeFile(`${file}.new`, content, { mode, flag: 'wx' });
  await rename(`${file}.new`, file);
}
