import type * as Library from '@kubernetes/client-node';
import { text } from '../../kernel/index.ts';
import { until } from './ready.ts';
import type { Manifest } from './nodes.ts';

/** The client library, with a configuration to make its clients from: `config.makeApiClient(library.CoreV1Api)`. */
export interface Api {
  readonly library: typeof Library;
  readonly config: Library.KubeConfig;
}

/** A thousand files, half a second: loaded only by who asks a cluster. @param context that of the file when absent */
export async function openApi(kubeconfig: string, context?: string): Promise<Api> {
  const library = await import('@kubernetes/client-node');
  const config = new library.KubeConfig();
  config.loadFromFile(kubeconfig);
  if (context !== undefined) config.setCurrentContext(context);
  return { library, config };
}

/** Creates objects, all at once. */
export async function create({ library, config }: Api, manifests: readonly Manifest[]): Promise<void> {
  const client = library.KubernetesObjectApi.makeApiClient(config);
  await Promise.all(manifests.map((manifest) => client.create(manifest as unknown as Library.KubernetesObject)));
}

/** Waits until pods can be given to every node, and a pod without a service account of its own can be created. */
export async function usable({ library, config }: Api, nodes: number, signal: AbortSignal): Promise<void> {
  const core = config.makeApiClient(library.CoreV1Api);
  await until(text('les nœuds', 'nodes'), async () => {
    const { items } = await core.listNode();
    return items.length >= nodes && items.every(({ spec, status }) => !spec?.taints?.length && status?.conditions?.some(({ type, status }) => type === 'Ready' && status === 'True'));
  }, signal);
  await until(text('le compte de service de « default »', 'the service account of "default"'), async () => {
    const { items } = await core.listNamespacedServiceAccount({ namespace: 'default' });
    return items.some(({ metadata }) => metadata?.name === 'default');
  }, signal);
}
