import { readFileSync } from 'node:fs';
import * as k8s from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { type Cluster, kubernetesTarget, PROVIDER_SETTINGS } from '../../modules/targets/kubernetes/index.ts';
import { variant } from './variants.ts';

/** A stack of one hand-made workload, for the conformance suite: the target alone under a real API server. */
export default function program(): Record<string, unknown> {
  const config = new pulumi.Config('chatiere');
  const provider = new k8s.Provider('grappe', { ...PROVIDER_SETTINGS, kubeconfig: readFileSync(config.require('kubeconfig'), 'utf8') });
  const target = kubernetesTarget({ provider, cluster: config.requireObject<Cluster>('cluster') });
  const { services } = target.deploy(variant(config.requireObject('workload')), {
    seed: config.requireSecret('seed'),
    facts: { authority: pulumi.output(config.get('authority') ?? 'PEM\n') },
    parent: undefined,
  });
  return { services };
}
