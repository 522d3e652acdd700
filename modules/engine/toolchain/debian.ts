import { existsSync } from 'node:fs';
import { mkdir, readdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { ChatiereError, type Text, text } from '../../kernel/index.ts';
import { withLock } from '../cache/index.ts';
import { capture, findOnPath, run } from './command.ts';
import { type PartName, step, type ToolchainProgress } from './part.ts';

const QUIET = { DEBIAN_FRONTEND: 'noninteractive' };

/** Whether packages can be installed on this machine without asking anyone. */
export const canInstallPackages = (): boolean => process.getuid?.() === 0 && existsSync('/etc/debian_version') && findOnPath('apt-get') !== undefined;

/** Installs packages from the machine's own sources. @throws ChatiereError that says what to install when that cannot be done. */
export async function installPackages(part: PartName, packages: readonly string[], progress: ToolchainProgress): Promise<void> {
  if (!canInstallPackages()) throw missing(text(`il manque : ${packages.join(', ')}`, `missing: ${packages.join(', ')}`), packages);
  await step(progress, part, text(`installation des paquets Debian ${packages.join(', ')}`, `installing Debian packages ${packages.join(', ')}`), async (line) => {
    await updateLists(line);
    await run('apt-get', ['install', '-y', '-q', '--no-install-recommends', '-o', 'DPkg::Lock::Timeout=300', ...packages], { env: QUIET, line });
  });
}

export function missing(what: Text, packages: readonly string[]): ChatiereError {
  const command = `apt-get install ${packages.join(' ')}`;
  return new ChatiereError({
    code: 'toolchain-missing',
    what,
    next: text(`sur Debian, en root : ${command} ; ailleurs, installer l’équivalent`, `on Debian, as root: ${command}; elsewhere, install the equivalent`),
  });
}

let updated: Promise<void> | undefined;
/** Once in a process: a bare machine has no package lists, or old ones. */
export const updateLists = (line: (line: string) => void = () => undefined): Promise<void> =>
  (updated ??= withLock('apt-lists', () => run('apt-get', ['update', '-q'], { env: QUIET, line })));

/** Debian 13, which the local images and Compose come from, whatever the machine itself runs. */
export const SUITE = 'trixie';

/** `sources.list` lines for Debian 13 on the mirror that this machine uses; empty when it uses none of Debian's. */
export async function debianSources(line: (line: string) => void = () => undefined): Promise<string[]> {
  const found = await indexTargets();
  if (found.length > 0 || !canInstallPackages()) return found;
  await updateLists(line);
  return indexTargets();
}

async function indexTargets(): Promise<string[]> {
  const output = await capture('apt-get', ['indextargets', '--format', '$(REPO_URI) $(LABEL)', 'Created-By: Packages']);
  const repositories = new Set(output?.split('\n') ?? []);
  return [...repositories].flatMap((repository) => sourcesOf(...(repository.split(' ') as [string, string?])));
}

function sourcesOf(uri: string, label?: string): string[] {
  if (label === 'Debian') return [`deb ${uri} ${SUITE} main`, `deb ${uri} ${SUITE}-updates main`];
  if (label === 'Debian-Security') return [`deb ${uri} ${SUITE}-security main`];
  return [];
}

/** Debian 13 no longer trusts its own keys for every source by default. */
function signed(source: string): string {
  const keyring = ['gpg', 'pgp'].map((ending) => `/usr/share/keyrings/debian-archive-keyring.${ending}`).find((file) => existsSync(file));
  return keyring ? source.replace('deb ', `deb [signed-by=${keyring}] `) : source;
}

/**
 * Downloads packages of Debian 13 and unpacks them into `folder`, without installing anything and without touching the machine's
 * own sources: apt runs with lists and a cache of its own. Needs no root.
 */
export async function unpackPackages(folder: string, packages: readonly string[], line: (line: string) => void): Promise<void> {
  const sources = await debianSources(line);
  if (sources.length === 0) throw missing(text('cette machine n’a aucun miroir Debian dans ses sources apt', 'this machine has no Debian mirror in its apt sources'), packages);
  const root = join(folder, '.apt');
  for (const part of ['lists/partial', 'cache/archives/partial', 'debs']) await mkdir(join(root, part), { recursive: true });
  await writeFile(join(root, 'status'), '');
  await writeFile(join(root, 'sources.list'), sources.map((source) => `${signed(source)}\n`));
  const options = Object.entries({
    'Dir::Etc::sourcelist': join(root, 'sources.list'),
    'Dir::Etc::sourceparts': '/dev/null',
    'Dir::State': root,
    'Dir::State::lists': join(root, 'lists'),
    'Dir::State::status': join(root, 'status'),
    'Dir::Cache': join(root, 'cache'),
    'APT::Sandbox::User': 'root',
    'Acquire::Languages': 'none',
  }).flatMap(([key, value]) => ['-o', `${key}=${value}`]);
  await run('apt-get', [...options, 'update', '-q'], { env: QUIET, line });
  await run('apt-get', [...options, 'download', '-q', ...packages], { cwd: join(root, 'debs'), env: QUIET, line });
  for (const file of await readdir(join(root, 'debs'))) await run('dpkg-deb', ['-x', join(root, 'debs', file), folder]);
  await rm(root, { recursive: true });
}
