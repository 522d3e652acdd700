import type { types } from '@pulumi/kubernetes';
import { label } from '../../kernel/index.ts';
import { BASELINE_REASON, lastingLabels } from './labels.ts';
import { inWords, podSecurity } from './pod-security.ts';
import type { Scope } from './scope.ts';

const STANDARD = 'pod-security.kubernetes.io';

/** One for each instance, named as its workload: it holds everything of it, and stays with the data. */
export function namespace({ workload }: Scope): types.input.core.v1.Namespace {
  const { level, reasons } = podSecurity(workload);
  const { [label.part]: _, ...labels } = lastingLabels(workload, 'namespace');
  return {
    apiVersion: 'v1',
    kind: 'Namespace',
    metadata: {
      name: workload.name,
      labels: { ...labels, [`${STANDARD}/enforce`]: level, [`${STANDARD}/warn`]: 'restricted', [`${STANDARD}/audit`]: 'restricted' },
      annotations: reasons.length === 0 ? {} : { [BASELINE_REASON]: reasons.map(inWords).join('\n') },
    },
  };
}
