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

/** Asks the registry for each tag's digest through the engine, which knows mirrors and credentials, and writes all of them, or none. Comments stay. */
export async function lockImages(file: string, images: readonly (readonly [string, Image])[], listen: Listener, docker: Docker = dockerAt('unix:///var/run/docker.sock')): Promise<Locked[]> {
  const locked: Locked[] = [];
  for (const [name, { repository, tag }] of images) {
    const reference = `${repository}:${tag}`;
    locked.push({ name, digest: await task(listen, `lock.${name}`, text(reference, reference), () => askDigest(docker, reference)) });
  }
  const document = parseDocument(await readFile(file, 'utf8'));
  for (const { name, digest } of locked) document.setIn([name, 'digest'], digest);
  await writeFile(`${file}.new`, document.toString({ lineWidth: 0 }));
  await rename(`${file}.new`, file);
  return locked;
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
