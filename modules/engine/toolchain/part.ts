import type { Text } from '../../kernel/index.ts';

/** How a part was obtained, in the order in which it is tried. */
export type Origin = 'path' | 'downloaded' | 'npm' | 'pypi' | 'debian' | 'built' | 'stand-in';

export type PluginPart = 'plugin-docker' | 'plugin-keycloak' | 'plugin-command' | 'plugin-kubernetes';
export type ClusterPart = 'etcd' | 'kube-apiserver' | 'kube-controller-manager' | 'kube-scheduler' | 'kwok';
export type PartName = 'node' | 'go' | 'pulumi' | 'language-host' | PluginPart | ClusterPart | 'docker' | 'compose' | 'buildx' | 'chromium' | 'promtool' | `image-${string}`;

/** A part that is ready for use. */
export interface ResolvedPart {
  readonly part: PartName;
  readonly version: string;
  readonly origin: Origin;
  /** Absolute path of the program or folder; for an image its tag; for the engine its address. */
  readonly path: string;
}

/** What is being done for a part. The first event of a step has neither `seconds` nor `line`. */
export interface ToolchainEvent {
  readonly part: PartName;
  readonly step: Text;
  /** The last line that the command of this step wrote. */
  readonly line?: string;
  /** Present on the step's last event. */
  readonly seconds?: number;
  /** On the last event of a step that failed; another way may follow. */
  readonly failed?: true;
}

export type ToolchainProgress = (event: ToolchainEvent) => void;

/** Runs one step and tells its beginning, its lines and its end. */
export async function step<T>(progress: ToolchainProgress, part: PartName, title: Text, work: (line: (line: string) => void) => Promise<T>): Promise<T> {
  const started = performance.now();
  progress({ part, step: title });
  const seconds = () => (performance.now() - started) / 1000;
  try {
    const result = await work((line) => progress({ part, step: title, line }));
    progress({ part, step: title, seconds: seconds() });
    return result;
  } catch (error) {
    progress({ part, step: title, seconds: seconds(), failed: true });
    throw error;
  }
}
