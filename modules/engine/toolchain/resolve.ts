import { localImageNames } from '../../../tools/images/index.ts';
import { resolveExtension } from './cli-plugins.ts';
import { resolveCluster } from './cluster.ts';
import { resolveDocker } from './docker.ts';
import { engineEnvironment } from './environment.ts';
import { ensureImages } from './images.ts';
import { runningNode } from './node.ts';
import type { ResolvedPart, ToolchainProgress } from './part.ts';
import { type PluginName, PLUGINS, resolvePlugin } from './plugins.ts';
import { resolvePulumi } from './pulumi.ts';

/**
 * `engine`: Node, Pulumi with its language host, the plugins of a host with Docker. `kubernetes`: the same with the plugin of a cluster, whose build
 * takes minutes, so that only who has a cluster asks for it. `cluster`: the programs of a trial cluster. The others are what they say.
 */
export type Need = 'engine' | 'kubernetes' | 'cluster' | 'docker' | 'images' | 'compose' | 'buildx';

export interface ToolchainRequest {
  readonly need: readonly Need[];
  /** Local images, when `images` is needed; default: all that have a recipe. */
  readonly images?: readonly string[];
  readonly progress?: ToolchainProgress;
}

export interface Toolchain {
  readonly parts: readonly ResolvedPart[];
  /** See `engineEnvironment`. */
  readonly environment: Readonly<Record<string, string>>;
}

/**
 * Makes everything that is needed ready, downloading, installing and building what is missing; quick when nothing is.
 * @throws ChatiereError that says what is missing and what to do, where this machine allows none of the ways.
 */
export async function resolveToolchain({ need, images, progress = () => undefined }: ToolchainRequest): Promise<Toolchain> {
  const ways: Readonly<Record<Need, () => Promise<readonly ResolvedPart[]>>> = {
    engine: () => engine(PLUGINS, progress),
    kubernetes: () => engine(['kubernetes'], progress),
    cluster: () => resolveCluster(progress),
    docker: async () => [await resolveDocker(progress)],
    images: () => ensureImages(images ?? localImageNames(), progress),
    compose: async () => [await resolveExtension('compose', progress)],
    buildx: async () => [await resolveExtension('buildx', progress)],
  };
  const parts = (await Promise.all([...new Set(need)].map((name) => ways[name]()))).flat();
  return { parts, environment: engineEnvironment({ parts }) };
}

async function engine(names: readonly PluginName[], progress: ToolchainProgress): Promise<ResolvedPart[]> {
  const [cli, host] = await resolvePulumi(progress);
  const plugins = await Promise.all(names.map((name) => resolvePlugin(name, cli.path, progress)));
  return [runningNode(), cli, host, ...plugins];
}
