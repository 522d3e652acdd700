import type { KubernetesHostSheet } from '../../federation/index.ts';
import { regionLabel } from '../../input/index.ts';
import { type Problem, RESIDENCY_LABEL, text } from '../../kernel/index.ts';
import type { Access } from './access.ts';
import type { ClusterApi } from './api.ts';
import { lacking } from './refusals.ts';

/** What has to be in the cluster for anything of ours to run there: each thing that is not, all at once. Reads only. */
export async function clusterProblems(access: Access, sheet: KubernetesHostSheet, api: ClusterApi, version: ClusterVersion): Promise<Problem[]> {
  const problems = await Promise.all([versionProblems(access, version), storageProblems(access, sheet, api), gatewayProblems(access, sheet, api), nodeProblems(access, sheet, api)]);
  return problems.flat();
}

/** Oldest minor of Kubernetes 1. */
const OLDEST = 33;

export interface ClusterVersion {
  /** As the server says it, such as `1.35.3` or `1.35.3+k3s1`. */
  readonly words: string;
  /** Of Kubernetes 1. */
  readonly minor: number;
}

export async function versionOf(api: ClusterApi): Promise<ClusterVersion> {
  const { major = '', minor = '', gitVersion = '' } = (await api.get<{ major?: string; minor?: string; gitVersion?: string }>('/version')) ?? {};
  return { words: gitVersion.replace(/^v/, ''), minor: major === '1' ? Number.parseInt(minor, 10) : Number.NaN };
}

function versionProblems(access: Access, { words, minor }: ClusterVersion): Problem[] {
  if (minor >= OLDEST) return [];
  return [lacking(access, 'cluster', 'cluster-too-old', text('la grappe est trop ancienne', 'the cluster is too old'), {
    given: words,
    allowed: text(`Kubernetes 1.${OLDEST} ou plus récent`, `Kubernetes 1.${OLDEST} or newer`),
    next: text('mettre la grappe à jour, une version mineure à la fois', 'upgrade the cluster, one minor version at a time'),
  })];
}

interface Meta {
  readonly metadata: { readonly name: string; readonly namespace?: string; readonly annotations?: Readonly<Record<string, string>> };
}
const namesIn = (list: readonly Meta[]): string => list.map(({ metadata: { name, namespace } }) => (namespace === undefined ? name : `${namespace}/${name}`)).join(', ');
const orNone = (names: string) => (names === '' ? text('aucune pour l’instant', 'none so far') : text(names, names));

async function storageProblems(access: Access, { storageClass }: KubernetesHostSheet, api: ClusterApi): Promise<Problem[]> {
  const classes = await api.list<Meta>('/apis/storage.k8s.io/v1/storageclasses');
  if (storageClass !== undefined) {
    if (classes.some(({ metadata }) => metadata.name === storageClass)) return [];
    return [lacking(access, 'storageClass', 'no-storage-class', text('classe de stockage absente de la grappe', 'storage class that the cluster does not have'), { given: storageClass, allowed: orNone(namesIn(classes)), next: text('en nommer une qui y est, ou retirer la clé pour la classe par défaut', 'name one that is there, or remove the key for the default class') })];
  }
  if (classes.some(({ metadata }) => metadata.annotations?.['storageclass.kubernetes.io/is-default-class'] === 'true')) return [];
  return [lacking(access, 'storageClass', 'no-default-storage-class', text('la grappe n’a pas de classe de stockage par défaut, et le fichier n’en nomme pas', 'the cluster has no default storage class, and the file names none'), { allowed: orNone(namesIn(classes)), next: text(`ajouter « storageClass: » à hosts/${access.host}.yaml, ou en marquer une par défaut dans la grappe`, `add “storageClass:” to hosts/${access.host}.yaml, or mark one as the default in the cluster`) })];
}

const GATEWAYS = '/apis/gateway.networking.k8s.io/v1';

interface Gateway extends Meta {
  readonly spec: { readonly listeners: readonly { readonly protocol: string; readonly allowedRoutes?: { readonly namespaces?: { readonly from?: string } } }[] };
}

async function gatewayProblems(access: Access, { gateway: { namespace, name } }: KubernetesHostSheet, api: ClusterApi): Promise<Problem[]> {
  const classes = await api.list<Meta>(`${GATEWAYS}/gatewayclasses`);
  if (classes.length === 0) {
    return [lacking(access, 'gateway', 'no-gateway-class', text('la grappe n’a pas de GatewayClass, et rien n’y fait donc entrer de requêtes', 'the cluster has no GatewayClass, so nothing lets requests in'), { next: text('y installer la Gateway API et un contrôleur (docs/kubernetes.md)', 'install the Gateway API and a controller there (docs/kubernetes.md)') })];
  }
  const gateway = await api.get<Gateway>(`${GATEWAYS}/namespaces/${namespace}/gateways/${name}`);
  if (!gateway) {
    const all = await api.list<Meta>(`${GATEWAYS}/gateways`);
    return [lacking(access, 'gateway', 'no-gateway', text('cette Gateway n’est pas dans la grappe', 'this Gateway is not in the cluster'), { given: `${namespace}/${name}`, allowed: orNone(namesIn(all)), next: text('la faire créer par l’administration de la grappe (docs/kubernetes.md), ou en nommer une autre', 'have it created by the cluster’s administrator (docs/kubernetes.md), or name another') })];
  }
  const open = gateway.spec.listeners.some(({ allowedRoutes }) => ['All', 'Selector'].includes(allowedRoutes?.namespaces?.from ?? 'Same'));
  return open ? [] : [lacking(access, 'gateway', 'gateway-closed', text('cette Gateway n’admet de routes que de son propre espace de noms', 'this Gateway admits routes of its own namespace only'), { given: `${namespace}/${name}`, next: text('y mettre « allowedRoutes: { namespaces: { from: All } } », ou un sélecteur', 'put “allowedRoutes: { namespaces: { from: All } }” there, or a selector') })];
}

/** Pods are held to nodes with this label: without one, none would ever be placed. */
async function nodeProblems(access: Access, { site }: KubernetesHostSheet, api: ClusterApi): Promise<Problem[]> {
  const wanted = `${RESIDENCY_LABEL}=${regionLabel(site)}`;
  const nodes = await api.list<Meta>(`/api/v1/nodes?limit=1&labelSelector=${encodeURIComponent(wanted)}`);
  if (nodes.length > 0) return [];
  return [lacking(access, 'site.region', 'no-resident-node', text('aucun nœud de la grappe ne porte l’étiquette de résidence', 'no node of the cluster carries the residency label'), { allowed: text(wanted, wanted), next: text(`pour chaque nœud qui s’y trouve vraiment : kubectl label node <nœud> ${wanted}`, `for each node that really is there: kubectl label node <node> ${wanted}`) })];
}
