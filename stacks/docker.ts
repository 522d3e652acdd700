import * as docker from '@pulumi/docker';
import { dockerTarget } from '../modules/targets/docker/index.ts';
import type { DeployOptions, Target } from '../modules/targets/index.ts';
import { seed } from './context.ts';

/** The target of a host, and how to reach it. A preview needs no engine that answers. */
export function targetOf({ host, engine }: { readonly host: string; readonly engine: string }, facts: DeployOptions['facts']): { target: Target; options: DeployOptions } {
  const provider = new docker.Provider(host, { host: engine, disableDockerDaemonCheck: true });
  return { target: dockerTarget({ provider, engine }), options: { seed: seed(), facts, parent: undefined } };
}
