import * as kubernetes from '@pulumi/kubernetes';
import { type InstanceInput, type KubernetesConnection, readKubeconfig, type StackInput } from '../modules/input/index.ts';
import { ChatiereError, text } from '../modules/kernel/index.ts';
import { kubernetesTarget, PROVIDER_SETTINGS } from '../modules/targets/kubernetes/index.ts';
import type { DeployOptions, Target } from '../modules/targets/index.ts';
import { seed } from './context.ts';

/** The target of a cluster, and how to reach it. */
export function targetOf(input: InstanceInput, connection: KubernetesConnection, facts: DeployOptions['facts']): { target: Target; options: DeployOptions } {
  const provider = clusterProvider(input, connection);
  return { target: kubernetesTarget({ provider, cluster: connection.cluster }), options: { seed: seed(), facts, parent: undefined } };
}

/**
 * The plugin reads the kubeconfig that KUBECONFIG names, and the program makes sure that it is the host's own. Given as a setting it would
 * stand in the state by its path, and the plugin would leave a copy of it, credentials and all, in the machine's temporary folder.
 */
export function clusterProvider({ host, files }: Pick<StackInput, 'files'> & { readonly host: string }, { context }: KubernetesConnection): kubernetes.Provider {
  const file = files['kubeconfig'] ?? '';
  const { name } = readKubeconfig(file, host, context);
  if (process.env['KUBECONFIG'] !== file) throw otherCluster(file, process.env['KUBECONFIG']);
  return new kubernetes.Provider(host, { ...PROVIDER_SETTINGS, kubeconfig: '', context: name, clusterIdentifier: host });
}

const otherCluster = (file: string, given: string | undefined): ChatiereError =>
  new ChatiereError({
    code: 'other-kubeconfig',
    what: text('KUBECONFIG ne nomme pas le kubeconfig de ce serveur : les objets iraient sur une autre grappe', 'KUBECONFIG does not name the kubeconfig of this host: the objects would go to another cluster'),
    given: given ?? '',
    allowed: text(file, file),
    next: text('eval "$(chatiere env <pile>)", pour cette pile', 'eval "$(chatiere env <stack>)", for this stack'),
  });
