import type { ClusterPart } from '../toolchain/index.ts';
import type { Files } from './files.ts';

/** Ports on loopback. */
export interface Ports {
  readonly etcd: number;
  readonly peer: number;
  readonly api: number;
  /** Where kwok answers as every node's kubelet. */
  readonly kubelet: number;
}

export const PORTS = ['etcd', 'peer', 'api', 'kubelet'] as const satisfies readonly (keyof Ports)[];

const local = (port: number) => `https://127.0.0.1:${port}`;
export const serverOf = ({ api }: Ports): string => local(api);
/** What a process answers once it serves; with the certificate that it asks for, where it asks. */
export const readiness = (ports: Ports) => ({
  etcd: { url: `${local(ports.etcd)}/health`, identity: 'etcd-client' },
  'kube-apiserver': { url: `${local(ports.api)}/readyz`, identity: 'admin' },
  kwok: { url: `${local(ports.kubelet)}/healthz`, identity: undefined },
}) as const;

/** Seconds that a pod stays on a lost node: Kubernetes says 300, which no test can wait for. */
const TOLERATION = 5;

/** Arguments of each process of a trial cluster; every address is loopback, and who asks must show a certificate. */
export function componentsOf(files: Files, ports: Ports): Readonly<Record<ClusterPart, readonly string[]>> {
  const served = (name: string) => [`--tls-cert-file=${files.certificate(name)}`, `--tls-private-key-file=${files.key(name)}`];
  const authority = files.certificate('authority');
  return {
    etcd: [
      `--data-dir=${files.data}`, '--name=chatiere',
      `--listen-client-urls=${local(ports.etcd)}`, `--advertise-client-urls=${local(ports.etcd)}`,
      `--cert-file=${files.certificate('etcd')}`, `--key-file=${files.key('etcd')}`, '--client-cert-auth', `--trusted-ca-file=${authority}`,
      `--listen-peer-urls=http://127.0.0.1:${ports.peer}`, `--initial-advertise-peer-urls=http://127.0.0.1:${ports.peer}`, `--initial-cluster=chatiere=http://127.0.0.1:${ports.peer}`,
      // The data go with the folder: nothing is lost that is worth a wait for the disk.
      '--unsafe-no-fsync',
    ],
    'kube-apiserver': [
      `--etcd-servers=${local(ports.etcd)}`, `--etcd-cafile=${authority}`, `--etcd-certfile=${files.certificate('etcd-client')}`, `--etcd-keyfile=${files.key('etcd-client')}`,
      '--bind-address=127.0.0.1', `--secure-port=${ports.api}`, ...served('apiserver'), `--client-ca-file=${authority}`, '--anonymous-auth=false',
      '--authorization-mode=Node,RBAC', '--enable-admission-plugins=NodeRestriction',
      // The address of a server that pods could reach may not be loopback; here no pod asks.
      '--advertise-address=192.0.2.1', '--endpoint-reconciler-type=none', '--service-cluster-ip-range=10.96.0.0/16',
      '--service-account-issuer=https://kubernetes.default.svc', `--service-account-key-file=${files.certificate('accounts')}`, `--service-account-signing-key-file=${files.key('accounts')}`,
      `--kubelet-certificate-authority=${authority}`, `--kubelet-client-certificate=${files.certificate('kubelet-client')}`, `--kubelet-client-key=${files.key('kubelet-client')}`, '--kubelet-preferred-address-types=InternalIP',
      `--default-not-ready-toleration-seconds=${TOLERATION}`, `--default-unreachable-toleration-seconds=${TOLERATION}`,
      '--profiling=false',
    ],
    'kube-controller-manager': [
      `--kubeconfig=${files.configuration('controller-manager')}`, '--leader-elect=false', '--secure-port=0', '--use-service-account-credentials',
      `--root-ca-file=${authority}`, `--service-account-private-key-file=${files.key('accounts')}`,
      // A whole zone that is lost is emptied at once.
      '--node-eviction-rate=100', '--secondary-node-eviction-rate=100',
      '--kube-api-qps=200', '--kube-api-burst=400', '--profiling=false',
    ],
    'kube-scheduler': [`--kubeconfig=${files.configuration('scheduler')}`, '--leader-elect=false', '--secure-port=0', '--kube-api-qps=200', '--kube-api-burst=400', '--profiling=false'],
    kwok: [
      `--kubeconfig=${files.configuration('kwok')}`, `--config=${files.stages}`, '--enable-crds=Logs',
      '--manage-all-nodes=false', '--manage-nodes-with-annotation-selector=kwok.x-k8s.io/node=fake',
      `--server-address=127.0.0.1:${ports.kubelet}`, '--node-ip=127.0.0.1', `--node-port=${ports.kubelet}`, ...served('kubelet'),
      '--cidr=10.244.0.0/16', '--node-lease-duration-seconds=40',
    ],
  };
}
