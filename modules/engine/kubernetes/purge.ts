import { label, MANAGED_BY } from '../../kernel/index.ts';
import type { Access } from './access.ts';
import { withCluster } from './api.ts';

/** What we make in a cluster beside namespaces, and what those hold. */
const CLUSTER_WIDE = [
  '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicybindings',
  '/apis/admissionregistration.k8s.io/v1/validatingadmissionpolicies',
  '/apis/scheduling.k8s.io/v1/priorityclasses',
] as const;

/** Asks for the end of everything of a federation in a cluster, found by label; namespaces go with all that is in them. Gives how many. */
export function purgeCluster(access: Access, federation: string): Promise<number> {
  const selector = encodeURIComponent(`${label.managedBy}=${MANAGED_BY},${label.federation}=${federation}`);
  return withCluster(access, async ({ list, remove }) => {
    const removeAll = async (path: string): Promise<number> => {
      const items = await list<{ readonly metadata: { readonly name: string } }>(`${path}?labelSelector=${selector}`);
      for (const { metadata } of items) await remove(`${path}/${metadata.name}`);
      return items.length;
    };
    const namespaces = await removeAll('/api/v1/namespaces');
    for (const path of CLUSTER_WIDE) await removeAll(path);
    return namespaces;
  });
}
