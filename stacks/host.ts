import * as pulumi from '@pulumi/pulumi';
import { dynamicTls } from '../modules/edge/index.ts';
import type { HostInput } from '../modules/input/index.ts';
import { fileOf, secretOf } from './context.ts';
import { targetOf } from './target.ts';

/** `host.<host>` of a Docker host: the platform entries that its file lists. */
export async function host(input: HostInput): Promise<Record<string, unknown>> {
  const { target, options } = await targetOf(input, { authority: fileOf(input, 'authority'), 'edge.tls': edgeTls(input) });

  const deployments = Object.entries(input.platforms).map(([name, workload]) => [name, target.deploy(workload, options).services] as const);

  return {
    services: Object.fromEntries(deployments),
    ...(input.administrator && { identityAdminPassword: secretOf(input.administrator) }),
  };
}

/** Holds the host's private key. */
const edgeTls = (input: HostInput): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .all([fileOf(input, 'edgeCertificate'), fileOf(input, 'edgeKey')])
      .apply(([certificate, key]) => dynamicTls(certificate, key, input.sleepPort)),
  );
