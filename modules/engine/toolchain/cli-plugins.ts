import { join } from 'node:path';
import { text } from '../../kernel/index.ts';
import { type Entry, ensureEntry, findEntry } from '../cache/index.ts';
import { capture, findOnPath, isAtLeast, run } from './command.ts';
import { unpackPackages } from './debian.ts';
import { type ResolvedPart, step, type ToolchainProgress } from './part.ts';

/** Extensions of the docker command: the machine's own where new enough, else those of Debian 13, kept in the cache. */
type Extension = 'compose' | 'buildx';

const LEAST: Readonly<Record<Extension, string>> = { compose: '2.23', buildx: '0.10' };
const FOLDER = 'usr/libexec/docker/cli-plugins';
const entryOf = (name: Extension): Entry => ({ name: `docker-${name}`, key: `trixie-${process.arch}` });

export async function findExtension(name: Extension): Promise<ResolvedPart | undefined> {
  const client = findOnPath('docker');
  const own = client && versionIn(await capture(client, [name, 'version']));
  if (client && own && isAtLeast(own, LEAST[name])) return { part: name, version: own, origin: 'path', path: client };
  const cached = findEntry(entryOf(name));
  return cached === undefined ? undefined : fromDebian(name, cached);
}

/**
 * `path` is the docker command itself when that knows the extension, else the extension's own program; `extensionCommand`
 * gives the words that begin a call in both cases.
 */
export async function resolveExtension(name: Extension, progress: ToolchainProgress): Promise<ResolvedPart> {
  const found = await findExtension(name);
  if (found) return found;
  const folder = await ensureEntry(entryOf(name), (partial) =>
    step(progress, name, text(`docker-${name} de Debian 13`, `docker-${name} of Debian 13`), async (line) => {
      await unpackPackages(partial, [`docker-${name}`], line);
      // Fails here, and not later, where this machine's C library is too old for it.
      await run(join(partial, FOLDER, `docker-${name}`), ['version']);
    }));
  return fromDebian(name, folder);
}

/** `['docker', 'compose']` or `['/…/docker-compose']`. */
export const extensionCommand = (part: ResolvedPart): [string, ...string[]] => (part.origin === 'path' ? [part.path, part.part] : [part.path]);

async function fromDebian(name: Extension, folder: string): Promise<ResolvedPart> {
  const path = join(folder, FOLDER, `docker-${name}`);
  return { part: name, version: versionIn(await capture(path, ['version'])) ?? '?', origin: 'debian', path };
}

const versionIn = (output: string | undefined): string | undefined => /\bv?(\d+\.\d+\.\d+)/.exec(output ?? '')?.[1];
