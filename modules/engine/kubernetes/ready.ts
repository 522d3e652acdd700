import { ChatiereError } from '../../kernel/index.ts';
import { resolveInstance } from '../../placement/index.ts';
import { localImageTag } from '../../../tools/images/index.ts';
import type { Session } from '../session.ts';
import { accessTo } from './access.ts';
import { withCluster } from './api.ts';
import { clusterProblems, versionOf } from './check.ts';
import { namespaceProblems, type Wanted } from './namespaces.ts';

/** Refuses, before anything is made on these hosts' clusters, what would fail halfway: everything that is in the way, at once. */
export async function checkClusters(session: Session, hosts: readonly string[], stacks: readonly string[]): Promise<void> {
  const { federation } = session;
  const problems = await Promise.all(hosts.map(async (host) => {
    const sheet = federation.hosts.get(host);
    if (sheet?.target !== 'kubernetes') return [];
    const access = accessTo(federation, host, sheet);
    const wanted = stacks.filter((stack) => federation.instances.get(stack)?.host === host).map((stack) => wantedOf(session, stack));
    return withCluster(access, async (api) => [await clusterProblems(access, sheet, api, await versionOf(api)), ...(await Promise.all(wanted.map((one) => namespaceProblems(access, one, api))))].flat());
  }));
  if (problems.flat().length > 0) throw new ChatiereError(problems.flat());
}

function wantedOf({ federation, catalog }: Session, instance: string): Wanted {
  return { instance, federation: federation.sheet.id, namespace: resolveInstance(federation, catalog, instance, localImageTag).workload };
}
