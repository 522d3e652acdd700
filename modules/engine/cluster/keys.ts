import { generateKeyPairSync } from 'node:crypto';
import { mkdir, writeFile } from 'node:fs/promises';
import { createAuthority, issueLeaf, type KeyedCertificate, type Leaf } from '../../edge/index.ts';
import type { Files } from './files.ts';
import { kubeconfig } from './kubeconfig.ts';

const LOOPBACK = ['127.0.0.1', 'localhost'];

/** Who shows which certificate; Kubernetes reads a client's name and groups in it. */
const leaves = {
  // It also asks itself.
  etcd: { commonName: 'etcd', serves: LOOPBACK, client: true },
  'etcd-client': { commonName: 'kube-apiserver-etcd-client', client: true },
  apiserver: { commonName: 'kube-apiserver', serves: [...LOOPBACK, 'kubernetes', 'kubernetes.default', 'kubernetes.default.svc'] },
  kubelet: { commonName: 'kwok', serves: LOOPBACK },
  'kubelet-client': { commonName: 'kube-apiserver-kubelet-client', client: true },
  admin: { commonName: 'chatiere', organizations: ['system:masters'], client: true },
  kwok: { commonName: 'kwok', organizations: ['system:masters'], client: true },
  'controller-manager': { commonName: 'system:kube-controller-manager', client: true },
  scheduler: { commonName: 'system:kube-scheduler', client: true },
} satisfies Readonly<Record<string, Leaf>>;

/** Components that speak to the API server, each as itself. */
const CLIENTS = ['kwok', 'controller-manager', 'scheduler'] as const;

/**
 * An authority and certificates of the cluster's own, made anew at each start: they end with its folder.
 * One authority for all, so that whoever has a client certificate of the cluster could also open its etcd: enough for a trial.
 */
export async function writeKeys(files: Files, server: string, now: Date): Promise<void> {
  await mkdir(files.keys, { recursive: true, mode: 0o700 });
  const authority = await createAuthority('cluster', now);
  const issued = Object.fromEntries(await Promise.all(Object.entries(leaves).map(async ([name, leaf]) => [name, await issueLeaf(authority, leaf, now)] as const))) as Record<keyof typeof leaves, KeyedCertificate>;
  for (const [name, pair] of Object.entries({ authority, ...issued })) await writePair(files, name, pair);
  const { publicKey, privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256', publicKeyEncoding: { type: 'spki', format: 'pem' }, privateKeyEncoding: { type: 'pkcs8', format: 'pem' } });
  await secret(files.key('accounts'), privateKey);
  await secret(files.certificate('accounts'), publicKey);
  for (const name of CLIENTS) await secret(files.configuration(name), kubeconfig(server, authority.certificatePem, name, issued[name]));
  await secret(files.kubeconfig, kubeconfig(server, authority.certificatePem, 'admin', issued.admin));
}

async function writePair(files: Files, name: string, { certificatePem, keyPem }: KeyedCertificate): Promise<void> {
  await secret(files.certificate(name), certificatePem);
  await secret(files.key(name), keyPem);
}

const secret = (file: string, content: string): Promise<void> => writeFile(file, content, { mode: 0o600 });
