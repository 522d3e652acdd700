import * as docker from '@pulumi/docker';
import * as pulumi from '@pulumi/pulumi';
import { dockerTarget } from '../../modules/targets/docker/index.ts';
import { variant } from './variants.ts';

/** A stack of one hand-made workload, for the conformance suite: the target alone under the real engine. */
export default function program(): Record<string, unknown> {
  const config = new pulumi.Config('chatiere');
  const engine = config.require('engine');
  const target = dockerTarget({ provider: new docker.Provider('engine', { host: engine, disableDockerDaemonCheck: true }), engine });
  const { services } = target.deploy(variant(config.requireObject('workload')), {
    seed: config.requireSecret('seed'),
    facts: { authority: pulumi.output(config.get('authority') ?? 'PEM\n') },
    parent: undefined,
  });
  return { services };
}
