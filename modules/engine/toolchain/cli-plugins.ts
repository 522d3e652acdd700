import { capture, findOnPath, isAtLeast } from './command.ts';
import { type DebianProgram, debianProgram, findDebianProgram } from './debian-program.ts';
import type { ResolvedPart, ToolchainProgress } from './part.ts';

/** Extensions of the docker command: the machine's own where new enough, else those of Debian 13, kept in the cache. */
type Extension = 'compose' | 'buildx';

const LEAST: Readonly<Record<Extension, string>> = { compose: '2.23', buildx: '0.10' };
const debian = (name: Extension): DebianProgram => ({ part: name, name: `docker-${name}`, package: `docker-${name}`, path: `usr/libexec/docker/cli-plugins/docker-${name}`, version: 'version' });

export async function findExtension(name: Extension): Promise<ResolvedPart | undefined> {
  const client = findOnPath('docker');
  const own = client && versionIn(await capture(client, [name, 'version']));
  if (client && own && isAtLeast(own, LEAST[name])) return { part: name, version: own, origin: 'path', path: client };
  const cached = findDebianProgram(debian(name));
  return cached === undefined ? undefined : fromDebian(name, cached);
}

/**
 * `path` is the docker command itself when that knows the extension, else the extension's own program; `extensionCommand`
 * gives the words that begin a call in both cases.
 */
export async function resolveExtension(name: Extension, progress: ToolchainProgress): Promise<ResolvedPart> {
  const found = await findExtension(name);
  if (found) return found;
  return fromDebian(name, await debianProgram(debian(name), progress));
}

/** `['docker', 'compose']` or `['/…/docker-compose']`. */
export const extensionCommand = (part: ResolvedPart): [string, ...string[]] => (part.origin === 'path' ? [part.path, part.part] : [part.path]);

async function fromDebian(name: Extension, path: string): Promise<ResolvedPart> {
  return { part: name, version: versionIn(await capture(path, ['version'])) ?? '?', origin: 'debian', path };
}

const versionIn = (output: string | undefined): string | undefined => /\bv?(\d+\.\d+\.\d+)/.exec(output ?? '')?.[1];
