import { delimiter, dirname, join } from 'node:path';
import { cacheFolder } from '../cache/index.ts';
import { pulumiHome } from './checkout.ts';
import type { PartName, ResolvedPart } from './part.ts';

/** How the docker command was told which engine to use. */
const DOCKER = ['DOCKER_HOST', 'DOCKER_CONTEXT', 'DOCKER_CONFIG', 'DOCKER_CERT_PATH', 'DOCKER_TLS_VERIFY'];

/**
 * Variables that lead to the resolved parts, for a child process or for `eval` in a shell. Paths and switches only, no secret.
 * Ambient plugins are ignored because a fitting one on PATH has been linked into our PULUMI_HOME already.
 */
export function engineEnvironment({ parts }: { readonly parts: readonly ResolvedPart[] }, own: NodeJS.ProcessEnv = process.env): Record<string, string> {
  const folder = (name: PartName) => parts.filter(({ part }) => part === name).map(({ path }) => dirname(path));
  const path = [...folder('node'), ...folder('pulumi'), ...(own['PATH'] ?? '').split(delimiter)];
  return {
    PATH: [...new Set(path)].join(delimiter),
    PULUMI_HOME: pulumiHome(cacheFolder(own)),
    PULUMI_SKIP_UPDATE_CHECK: 'true',
    PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION: 'true',
    PULUMI_IGNORE_AMBIENT_PLUGINS: 'true',
    NODE_COMPILE_CACHE: join(cacheFolder(own), 'node-compile-cache'),
    ...Object.fromEntries(DOCKER.flatMap((name) => (own[name] === undefined ? [] : [[name, own[name]]]))),
  };
}
