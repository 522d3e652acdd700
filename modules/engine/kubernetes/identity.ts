import type { Access } from './access.ts';
import { withCluster } from './api.ts';

/** By what a cluster is known again, wherever it answers and whatever its name: its oldest namespace. */
export function identifyCluster(access: Access): Promise<{ readonly id: string; readonly engine: string }> {
  return withCluster(access, async ({ get, server }) => {
    const oldest = await get<{ metadata: { uid: string } }>('/api/v1/namespaces/kube-system');
    return { id: oldest?.metadata.uid ?? '', engine: server };
  });
}
