import type { KubernetesHostSheet } from '../../federation/index.ts';
import { ChatiereError, type Problem, text } from '../../kernel/index.ts';
import type { Check } from '../doctor.ts';
import type { Access } from './access.ts';
import { withCluster } from './api.ts';
import { clusterProblems, versionOf } from './check.ts';

/** Whether a cluster answers, and has what instances need of it. */
export async function clusterChecks(access: Access, sheet: KubernetesHostSheet): Promise<Check[]> {
  const title = text(`serveur ${access.host}`, `host ${access.host}`);
  const wrong = ({ code, what, next }: Problem): Check => ({ check: `cluster ${access.host} ${code}`, title, state: 'wrong', found: what, ...(next && { next }) });
  try {
    return await withCluster(access, async (api) => {
      const version = await versionOf(api);
      const problems = await clusterProblems(access, sheet, api, version);
      const answers: Check = { check: `cluster ${access.host}`, title, state: 'ok', found: text(`Kubernetes ${version.words}`, `Kubernetes ${version.words}`) };
      return [...problems.map(wrong), answers];
    });
  } catch (error) {
    if (error instanceof ChatiereError) return error.problems.map(wrong);
    throw error;
  }
}
