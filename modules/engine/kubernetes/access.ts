import type { Federation, KubernetesHostSheet } from '../../federation/index.ts';
import { kubeconfigPath } from '../../input/index.ts';
import { stackKind } from '../../placement/index.ts';

/** How a cluster is reached: by the file of its credentials. */
export interface Access {
  readonly host: string;
  /** Absolute path of the kubeconfig. */
  readonly file: string;
  readonly context: string | undefined;
}

export const accessTo = ({ directory }: Pick<Federation, 'directory'>, host: string, sheet: KubernetesHostSheet): Access => ({ host, file: kubeconfigPath(directory, sheet), context: sheet.cluster.context });

/** Undefined of a Docker host. */
export function accessOf(federation: Federation, host: string): Access | undefined {
  const sheet = federation.hosts.get(host);
  return sheet?.target === 'kubernetes' ? accessTo(federation, host, sheet) : undefined;
}

/** The host on which a stack's resources are; undefined of the identity server's and of organizations'. */
export function hostOf({ instances }: Federation, stack: string): string | undefined {
  const kind = stackKind(stack);
  return kind.kind === 'host' ? kind.host : kind.kind === 'instance' ? instances.get(stack)?.host : undefined;
}

/** Stack -> kubeconfig that its operations need; of stacks on clusters alone. */
export const kubeconfigsOf = (federation: Federation, stacks: readonly string[]): Readonly<Record<string, string>> =>
  Object.fromEntries(stacks.flatMap((stack) => {
    const host = hostOf(federation, stack);
    const access = host === undefined ? undefined : accessOf(federation, host);
    return access === undefined ? [] : [[stack, access.file]];
  }));
