import * as pulumi from '@pulumi/pulumi';
import { dynamicTls, edgeName } from '../modules/edge/index.ts';
import { ChatiereError, deriveSecret, secretPurpose, text } from '../modules/kernel/index.ts';
import { platformWorkload } from '../modules/workload/index.ts';
import { authorityOf, certificateOf, type Context, platformOf, readContext } from './context.ts';
import { targetOf } from './docker.ts';

/** `host.<host>`: the platform entries that its file lists. */
export function host(name: string): Record<string, unknown> {
  const context = readContext();
  const sheet = context.federation.hosts.get(name);
  if (sheet === undefined) throw unknownHost(name, context);
  const platforms = platformOf(context, name);
  const { target, options } = targetOf(context, name, sheet, { authority: authorityOf(context), 'edge.tls': edgeTls(context, name) });

  const deployments = platforms.map((platform) => [platform.name, target.deploy(platformWorkload(platform), options).services] as const);

  const identity = platforms.find(({ release }) => release.sheet.provides === 'identity');
  return {
    services: Object.fromEntries(deployments),
    ...(identity && { identityAdminPassword: context.seed.apply((seed) => deriveSecret(seed, secretPurpose(identity.name, 'admin-password'), 1)) }),
  };
}

/** Holds the host's private key. */
const edgeTls = (context: Context, name: string): pulumi.Output<string> =>
  pulumi.secret(
    pulumi
      .all([certificateOf(context, edgeName(name), 'certificate'), certificateOf(context, edgeName(name), 'key')])
      .apply(([certificate, key]) => dynamicTls(certificate, key)),
  );

const unknownHost = (given: string, { federation }: Context): ChatiereError => {
  const hosts = [...federation.hosts.keys()].join(', ');
  return new ChatiereError({ code: 'unknown-host', what: text('aucun serveur de ce nom', 'no host of that name'), given, allowed: text(hosts, hosts) });
};
