import { label, MANAGED_BY, type Problem, text } from '../../kernel/index.ts';
import type { Access } from './access.ts';
import type { ClusterApi } from './api.ts';

/** An instance, and the namespace that it will be in: its workload's name. */
export interface Wanted {
  readonly instance: string;
  readonly federation: string;
  readonly namespace: string;
}

interface Namespace {
  readonly metadata: { readonly labels?: Readonly<Record<string, string>>; readonly deletionTimestamp?: string };
  readonly status?: { readonly phase?: string };
}

/** What is in the way of an instance: its namespace on its way out, or somebody else's. Applying over it would take it over without a word. */
export async function namespaceProblems(access: Access, { instance, federation, namespace }: Wanted, api: ClusterApi): Promise<Problem[]> {
  const found = await api.get<Namespace>(`/api/v1/namespaces/${namespace}`);
  if (!found) return [];
  const where = { file: `instances/${instance}.yaml`, field: 'host' };
  const { labels = {}, deletionTimestamp } = found.metadata;
  if (deletionTimestamp !== undefined || found.status?.phase === 'Terminating') {
    return [{
      code: 'namespace-going',
      what: text(`sur ${access.host}, l’espace de noms de cette instance est en cours de suppression : rien n’est commencé`, `on ${access.host}, the namespace of this instance is being deleted: nothing is begun`),
      where,
      given: namespace,
      next: text('attendre sa fin, puis relancer la même commande ; s’il ne finit pas : kubectl get namespace, puis voir status.conditions', 'wait for its end, then run the same command again; if it does not end: kubectl get namespace, and see status.conditions'),
    }];
  }
  const ours = labels[label.managedBy] === MANAGED_BY && labels[label.federation] === federation && labels[label.instance] === instance;
  if (ours) return [];
  return [{
    code: 'namespace-taken',
    what: text(`sur ${access.host}, un espace de noms de ce nom existe, et ne vient pas d’ici : rien n’est commencé`, `on ${access.host}, a namespace of this name exists, and does not come from here: nothing is begun`),
    where,
    given: namespace,
    allowed: text(`un espace de noms étiqueté ${label.managedBy}=${MANAGED_BY}, ${label.federation}=${federation}, ${label.instance}=${instance}`, `a namespace labelled ${label.managedBy}=${MANAGED_BY}, ${label.federation}=${federation}, ${label.instance}=${instance}`),
    next: text('le renommer ou le retirer, si personne ne s’en sert, ou prendre un autre serveur', 'rename or remove it, if nobody uses it, or take another host'),
  }];
}
