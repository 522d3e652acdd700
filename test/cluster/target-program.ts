import * as pulumi from '@pulumi/pulumi';
import { fileOf, readInput } from '../../stacks/context.ts';
import { targetOf } from '../../stacks/target.ts';

/** What the stack of an instance makes on its host; without its client of the identity server, whose facts are given. `patience`: seconds after which nothing is waited for any more. */
export default async function program(): Promise<Record<string, unknown>> {
  const input = readInput(pulumi.getStack());
  if (input.kind !== 'instance') throw new RangeError(input.kind);
  const patience = new pulumi.Config('chatiere').get('patience');
  if (patience !== undefined) pulumi.runtime.registerStackTransformation(({ props, opts }) => ({ props, opts: { ...opts, customTimeouts: { create: `${patience}s`, update: `${patience}s` } } }));
  const { target, options } = await targetOf(input, { authority: fileOf(input, 'authority'), 'identity.issuer': pulumi.output('https://connexion.essai.test/realms/essai') });
  const { services } = target.deploy(input.workload, options);
  return { url: input.address, services };
}
