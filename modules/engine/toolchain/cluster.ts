import { dirname, join } from 'node:path';
import { capture } from './command.ts';
import { type DebianProgram, debianProgram, findDebianProgram } from './debian-program.ts';
import { BESIDE, findGoProgram, goProgram, goRecipe } from './go-program.ts';
import type { ClusterPart, ResolvedPart, ToolchainProgress } from './part.ts';

/** What a trial cluster is made of. */
export const CLUSTER_PARTS = ['etcd', 'kube-apiserver', 'kube-controller-manager', 'kube-scheduler', 'kwok'] as const satisfies readonly ClusterPart[];

const ETCD: DebianProgram = { part: 'etcd', name: 'etcd', package: 'etcd-server', path: 'usr/bin/etcd', version: '--version' };

/** Those programs of a trial cluster that are in the cache. Never one on PATH: the tests are of these very versions. */
export async function findCluster(): Promise<ResolvedPart[]> {
  const [etcd, server, kwok] = [findDebianProgram(ETCD), findGoProgram('kubernetes'), findGoProgram('kwok')];
  return [...(etcd ? [await etcdPart(etcd)] : []), ...(server ? await kubernetesParts(server) : []), ...(kwok ? [await kwokPart(kwok)] : [])];
}

/** As `findCluster`; Kubernetes and kwok built from Go modules, etcd out of Debian's package of its server. */
export async function resolveCluster(progress: ToolchainProgress): Promise<ResolvedPart[]> {
  const [etcd, kwok, server] = await Promise.all([debianProgram(ETCD, progress), goProgram('kwok', 'kwok', progress), goProgram('kubernetes', 'kube-apiserver', progress)]);
  return [await etcdPart(etcd), ...(await kubernetesParts(server)), await kwokPart(kwok)];
}

async function etcdPart(path: string): Promise<ResolvedPart> {
  return { part: 'etcd', version: /\d+\.\d+\.\d+/.exec((await capture(path, [ETCD.version])) ?? '')?.[0] ?? '?', origin: 'debian', path };
}

async function kubernetesParts(server: string): Promise<ResolvedPart[]> {
  const { version } = await goRecipe('kubernetes');
  const beside = (part: ClusterPart): ResolvedPart => ({ part, version, origin: 'built', path: join(dirname(server), BESIDE, part) });
  return [{ part: 'kube-apiserver', version, origin: 'built', path: server }, beside('kube-controller-manager'), beside('kube-scheduler')];
}

const kwokPart = async (path: string): Promise<ResolvedPart> => ({ part: 'kwok', version: (await goRecipe('kwok')).version, origin: 'built', path });
