import { existsSync } from 'node:fs';
import { readFile, rename, writeFile } from 'node:fs/promises';
import type Docker from 'dockerode';
import { parseDocument } from 'yaml';
import type { Image } from '../catalog/index.ts';
import { ChatiereError, ExitCode, type Problem, type Text, text } from '../kernel/index.ts';
import { withDocker } from './docker.ts';
import { plain } from './event.ts';
import { type Listener, task } from './progress.ts';
import { loginFor, registryOf } from './registry-login.ts';

export interface Locked {
  readonly name: string;
  /** `sha256:…` of what the tag names: the multi-platform index where there is one. */
  readonly digest: string;
  /** What stood in the lock before. */
  readonly was: string | null;
}

/**
 * Asks the registry for each tag's digest through the engine, which knows mirrors, and writes each into the lock file that names the
 * image, in the place of where it was taken over from; all of them, or none. Comments stay. Files that do not exist are passed over.
 * @throws ChatiereError with one problem for each image that could not be had.
 */
export async function lockImages(files: readonly string[], images: readonly (readonly [string, Image])[], listen: Listener, engine = 'unix:///var/run/docker.sock'): Promise<Locked[]> {
  const locked: Locked[] = [];
  const problems: Problem[] = [];
  for (const [name, { repository, tag, digest: was }] of images) {
    const reference = `${repository}:${tag}`;
    try {
      const digest = await task(listen, `lock.${name}`, text(reference, reference), () => withDocker(engine, (docker) => askDigest(docker, repository, tag)));
      locked.push({ name, digest, was });
    } catch (error) {
      if (!(error instanceof ChatiereError) || !REFUSALS.has(error.problems[0]?.code)) throw error;
      problems.push(...error.problems);
    }
  }
  if (problems.length > 0) throw new ChatiereError(problems, ExitCode.failure);
  for (const file of files.filter((candidate) => existsSync(candidate))) await writeDigests(file, locked);
  return locked;
}

async function writeDigests(file: string, locked: readonly Locked[]): Promise<void> {
  const document = parseDocument(await readFile(file, 'utf8'));
  const here = locked.filter(({ name }) => document.has(name));
  if (here.length === 0) return;
  for (const { name, digest } of here) {
    document.setIn([name, 'digest'], digest);
    document.deleteIn([name, 'seen']);
  }
  await writeFile(`${file}.new`, document.toString({ lineWidth: 0 }));
  await rename(`${file}.new`, file);
}

async function askDigest(docker: Docker, repository: string, tag: string): Promise<string> {
  const registry = registryOf(repository);
  const authconfig = await loginFor(registry);
  try {
    const { Descriptor } = (await docker.getImage(`${repository}:${tag}`).distribution({ authconfig })) as { Descriptor: { digest: string } };
    return Descriptor.digest;
  } catch (error) {
    const { statusCode, json } = error as { readonly statusCode?: number; readonly json?: { readonly message?: string } };
    if (statusCode === undefined) throw error;
    throw new ChatiereError({ ...refusal(statusCode, plain(json?.message ?? '').slice(0, 500), registry, authconfig !== undefined), given: `${repository}:${tag}` }, ExitCode.failure);
  }
}

const REFUSALS = new Set<string | undefined>(['registry-login', 'registry-absent', 'registry-unreachable', 'registry']);
/** How Go's client begins or ends when no registry answered. */
const UNREACHABLE = /dial tcp|no such host|timeout|deadline exceeded|\bEOF$|x509:|tls:|server gave HTTP response/i;

/** The engine passes the registry's words on, mostly as an error of its own. */
function refusal(status: number, words: string, registry: string, loggedIn: boolean): Problem {
  const login = registry === 'docker.io' ? 'docker login' : `docker login ${registry}`;
  if (status === 401 || status === 403 || words.includes('no basic auth credentials')) {
    return {
      code: 'registry-login',
      what: loggedIn ? text('le registre refuse la connexion gardée sur cette machine', 'the registry refuses the login kept on this machine') : text('le registre demande une connexion', 'the registry asks for a login'),
      next: nothingWritten(text(`${login}, puis relancer`, `${login}, then run again`)),
    };
  }
  if (status === 404) {
    return { code: 'registry-absent', what: text('le registre n’a pas cette image, ou pas cette étiquette', 'the registry has no such image, or no such tag'), next: nothingWritten(text('corriger images.lock.yaml', 'correct images.lock.yaml')) };
  }
  const quoted = `\n  > ${words}`;
  return UNREACHABLE.test(words)
    ? { code: 'registry-unreachable', what: text(`le registre ne répond pas :${quoted}`, `the registry does not answer:${quoted}`), next: nothingWritten(text('vérifier le réseau et le nom, puis relancer', 'check the network and the name, then run again')) }
    : { code: 'registry', what: text(`le registre n’a pas donné le condensat :${quoted}`, `the registry did not give the digest:${quoted}`), next: nothingWritten(text('relancer plus tard', 'run again later')) };
}

const nothingWritten = ({ fr, en }: Text): Text => text(`${fr} ; rien n’a été écrit`, `${en}; nothing was written`);
