import * as kubernetes from '@pulumi/kubernetes';
import * as pulumi from '@pulumi/pulumi';
import { type InstanceInput, type KubernetesConnection, readKubeconfig, type StackInput } from '../modules/input/index.ts';
import { ChatiereError, MANAGED_BY, text } from '../modules/kernel/index.ts';
import { kubernetesTarget, PROVIDER_SETTINGS } from '../modules/targets/kubernetes/index.ts';
import type { DeployOptions, Target } from '../modules/targets/index.ts';
import { seed } from './context.ts';

/** The target of a cluster, and how to reach it. */
export function targetOf(input: InstanceInput, connection: KubernetesConnection, facts: DeployOptions['facts']): { target: Target; options: DeployOptions } {
  const { provider, parent } = clusterOptions(input, connection);
  return { target: kubernetesTarget({ provider, cluster: connection.cluster }), options: { seed: seed(), facts, parent } };
}

/** What every object of a cluster is made with. */
export interface ClusterOptions {
  readonly provider: kubernetes.Provider;
  readonly parent: pulumi.Resource;
}

/**
 * The plugin reads the kubeconfig that KUBECONFIG names, and the program makes sure that it is the host's own. Given as a setting it would
 * stand in the state by its path, and the plugin would leave a copy of it, credentials and all, in the machine's temporary folder.
 */
export function clusterOptions({ host, files }: Pick<StackInput, 'files'> & { readonly host: string }, { context }: KubernetesConnection): ClusterOptions {
  const file = files['kubeconfig'] ?? '';
  const { name } = readKubeconfig(file, host, context);
  if (process.env['KUBECONFIG'] !== file) throw otherCluster(file, process.env['KUBECONFIG']);
  return {
    provider: new kubernetes.Provider(host, { ...PROVIDER_SETTINGS, kubeconfig: '', context: name, clusterIdentifier: host }),
    parent: new pulumi.ComponentResource('chatiere:stacks:Cluster', host, {}, { transformations: [underOneName] }),
  };
}

/**
 * The plugin draws a field manager for each object and keeps it in the state alone: what a cut leaves would be a stranger's, and to apply it
 * again a conflict. Under one name it is our own; what somebody else has changed is a conflict all the same.
 */
const underOneName: pulumi.ResourceTransformation = ({ type, props, opts }) => {
  if (!type.startsWith('kubernetes:')) return undefined;
  const { metadata } = props as { readonly metadata?: { readonly annotations?: object } };
  return { props: { ...props, metadata: { ...metadata, annotations: { ...metadata?.annotations, 'pulumi.com/patchFieldManager': MANAGED_BY } } }, opts };
};

const otherCluster = (file: string, given: string | undefined): ChatiereError =>
  new ChatiereError({
    code: 'other-kubeconfig',
    what: text('KUBECONFIG ne nomme pas le kubeconfig de ce serveur : les objets iraient sur une autre grappe', 'KUBECONFIG does not name the kubeconfig of this host: the objects would go to another cluster'),
    given: given ?? '',
    allowed: text(file, file),
    next: text('eval "$(chatiere env <pile>)", pour cette pile', 'eval "$(chatiere env <stack>)", for this stack'),
  });
