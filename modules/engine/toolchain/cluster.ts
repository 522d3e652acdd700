import { dirname, join } from 'node:path';
import { text } from '../../kernel/index.ts';
import { type Entry, ensureEntry, findEntry } from '../cache/index.ts';
import { capture, run } from './command.ts';
import { unpackPackages } from './debian.ts';
import { BESIDE, findGoProgram, goProgram, goRecipe } from './go-program.ts';
import { type ClusterPart, type ResolvedPart, step, type ToolchainProgress } from './part.ts';

/** What a trial cluster is made of. */
export const CLUSTER_PARTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const satisfies readonly ClusterPart[];

const ETCD = join('usr', 'bin', 'etcd');
const etcdEntry: Entry = { name: 'etcd', key: `trixie-${process.arch}` };

/** Those programs of a trial cluster that are in the cache. Never one on PATH: the tests are of these very versions. */
export async function findCluster(): Promise<ResolvedPart[]> {
  const [etcd, server, kwok] = [findEntry(etcdEntry), findGoProgram('kubernetes'), findGoProgram('kwok')];
  return [...(etcd ? [await etcdPart(etcd)] : []), ...(server ? await kubernetesParts(server) : []), ...(kwok ? [await kwokPart(kwok)] : [])];
}

/** As `findCluster`; Kubernetes and kwok built from Go modules, etcd out of Debian 13's package of its server, unpacked into the cache: nothing is installed and nothing starts. */
export async function resolveCluster(progress: ToolchainProgress): Promise<ResolvedPart[]> {
  const [etcd, kwok, server] = await Promise.all([unpackEtcd(progress), goProgram('kwok', 'kwok', progress), goProgram('kubernetes', 'kube-apiserver', progress)]);
  return [await etcdPart(etcd), ...(await kubernetesParts(server)), await kwokPart(kwok)];
}

const unpackEtcd = (progress: ToolchainProgress): Promise<string> =>
  ensureEntry(etcdEntry, (partial) => step(progress, 'etcd', text('etcd de Debian 13', 'etcd of Debian 13'), async (line) => {
    await unpackPackages(partial, ['etcd-server'], line);
    // Fails here, and not later, where this machine's C library is too old for it.
    await run(join(partial, ETCD), ['--version']);
  }));

async function etcdPart(folder: string): Promise<ResolvedPart> {
  const path = join(folder, ETCD);
  return { part: 'etcd', version: /\d+\.\d+\.\d+/.exec((await capture(path, ['--version'])) ?? '')?.[0] ?? '?', origin: 'debian', path };
}

async function kubernetesParts(server: string): Promise<ResolvedPart[]> {
  const { version } = await goRecipe('kubernetes');
  const beside = (part: ClusterPart): ResolvedPart => ({ part, version, origin: 'built', path: join(dirname(server), BESIDE, part) });
  return [{ part: 'kube-apiserver', version, origin: 'built', path: server }, beside('kube-controller-manager'), beside('kube-scheduler')];
}

const kwokPart = async (path: string): Promise<ResolvedPart> => ({ part: 'kwok', version: (await goRecipe('kwok')).version, origin: 'built', path });
