import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { execa } from 'execa';
import { deriveSecret } from '../../modules/kernel/index.ts';
import type { TestFederation } from './federation.ts';

/** Stack -> purposes of the secrets that its seed gives, at the generations that the test uses. */
const PURPOSES: Readonly<Record<string, readonly string[]>> = {
  'host.serveur-1': ['keycloak/admin-password', 'keycloak/database-password'],
  identity: ['identity/engine-client'],
  'mrc-demo': [],
  'village-demo': [],
  'mrc-demo.miniflux': ['miniflux/database-password', 'miniflux/oidc-client-secret', 'miniflux/break-glass-password'],
  'village-demo.miniflux': ['miniflux/database-password', 'miniflux/oidc-client-secret', 'miniflux/break-glass-password'],
};

/** Every secret of a running federation by a name for people: seeds, what follows from them, the passphrase, private keys. */
export async function secretsOf(federation: TestFederation): Promise<Map<string, string>> {
  const secrets = new Map<string, string>();
  for (const [stack, purposes] of Object.entries(PURPOSES)) {
    const { exitCode, output } = await federation.pulumi(stack, `pulumi config get chatiere:seed -s ${stack}`);
    if (exitCode !== 0) throw new Error(output);
    const seed = output.trim();
    secrets.set(`seed of ${stack}`, seed);
    for (const purpose of purposes) for (const generation of [1, 2]) secrets.set(`${stack} ${purpose} ${generation}`, deriveSecret(seed, purpose, generation));
  }
  secrets.set('passphrase', (await readFile(join(federation.directory, 'private', 'passphrase'), 'utf8')).trim());
  // The middle of a key: what every way to write it has in common.
  for (const name of ['authority', 'edge-serveur-1']) secrets.set(`key ${name}`, (await readFile(join(federation.directory, 'private', `${name}.key`), 'utf8')).split('\n')[1] as string);
  return secrets;
}

/** Everything of the directory but what is there to be secret. */
export async function filesOf(directory: string): Promise<Record<string, string>> {
  const files = (await readdir(directory, { recursive: true, withFileTypes: true })).filter((entry) => entry.isFile());
  const paths = files.map((entry) => join(entry.parentPath, entry.name)).filter((path) => !path.startsWith(join(directory, 'private')));
  return Object.fromEntries(await Promise.all(paths.map(async (path) => [path.slice(directory.length + 1), await readFile(path, 'latin1')] as const)));
}

/** What the engine tells of each container to whoever may ask it, and what they wrote. */
export async function descriptions(federation: string): Promise<Record<string, string>> {
  const { stdout } = await execa('docker', ['ps', '--all', '--quiet', '--filter', `label=chatiere.federation=${federation}`]);
  const found = await Promise.all(stdout.split('\n').map(async (id) => [[`inspect ${id}`, (await execa('docker', ['inspect', id])).stdout], [`logs ${id}`, (await execa('docker', ['logs', id], { all: true })).all]]));
  return Object.fromEntries(found.flat()) as Record<string, string>;
}

/** Collects the command lines of every process of the machine until told to stop. */
export async function watchCommandLines(into: Set<string>, signal: AbortSignal): Promise<void> {
  while (!signal.aborted) {
    for (const pid of (await readdir('/proc')).filter((name) => /^\d+$/.test(name))) {
      const line = await readFile(`/proc/${pid}/cmdline`, 'latin1').catch(() => '');
      if (line !== '') into.add(line);
    }
    await pause(20);
  }
}
