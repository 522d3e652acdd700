import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type Docker from 'dockerode';
import { parseDocument } from 'yaml';
import type { Image } from '../catalog/index.ts';
import { ChatiereError, ExitCode, text } from '../kernel/index.ts';
import { dockerAt } from './docker.ts';
import { type Listener, task } from './progress.ts';

export interface Locked {
  readonly name: string;
  /** `sha256:…` of the multi-platform index. */
  readonly digest: string;
}

/**
 * Asks the registry for each tag's digest through the engine, which knows mirrors and credentials, and writes each into the lock file that
 * names the image; all of them, or none. Comments stay. Files that do not exist are passed over.
 */
export async function lockImages(files: readonly string[], images: readonly (readonly [string, Image])[], listen: Listener, engine?: Docker): Promise<Locked[]> {
  const docker = engine ?? (await dockerAt('unix:///var/run/docker.sock'));
  const locked: Locked[] = [];
  for (const [name, { repository, tag }] of images) {
    const reference = `${repository}:${tag}`;
    locked.push({ name, digest: await task(listen, `lock.${name}`, text(reference, reference), () => askDigest(docker, reference)) });
  }
  for (const file of files.filter((candidate) => existsSync(candidate))) await writeDigests(file, locked);
  return locked;
}

async function writeDigests(file: string, locked: readonly Locked[]): Promise<void> {
  const document = parseDocument(await readFile(file, 'utf8'));
  for (const { name, digest } of locked) if (document.has(name)) document.setIn([name, 'digest'], digest);
  await writeFile(`${file}.new`, document.toString({ lineWidth: 0 }));
  await rename(`${file}.new`, file);
}

async function askDigest(docker: Docker, reference: string): Promise<string> {
  try {
    const { Descriptor } = (await docker.getImage(reference).distribution()) as { Descriptor: { digest: string } };
    return Descriptor.digest;
  } catch (error) {
    const { message } = error as Error;
    throw new ChatiereError({
      code: 'registry',
      what: text(`le registre n’a pas donné le condensat : ${message}`, `the registry did not give the digest: ${message}`),
      given: reference,
      next: text('vérifier le réseau et le nom ; rien n’a été écrit', 'check the network and the name; nothing was written'),
    }, ExitCode.failure);
  }
}
