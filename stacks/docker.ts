import * as docker from '@pulumi/docker';
import { type DeployOptions, type Target, dockerTarget } from '../modules/targets/index.ts';
import { seed } from './context.ts';

/** The target of a host, and how to reach it. A preview needs no engine that answers. */
export function targetOf({ host, engine }: { readonly host: string; readonly engine: string }, facts: DeployOptions['facts']): { target: Target; options: DeployOptions } {
  const provider = new docker.Provider(host, { host: engine, disableDockerDaemonCheck: true });
  return { target: dockerTarget, options: { seed: seed(), facts, provider, engine, parent: undefined } };
}
