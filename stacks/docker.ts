import * as docker from '@pulumi/docker';
import type { HostSheet } from '../modules/federation/index.ts';
import { type DeployOptions, type Target, dockerTarget } from '../modules/targets/index.ts';
import type { Context } from './context.ts';

/** The target of a host, and how to reach it. A preview needs no engine that answers. */
export function targetOf({ seed }: Context, host: string, { engine }: HostSheet, facts: DeployOptions['facts']): { target: Target; options: DeployOptions } {
  const provider = new docker.Provider(host, { host: engine, disableDockerDaemonCheck: true });
  return { target: dockerTarget, options: { seed, facts, provider, engine, parent: undefined } };
}
